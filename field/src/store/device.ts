// This phone as the office knows it: enrolled by a code, perhaps again; an earlier enrolment still delivers its own.
import type { Api, Enrolled } from "../net/api.ts";
import { begun, entries, headOf, PHOTOS, type Photo } from "./outbox.ts";
import type { Shelf } from "./shelf.ts";

const DEVICE = "device";
const FORMER = "former/";

/** Who this phone is; undefined before its first code. */
export const deviceOf = (shelf: Shelf): Promise<Enrolled | undefined> => shelf.get<Enrolled>(DEVICE);

/** Enrols by a code. The chain begins anew; what waits under an earlier enrolment keeps that one's token. */
export async function enrol(shelf: Shelf, api: Api, code: string, kind: string): Promise<Enrolled> {
  const given = await api.enrol(code.replace(/\D/g, ""), kind);
  for (;;) {
    const [former, head] = [await deviceOf(shelf), await headOf(shelf)];
    const turn = head ? head.turn + 1 : 0;
    const put = { [DEVICE]: given, ...begun(given.device, given.writer, given.next_seq, given.head, turn) };
    const kept = former ? { [FORMER + former.device]: former } : {};
    if (await shelf.commit({ while: { device: former, head }, put: { ...put, ...kept } })) return given;
  }
}

/** The enrolments with something left to deliver: this one, and former ones as long as theirs is not all received. */
export async function delivering(shelf: Shelf): Promise<Enrolled[]> {
  const current = await deviceOf(shelf);
  const found = current ? [current] : [];
  const photos = (await shelf.all<Photo>(PHOTOS)).map(([, one]) => one.device);
  for (const [, former] of await shelf.all<Enrolled>(FORMER)) {
    const open = (await entries(shelf, former.device)).some(([, one]) => one.text !== null && !one.proven);
    if (open || photos.includes(former.device)) found.push(former);
  }
  return found;
}
