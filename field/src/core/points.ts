// The common parts of a stairwell that are disinfected, as points to tick, one below the other; its code on paper is its path.
import type { Door, Due, Round } from "./carry.ts";
import { type Mark, isOpen } from "./work.ts";

const EARLY_MS = 3_600_000;

export interface Point {
  round: Round;
  door: Door;
  due: Due;
}

// A watch at the door or a helper who brings things is no place that hands touch; what was waived is not done either.
const isPoint = (due: Due): boolean => due.what === "disinfection" && due.state !== "waived";
const begun = (round: Round, now: Date): boolean => Date.parse(round.opens_at) - EARLY_MS <= now.getTime();

/** What is disinfected at the common parts of a stairwell and may be done by now: the top floor first. */
export function pointsOf(rounds: readonly Round[], unit: string, now: Date): Point[] {
  const here = rounds.filter((round) => round.unit === unit && begun(round, now));
  const found = here.flatMap((round) =>
    round.floors.flatMap(({ floor, doors }) =>
      doors.filter((door) => door.household === null).flatMap((door) => door.duties.filter(isPoint).map((due) => ({ floor, point: { round, door, due } }))),
    ),
  );
  return found.sort((left, right) => right.floor - left.floor).map(({ point }) => point);
}

/** Of some points those that are still to be done. */
export const pointsLeft = (points: readonly Point[], marks: ReadonlyMap<string, Mark>): Point[] => points.filter(({ due }) => isOpen(due, marks));

/** The stairwell that a code means, as it stands on the card behind its door; null where nothing of it is carried. */
export function stairwellOf(rounds: readonly Round[], text: string, now: Date): string | null {
  const unit = `${text.trim().replace(/\/$/, "")}/`;
  return pointsOf(rounds, unit, now).length ? unit : null;
}
