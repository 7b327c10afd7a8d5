// Brings the outbox to the server: in batches, again and again without harm, forgetting only what the server proves.
import { fromBase64 } from "../core/bytes.ts";
import { Refusal } from "../core/problem.ts";
import {
  type Entry, type Head, PHOTOS, type Photo, SESSIONS, begun, entries, headOf, letGoOfPhotos, photoSent, photoWaits,
  sentPhotos, sessionsOf,
} from "../store/outbox.ts";
import type { Shelf } from "../store/shelf.ts";
import type { Answer, Api, Proof, Stand } from "./api.ts";

export const BATCH = 50;
/** So long a dealt, proven entry is still shown. */
const SHOWN_MS = 48 * 3600 * 1000;
/** So long its bytes are kept: an office that is restored from last night's backup lacks a day at most. */
export const KEPT_MS = 36 * 3600 * 1000;

/** What one attempt came to. */
export interface Told {
  sent: number;
  drift_ms: number | null;
  /** The refusal of a server that does not know the numbers: what was noted under them stays here, whole. */
  foreign: Refusal | null;
}

type Named = [string, Entry];

/** The next batch: the oldest that the server has not taken in, all of one writer, for a batch has one chain. */
export function nextBatch(all: readonly Named[], done: ReadonlySet<string>): Named[] {
  const open = all.filter(([, one]) => one.state !== "received" && one.text !== null && !done.has(one.id));
  const first = open[0]?.[1].writer;
  return open.filter(([, one]) => one.writer === first).slice(0, BATCH);
}

/** What the server said of a batch, noted beside each entry; another tab may have noted it too. */
async function note(shelf: Shelf, batch: readonly Named[], answer: Answer): Promise<void> {
  const said = new Map(answer.results.map((one) => [one.id, one]));
  for (const [name, sent] of batch) {
    const result = said.get(sent.id);
    if (!result) continue;
    const entry = (await shelf.get<Entry>(name)) ?? sent;
    const state = entry.state === "received" ? entry.state : result.state;
    await shelf.commit({ while: { [name]: entry }, put: { [name]: { ...entry, state, problem: result.problem } } });
  }
}

/** After a fork: go on under the writer that the server gave, once, whichever tab hears of it. */
async function goOn(shelf: Shelf, device: string, given: Stand): Promise<void> {
  const head = await headOf(shelf);
  if (head?.device !== device || head.writer === given.writer) return;
  await shelf.commit({ while: { head }, put: begun(device, given.writer, given.next_seq, given.head, head.turn + 1) });
}

const isForeign = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.problem.code === "field_writer_foreign";

async function sendEvents(shelf: Shelf, api: Api, device: string, now: () => Date): Promise<Told> {
  const told: Told = { sent: 0, drift_ms: null, foreign: null };
  const done = new Set<string>();
  for (;;) {
    const batch = nextBatch(await entries(shelf, device), done);
    if (!batch.length) return told;
    const some = batch.map(([, entry]) => entry);
    const texts = some.map((one) => one.text!);
    // Each once in one attempt, whatever was said of it: what is held comes again with the next attempt.
    for (const one of some) done.add(one.id);
    let answer: Answer;
    try {
      answer = await api.send(now().toISOString(), await sessionsOf(shelf, some), texts);
    } catch (error) {
      if (!isForeign(error)) throw error;
      // An office restored to before it gave these numbers: they hold up neither other numbers nor photos nor the proof.
      told.foreign = error;
      continue;
    }
    await note(shelf, batch, answer);
    if (answer.writer) await goOn(shelf, device, answer.writer);
    told.sent += batch.length;
    told.drift_ms = answer.drift_ms;
  }
}

/** One that is refused holds up none behind it; without a line nothing goes. */
async function sendPhotos(shelf: Shelf, api: Api, device: string, now: Date): Promise<void> {
  const all = await shelf.all<Photo>(PHOTOS);
  let refused: unknown = null;
  for (const [, photo] of all.filter(([, one]) => one.device === device)) {
    try {
      await api.photo(photo.sha256, photo.session, fromBase64(photo.sealed));
      await photoSent(shelf, photo, now);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem.code === "offline") throw error;
      refused ??= error;
    }
  }
  if (refused) throw refused;
}

/**
 * The entries that a proof covers. The server's head is a hash over all that came before: where it is ours of that
 * number, everything up to there lies in its log, byte for byte. Where it is another, nothing is proven.
 */
export function proven(all: readonly Named[], proof: Proof): Named[] {
  return proof.writers.flatMap((stand) => {
    const own = all.filter(([, one]) => one.writer === stand.writer);
    const last = own.find(([, one]) => one.seq === stand.next_seq - 1)?.[1];
    return last?.hash === stand.head ? own.filter(([, one]) => one.seq < stand.next_seq) : [];
  });
}

/**
 * The entries that go once more: the phone had marked them received, and the server's chain ends before them. So it is
 * after an office was restored from a backup. What it keeps beside its chain, held or refused, it has.
 */
export function lacking(all: readonly Named[], proof: Proof): Named[] {
  return proof.writers.flatMap((stand) => {
    const beside = new Set(stand.refused.map((one) => one.id));
    return all.filter(([, one]) =>
      one.writer === stand.writer && one.seq >= stand.next_seq && one.state === "received" && one.text !== null &&
      !beside.has(one.id) && !stand.held.includes(one.seq));
  });
}

const RESTORED = "restored/";

/** An office that was restored is asked for each photo that it had, and what it lacks waits again. How many. */
async function photosAgain(shelf: Shelf, api: Api, device: string, proof: Proof, lacks: boolean): Promise<number> {
  const [restored, known] = [proof.restored_at ?? null, (await shelf.get<string>(RESTORED + device)) ?? null];
  if (!lacks && restored === known) return 0;
  let again = 0;
  for (const photo of (await sentPhotos(shelf)).filter((one) => one.device === device)) {
    if (await api.hasPhoto(photo.sha256)) continue;
    await photoWaits(shelf, photo);
    again += 1;
  }
  // Only now: an attempt that was cut off asks once more.
  if (restored !== known) await shelf.commit({ put: { [RESTORED + device]: restored } });
  return again;
}

/**
 * Asks what the server has: what it lacks goes once more, what it proves is let go of after a while, and of what nobody
 * need look at any more the rest; never of a last entry. How many go once more. `whole`: also where all is proven.
 */
async function compare(shelf: Shelf, api: Api, device: string, now: Date, whole: boolean): Promise<number> {
  const all = await entries(shelf, device);
  await letGoOfPhotos(shelf, now.getTime() - KEPT_MS);
  const pictures = whole && (await sentPhotos(shelf)).some((one) => one.device === device);
  if (!pictures && !all.some(([, one]) => one.text !== null && (whole || !one.proven))) return 0;
  const proof = await api.proof();
  const again = lacking(all, proof);
  for (const [name, entry] of again) {
    const fresh = { ...entry, state: "here", problem: null, proven: false } as const;
    await shelf.commit({ while: { [name]: entry }, put: { [name]: fresh } });
  }
  const photos = await photosAgain(shelf, api, device, proof, again.length > 0);
  await forget(shelf, all, proof, now);
  await forgetSessions(shelf);
  return again.length + photos;
}

async function forget(shelf: Shelf, all: readonly Named[], proof: Proof, now: Date): Promise<void> {
  const refusals = new Map(proof.writers.flatMap((one) => one.refused.map((it) => [it.id, it.problem] as const)));
  for (const [name, entry] of proven(all, proof)) {
    const problem = refusals.get(entry.id) ?? null;
    const age = now.getTime() - Date.parse(entry.made_at);
    const text = age > KEPT_MS ? null : entry.text;
    const kept = { ...entry, state: "received", problem, proven: true, text } as const;
    const settled = !problem || entry.dealt;
    const last = name === all[all.length - 1]?.[0];
    const same = entry.proven && entry.text === text && entry.problem?.code === problem?.code;
    if (settled && age > SHOWN_MS && !last) await shelf.commit({ while: { [name]: entry }, drop: [name] });
    else if (!same) await shelf.commit({ while: { [name]: entry }, put: { [name]: kept } });
  }
}

async function forgetSessions(shelf: Shelf): Promise<void> {
  const rows = await shelf.all(SESSIONS);
  const needed = new Set((await entries(shelf)).filter(([, one]) => one.text !== null).map(([, one]) => one.session));
  for (const [, photo] of await shelf.all<Photo>(PHOTOS)) needed.add(photo.session);
  for (const photo of await sentPhotos(shelf)) needed.add(photo.session);
  // Named one by one in the condition: another tab may append under a session at this very moment.
  const head = (await headOf(shelf)) as Head;
  const drop = rows.map(([name]) => name).filter((name) => !needed.has(name.slice(SESSIONS.length)));
  if (drop.length) await shelf.commit({ while: { head }, drop });
}

/**
 * One attempt of one enrolment: events, photos, proof; `whole`: the proof is asked for although nothing waits, for the
 * office may have been restored. Throws the refusal that stopped it; what was taken in stays.
 */
export async function syncOnce(
  shelf: Shelf, api: Api, device: string, now = (): Date => new Date(), whole = false,
): Promise<Told> {
  const told = await sendEvents(shelf, api, device, now);
  // A photo that does not go through keeps nothing else from being proven.
  const send = (): Promise<unknown> => sendPhotos(shelf, api, device, now()).then(() => null, (error: unknown) => error);
  let photos = await send();
  if (await compare(shelf, api, device, now(), whole)) {
    const more = await sendEvents(shelf, api, device, now);
    told.sent += more.sent;
    photos = await send();
    await compare(shelf, api, device, now(), whole);
  }
  if (photos) throw photos;
  if (told.foreign) throw told.foreign;
  return told;
}

/** How long to wait before the next attempt, in milliseconds: longer each time, never two phones in step. */
export const backOff = (failures: number, chance: number): number =>
  Math.min(2000 * 2 ** Math.min(failures, 8), 180_000) * (0.5 + chance / 2);

const says = (error: unknown, code: string): boolean => error instanceof Refusal && error.problem.code === code;

/** Whether a refusal means that this device may do nothing any more but deliver its outbox. */
export const isEnded = (error: unknown): boolean => says(error, "field_device_ended");

/** Whether the office does not know an enrolment: it was put back to before it, and a new code brings all along. */
export const isUnknown = (error: unknown): boolean => says(error, "field_token_unknown");
