// The readable copy: what a shift may read, under its key; it goes with the shift, and the outbox never with it.
import type { Carry, Person } from "../core/carry.ts";
import { MOST_TRIES, ShiftKey, type Wrapped } from "../core/pin.ts";
import type { Shelf } from "./shelf.ts";

const COPY = "copy";
const WRAPS = "wrap/";
export const SAID = "said/";

/** What stands in the clear of a copy: who may open it, and when it must be gone. */
export interface Cover {
  hidden: string;
  expires_at: string;
  people: Person[];
  /** The office's clock less this phone's when it came, in milliseconds: a drill has its own day. */
  ahead: number;
  /** By what the office knows that this copy is still the same; older copies have none. */
  etag?: string;
}

/** What somebody reads of an entry of her own: where, what, and what became of which duties. */
export interface Said {
  where: string;
  what: string;
  /** The door it was at, to go there again. */
  door: string;
  duties: Record<string, "done" | "cannot">;
  reason: string;
}

/** The copy without its content; undefined where there is none. */
export const coverOf = (shelf: Shelf): Promise<Cover | undefined> => shelf.get<Cover>(COPY);

/** Keeps a copy under the shift's key. */
export async function keepCopy(shelf: Shelf, key: ShiftKey, carry: Carry, now: Date, etag = ""): Promise<Cover> {
  const ahead = Date.parse(carry.now) - now.getTime();
  const cover = { hidden: await key.hide(carry, COPY), expires_at: carry.expires_at, people: carry.people, ahead, etag };
  await shelf.commit({ put: { [COPY]: cover } });
  return cover;
}

/** The office has nothing new: the same copy lives on to another hour. */
export async function renewCopy(shelf: Shelf, cover: Cover, officeNow: string, expires_at: string, now: Date): Promise<Cover> {
  const renewed = { ...cover, ahead: Date.parse(officeNow) - now.getTime(), expires_at };
  // Where another tab wiped or renewed it meanwhile, that stands.
  return (await shelf.commit({ while: { [COPY]: cover }, put: { [COPY]: renewed } })) ? renewed : cover;
}

/** The copy as the shift's key shows it. */
export const readCopy = (cover: Cover, key: ShiftKey): Promise<Carry | null> => key.show<Carry>(cover.hidden, COPY);

/** Lets a person open this shift by her PIN. */
export async function letIn(shelf: Shelf, key: ShiftKey, person: string, pin: string): Promise<void> {
  await shelf.commit({ put: { [WRAPS + person]: await key.wrapped(pin, person) } });
}

/** Whether a person has a PIN on this phone. */
export const hasPin = async (shelf: Shelf, person: string): Promise<boolean> =>
  (await shelf.get(WRAPS + person)) !== undefined;

/** Her way in goes, for instance because she forgot the PIN; what she noted stays. */
export const shutOut = (shelf: Shelf, person: string): Promise<boolean> => shelf.commit({ drop: [WRAPS + person] });

/** The shift's key by her PIN; else how many tries are left, none when the way in is gone. */
export async function open(shelf: Shelf, person: string, pin: string): Promise<ShiftKey | number> {
  const wrapped = await shelf.get<Wrapped>(WRAPS + person);
  if (!wrapped) return 0;
  const key = await ShiftKey.opened(wrapped, pin, person);
  const tries = key ? 0 : wrapped.tries + 1;
  if (tries >= MOST_TRIES) await shutOut(shelf, person);
  else await shelf.commit({ put: { [WRAPS + person]: { ...wrapped, tries } } });
  return key ?? MOST_TRIES - tries;
}

/** Everything readable goes: copy, ways in, and what was kept readable of entries. The outbox is not touched. */
export async function wipeCopy(shelf: Shelf): Promise<void> {
  const names = [...(await shelf.all(WRAPS)), ...(await shelf.all(SAID))].map(([name]) => name);
  await shelf.commit({ drop: [COPY, ...names] });
}

/** What was kept readable, by the name of its entry; what another shift hid is left out. */
export async function allSaid(shelf: Shelf, key: ShiftKey): Promise<Map<string, Said>> {
  const found = new Map<string, Said>();
  for (const [name, hidden] of await shelf.all<string>(SAID)) {
    const said = await key.show<Said>(hidden, name);
    if (said) found.set(name.slice(SAID.length), said);
  }
  return found;
}
