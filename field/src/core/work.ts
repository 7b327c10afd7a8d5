// What a tap says: rounds, duties and doors as bodies of events, and how they stand by what this phone noted.
import type { Carry, Door, Due, Round } from "./carry.ts";
import { isPending } from "./carry.ts";
import { buildingOf } from "./event.ts";
import type { Kind } from "./event.ts";
import { accepts, floorDeclares, photosMissing, readCelsius, readReason, speaksOf } from "./judge.ts";
import { type Problem, refusal } from "./problem.ts";

/** What an entry of this phone says of duties, and what became of the entry. */
export interface Marking {
  name: string;
  state: "here" | "held" | "received";
  problem: Problem | null;
  dealt: boolean;
  duties: Record<string, "done" | "cannot">;
  reason: string;
}

export interface Mark {
  outcome: "done" | "cannot" | "refused";
  state: Marking["state"];
  reason: string;
  name: string;
}

/** How each duty stands by the entries of this phone, the later word over the earlier one. */
export function marksOf(some: readonly Marking[]): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const one of some) {
    for (const [key, outcome] of Object.entries(one.duties)) {
      if (one.problem && one.dealt) marks.delete(key);
      else marks.set(key, { outcome: one.problem ? "refused" : outcome, state: one.state, reason: one.reason, name: one.name });
    }
  }
  return marks;
}

type Marks = ReadonlyMap<string, Mark>;

/** Whether somebody still has to do it: by the office's word and by this phone's. */
export const isOpen = (due: Due, marks: Marks): boolean => isPending(due) && marks.get(due.key)?.outcome !== "done";

/** The duties that one tap for a floor declares normal. */
export function declarable(doors: readonly Door[], marks: Marks): Due[] {
  const quiet = doors.filter((door) => !(door.room in exceptOf([door], marks)));
  const said = (door: Door, due: Due): boolean =>
    isOpen(due, marks) && marks.get(due.key)?.outcome !== "refused" &&
    floorDeclares(due.grades, due.photo, door.isolated || (due.alone ?? false));
  return quiet.flatMap((door) => door.duties.filter((due) => said(door, due)));
}

/** The rooms of a floor that were not simply normal, each with its reason; one person's sample alone excepts nobody else. */
export function exceptOf(doors: readonly Door[], marks: Marks): Record<string, string> {
  const found: Record<string, string> = {};
  for (const door of doors) {
    const cannot = door.duties.map((due) => marks.get(due.key)).find((mark) => mark?.outcome === "cannot" && speaksOf(mark.reason, ""));
    if (cannot && door.duties.some((due) => isOpen(due, marks))) found[door.room] = cannot.reason;
  }
  return found;
}

/** An event before it is numbered and sealed. */
export interface Word {
  kind: Kind;
  area: string;
  body: object;
  duties: Record<string, "done" | "cannot">;
  reason: string;
}

const outcomes = (some: readonly Due[], outcome: "done" | "cannot"): Record<string, "done" | "cannot"> =>
  Object.fromEntries(some.map((due) => [due.key, outcome]));

/** All normal on this floor except the rooms with a reason. */
export function floorWord(round: Round, floor: number, doors: readonly Door[], marks: Marks): Word {
  const area = buildingOf(round.unit);
  const body = { round: round.key, floor, except: exceptOf(doors, marks) };
  return { kind: "field.round", area, body, duties: outcomes(declarable(doors, marks), "done"), reason: "" };
}

/** Nothing could be done at a door. Refusals `reason_needed`, `reason_of_sampling`. */
export function doorWord(round: Round, door: Door, said: string, note: string, carry: Carry, marks: Marks): Word {
  const reason = readReason(said, carry.reasons);
  if (!reason) throw refusal("reason_needed");
  const body = { door: door.area, day: round.day, win: round.win, outcome: reason, ...(note ? { note } : {}) };
  const pending = door.duties.filter((due) => isOpen(due, marks));
  const open = pending.filter((due) => speaksOf(reason, due.what));
  if (pending.length && !open.length) throw refusal("reason_of_sampling");
  return { kind: "field.door", area: buildingOf(door.area), body, duties: outcomes(open, "cannot"), reason };
}

/** What shows that something was done. */
export interface Shown {
  grade: string;
  reading: string;
  count: string;
  note: string;
  photos: readonly string[];
  signature: string;
  tube: string;
}

/** The evidence in the form of an event: what was not given is left out. */
function evidence(due: Due, shown: Shown): object {
  const celsius = due.what === "temperature" && shown.reading ? readCelsius(shown.reading) : undefined;
  if (celsius === null) throw refusal("temperature_unlikely");
  const count = Number(shown.count);
  return {
    ...(celsius === undefined ? {} : { reading: celsius }),
    ...(Number.isInteger(count) && count > 0 ? { count } : {}),
    ...(shown.photos.length ? { photos: shown.photos } : {}),
    ...(shown.signature ? { signature: shown.signature } : {}),
    ...(shown.note.trim() ? { note: shown.note.trim() } : {}),
  };
}

/**
 * A duty is done. Refusals `grade_not_accepted`, `photo_needed`, `photo_not_here`, `reading_missing`, `temperature_unlikely`: what the
 * server would refuse the person hears at the door.
 */
export function doneWord(door: Door, due: Due, shown: Shown): Word {
  if (!accepts(due.grades, shown.grade)) throw refusal("grade_not_accepted");
  if (door.isolated && shown.photos.length) throw refusal("photo_not_here");
  if (photosMissing(due.photo, shown.photos.length)) throw refusal("photo_needed");
  if (due.what === "temperature" && shown.grade === "measured" && !shown.reading) throw refusal("reading_missing");
  const proof = evidence(due, shown);
  const area = buildingOf(door.area);
  const tube = shown.tube.trim();
  const said = { area, duties: outcomes([due], "done"), reason: "" };
  if (tube) return { ...said, kind: "field.sample", body: { duty: due.key, tube, count: 1 } };
  return { ...said, kind: "field.duty", body: { duty: due.key, outcome: "done", grade: shown.grade, ...proof } };
}

/** A duty could not be done. Refusals `reason_needed`, `reason_of_sampling`. */
export function cannotWord(door: Door, due: Due, said: string, carry: Carry): Word {
  const reason = readReason(said, carry.reasons);
  if (!reason) throw refusal("reason_needed");
  if (!speaksOf(reason, due.what)) throw refusal("reason_of_sampling");
  const body = { duty: due.key, outcome: "cannot", reason };
  const area = buildingOf(door.area);
  return { kind: "field.duty", area, body, duties: outcomes([due], "cannot"), reason };
}

/** Under what this phone knows that the parcels of a door were brought, as long as it carries the same copy. */
const parcelsKey = (door: Door, carry: Carry): string => `parcels/${door.area}/${carry.now}`;

/** How the parcels of a door stand: how many lie for it by this copy, and what this phone noted of them since. */
export const parcelsAt = (door: Door, carry: Carry, marks: Marks): { lie: number; mark: Mark | undefined } => ({
  lie: door.parcels ?? 0,
  mark: marks.get(parcelsKey(door, carry)),
});

/** All that lay at a deposit point for a door was brought to it; the office reads the word whatever is spoken here. */
export function parcelsWord(door: Door, carry: Carry): Word {
  const body = { door: door.area, what: "到件" };
  return { kind: "field.delivery", area: buildingOf(door.area), body, duties: { [parcelsKey(door, carry)]: "done" }, reason: "" };
}
