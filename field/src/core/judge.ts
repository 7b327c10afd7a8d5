// What the phone judges while nobody can be asked; the server runs the same cases (tests/cases/judge.json).

export type Grade = "measured" | "reported" | "declared";

const LOWEST = 34;
const HIGHEST = 43;
/** Case definition of edition 8: a resident at or above it is seen by a medic, not only noted. */
export const FEVER = 37.3;

/** A reading in degrees Celsius as people type it; null for what is no number or lies outside 34–43 degrees. */
export function readCelsius(said: string): number | null {
  const plain = said.normalize("NFKC").trim().replace(/[,。]/g, ".");
  const found = /^(\d{2}(?:\.\d{1,2})?) ?(?:°C|度)?$/.exec(plain);
  const celsius = found ? Number(found[1]) : 0;
  return celsius >= LOWEST && celsius <= HIGHEST ? celsius : null;
}

/** Whether a medic must see her. */
export const isFever = (celsius: number): boolean => celsius >= FEVER;

/** Whether a clause accepts that kind of evidence. */
export const accepts = (grades: readonly string[], grade: string): boolean => grades.includes(grade);

/** The grade under which *all normal on this floor* counts: a captain declares; null where it may never count. */
export const floorGrade = (grades: readonly string[]): Grade | null =>
  grades.includes("declared") ? "declared" : null;

/**
 * Whether one tap for a floor may declare a thing normal at one of its doors: never what somebody goes to alone (a home
 * in isolation, somebody who was said to be unwell), never what a photo has to show.
 */
export const floorDeclares = (grades: readonly string[], photo: PhotoAsked, alone: boolean): boolean =>
  floorGrade(grades) !== null && photo === "none" && !alone;

/** A reason as the office hands it to the phone. */
export interface Reason {
  key: string;
  zh: string;
  en: string;
}

/** Reasons that speak of one person's sample alone; the others behind her door, and what else is due, go on. */
const OF_SAMPLING: ReadonlySet<string> = new Set(["infant"]);

/** Whether a reason may stand in the way of a thing: an infant is no reason why a temperature is not taken. */
export const speaksOf = (reason: string, what: string): boolean => what === "sampling" || !OF_SAMPLING.has(reason);

/** The reasons that are offered at one thing that is due, or for a whole door. */
export const reasonsFor = (what: string | null, reasons: readonly Reason[]): readonly Reason[] =>
  reasons.filter((one) => speaksOf(one.key, what ?? ""));

/** A known reason by its key, in whatever language it was said, else its words; null when nothing was said. */
export function readReason(said: string, reasons: readonly Reason[]): string | null {
  const words = said.trim();
  if (!words) return null;
  const known = reasons.find((one) => [one.key, one.zh, one.en].includes(words.toLowerCase()));
  return known?.key ?? words;
}

export type PhotoAsked = "none" | "one" | "before_after";

/** How many photos are missing before a thing may count as done; of a pair the office has the one of before. */
export const photosMissing = (asked: PhotoAsked, taken: number): number =>
  Math.max(0, { none: 0, one: 1, before_after: 1 }[asked] - taken);
