// The outbox: events made here, numbered and chained in the same transaction that keeps them, until they are proven.
import { link } from "../core/chain.ts";
import { type Envelope, type Kind, boundTo, exactText } from "../core/event.ts";
import type { Problem } from "../core/problem.ts";
import type { Session, SessionRow } from "../core/sealing.ts";
import { uuid7 } from "../core/uuid7.ts";
import type { Change, Shelf } from "./shelf.ts";

/** Where a writer's chain stands on this phone; `turn` counts writers, for a fork gives the phone another one. */
export interface Head {
  device: string;
  writer: string;
  turn: number;
  next: number;
  hash: string;
}

/** Saved here; held by the server until an earlier one comes; received, perhaps with a refusal. */
export type State = "here" | "held" | "received";

export interface Entry {
  id: string;
  /** Which enrolment it goes under: only its token delivers it, even after the phone was enrolled anew. */
  device: string;
  writer: string;
  seq: number;
  kind: Kind;
  made_at: string;
  person: string;
  hash: string;
  session: string;
  state: State;
  problem: Problem | null;
  /** A refusal that somebody has looked at and put right, or let stand. */
  dealt: boolean;
  /** The server has proven that it holds these bytes; it may be restored from a copy that does not. */
  proven?: boolean;
  /** The exact bytes; gone some time after they were proven. */
  text: string | null;
}

export interface Photo {
  sha256: string;
  device: string;
  session: string;
  /** Sealed bytes, base64. */
  sealed: string;
}

/** What somebody notes: what stands in the clear, what is sealed, and its sealed photos. */
export interface Draft {
  kind: Kind;
  person: string;
  post: string;
  subject: string;
  area: string;
  body: object;
  photos: readonly Omit<Photo, "device">[];
}

/** A photo that the server has taken; its bytes lie apart, for they are looked at only when it asks for them again. */
export interface Sent extends Omit<Photo, "sealed"> {
  sent_at: string;
}

const HEAD = "head";
export const EVENTS = "event/";
export const PHOTOS = "photo/";
export const SENT = "sent/";
const BYTES = "bytes/";
export const SESSIONS = "session/";

/** The name of an entry on the shelf: in the order of its making. */
export const nameOf = (turn: number, seq: number): string =>
  `${EVENTS}${String(turn).padStart(4, "0")}/${String(seq).padStart(9, "0")}`;

/** Begins a writer's chain: by enrolling, or after a fork. */
export const begun = (device: string, writer: string, next: number, hash: string, turn: number): Record<string, Head> => ({
  [HEAD]: { device, writer, turn, next, hash },
});

/** Where the chain stands; undefined before the phone is enrolled. */
export const headOf = (shelf: Shelf): Promise<Head | undefined> => shelf.get<Head>(HEAD);

async function made(head: Head, draft: Draft, session: Session, now: Date): Promise<Entry> {
  const envelope: Envelope = {
    id: uuid7(now.getTime()),
    writer: head.writer,
    seq: head.next,
    prev: head.hash,
    kind: draft.kind,
    made_at: now.toISOString(),
    person: draft.person,
    post: draft.post,
    subject: draft.subject,
    area: draft.area,
    session: session.row.id,
  };
  const text = exactText(envelope, await session.body(draft.body, boundTo(envelope)));
  const { id, writer, seq, kind, made_at, person } = envelope;
  const hash = await link(head.hash, text);
  const fresh = { state: "here", problem: null, dealt: false } as const;
  return { id, device: head.device, writer, seq, kind, made_at, person, hash, session: session.row.id, ...fresh, text };
}

/**
 * Notes one event: number, chain, session and photos stand in one transaction, or nothing does. Another tab that was
 * quicker took the number: the event is made anew upon what it left. `said` adds what is kept readable beside it.
 *
 * Refusals `storage_full`, `storage_broken`: nothing was noted, and the person is told so.
 */
export async function append(
  shelf: Shelf,
  session: Session,
  draft: Draft,
  now: Date,
  said: (name: string) => Promise<Record<string, unknown>> = () => Promise.resolve({}),
): Promise<{ name: string; entry: Entry }> {
  for (;;) {
    const head = await headOf(shelf);
    if (!head) throw new Error("the phone is not enrolled");
    const entry = await made(head, draft, session, now);
    const name = nameOf(head.turn, head.next);
    const photos = Object.fromEntries(draft.photos.map((one) => [PHOTOS + one.sha256, { ...one, device: head.device }]));
    const change: Change = {
      while: { [HEAD]: head },
      put: {
        [HEAD]: { ...head, next: head.next + 1, hash: entry.hash },
        [SESSIONS + session.row.id]: session.row,
        [name]: entry,
        ...photos,
        ...(await said(name)),
      },
    };
    if (await shelf.commit(change)) return { name, entry };
  }
}

/** All entries in the order of their making; of one enrolment, where it is named. */
export async function entries(shelf: Shelf, device?: string): Promise<[string, Entry][]> {
  const all = await shelf.all<Entry>(EVENTS);
  return device === undefined ? all : all.filter(([, one]) => one.device === device);
}

/** The sessions that some entries were sealed under. */
export async function sessionsOf(shelf: Shelf, some: readonly Entry[]): Promise<SessionRow[]> {
  const wanted = [...new Set(some.map((one) => one.session))];
  const rows = await Promise.all(wanted.map((id) => shelf.get<SessionRow>(SESSIONS + id)));
  return rows.filter((row) => row !== undefined);
}

/** How many wait: entries not yet received, photos not yet sent, and refusals that nobody has dealt with. */
export interface Waiting {
  unsent: number;
  photos: number;
  refused: number;
}

/** The numbers that a person must see. */
export async function waiting(shelf: Shelf): Promise<Waiting> {
  const all = (await entries(shelf)).map(([, entry]) => entry);
  return {
    unsent: all.filter((one) => one.state !== "received").length,
    photos: (await shelf.all(PHOTOS)).length,
    refused: all.filter((one) => one.problem && !one.dealt).length,
  };
}

/** The server has a photo: it is kept a while as its event is, where there is room for it. */
export async function photoSent(shelf: Shelf, photo: Photo, now: Date): Promise<void> {
  const { sealed, ...rest } = photo;
  const kept: Sent = { ...rest, sent_at: now.toISOString() };
  const put = shelf.kind === "indexeddb" ? { [SENT + photo.sha256]: kept, [BYTES + photo.sha256]: sealed } : {};
  await shelf.commit({ drop: [PHOTOS + photo.sha256], put });
}

/** The photos that the server has taken and that are kept here still. */
export const sentPhotos = async (shelf: Shelf): Promise<Sent[]> => (await shelf.all<Sent>(SENT)).map(([, one]) => one);

/** The server lacks a photo that it had: it waits again. */
export async function photoWaits(shelf: Shelf, { sent_at: _, ...photo }: Sent): Promise<void> {
  const sealed = await shelf.get<string>(BYTES + photo.sha256);
  const drop = [SENT + photo.sha256, BYTES + photo.sha256];
  await shelf.commit({ drop, put: sealed === undefined ? {} : { [PHOTOS + photo.sha256]: { ...photo, sealed } } });
}

/** Lets go of photos that the server has: those sent before an instant, or all, to make room. */
export async function letGoOfPhotos(shelf: Shelf, before = Infinity): Promise<number> {
  const old = (await sentPhotos(shelf)).filter((one) => Date.parse(one.sent_at) < before);
  if (old.length) await shelf.commit({ drop: old.flatMap((one) => [SENT + one.sha256, BYTES + one.sha256]) });
  return old.length;
}

/** Somebody has looked at a refusal and put it right, or let it stand. */
export async function deal(shelf: Shelf, name: string): Promise<void> {
  for (;;) {
    const entry = await shelf.get<Entry>(name);
    if (!entry || (await shelf.commit({ while: { [name]: entry }, put: { [name]: { ...entry, dealt: true } } }))) return;
  }
}
