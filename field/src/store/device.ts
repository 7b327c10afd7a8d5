// This phone as the office knows it: enrolled by a code, perhaps again; an earlier enrolment still delivers its own.
import type { Api, Enrolled } from "../net/api.ts";
import { PHOTOS, type Photo, SENT, type Sent, begun, entries, headOf } from "./outbox.ts";
import type { Shelf } from "./shelf.ts";

const DEVICE = "device";
const FORMER = "former/";

/** Who this phone is; undefined before its first code. */
export const deviceOf = (shelf: Shelf): Promise<Enrolled | undefined> => shelf.get<Enrolled>(DEVICE);

/**
 * What goes on under a new enrolment: the entries of writers that the office did not know, and the photos beside them.
 * As they stand and as they shall stand, by name.
 */
async function takenOver(shelf: Shelf, given: Enrolled): Promise<[Record<string, unknown>, Record<string, unknown>]> {
  const writers = new Set(given.taken_over ?? []);
  const moved = (await entries(shelf)).filter(([, one]) => writers.has(one.writer));
  const devices = new Set(moved.map(([, one]) => one.device));
  const photos = [...(await shelf.all<Photo>(PHOTOS)), ...(await shelf.all<Sent>(SENT))];
  const things: [string, { device: string }][] = [...moved, ...photos];
  const own = things.filter(([, one]) => devices.has(one.device));
  return [Object.fromEntries(own), Object.fromEntries(own.map(([name, one]) => [name, { ...one, device: given.device }]))];
}

/**
 * Enrols by a code. The chain begins anew; what waits under an earlier enrolment keeps that one's token, unless the
 * office knows nothing of it: then it goes under the new one.
 */
export async function enrol(shelf: Shelf, api: Api, code: string, kind: string): Promise<Enrolled> {
  const kept = (await entries(shelf)).filter(([, one]) => one.text !== null);
  const writers = [...new Set(kept.map(([, one]) => one.writer))];
  const given = await api.enrol(code.replace(/\D/g, ""), kind, writers);
  for (;;) {
    const [former, head] = [await deviceOf(shelf), await headOf(shelf)];
    const [before, after] = await takenOver(shelf, given);
    const turn = head ? head.turn + 1 : 0;
    const put = { [DEVICE]: given, ...begun(given.device, given.writer, given.next_seq, given.head, turn), ...after };
    const earlier = former ? { [FORMER + former.device]: former } : {};
    if (await shelf.commit({ while: { device: former, head, ...before }, put: { ...put, ...earlier } })) return given;
  }
}

/**
 * The enrolments with something left to deliver: this one, and former ones as long as theirs is not all received;
 * `whole`: also where all of it is proven, for the office may have been restored.
 */
export async function delivering(shelf: Shelf, whole = false): Promise<Enrolled[]> {
  const current = await deviceOf(shelf);
  const found = current ? [current] : [];
  const photos = (await shelf.all<Photo>(PHOTOS)).map(([, one]) => one.device);
  for (const [, former] of await shelf.all<Enrolled>(FORMER)) {
    const open = (await entries(shelf, former.device)).some(([, one]) => one.text !== null && (whole || !one.proven));
    if (open || photos.includes(former.device)) found.push(former);
  }
  return found;
}
