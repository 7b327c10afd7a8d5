// What the phone carries of a shift: people, rounds, doors and what is due there; and when it must be gone.
import type { PhotoAsked, Reason } from "./judge.ts";
import type { OutbreakKey } from "./sealing.ts";

export interface Person {
  post: string;
  /** An opaque name of the server's. */
  person: string;
  name: string;
  role: string;
  role_zh: string;
  role_en?: string;
  from: string;
  until: string;
}

export interface Due {
  key: string;
  what: string;
  what_zh: string;
  what_en?: string;
  subject: string;
  name: string;
  state: "open" | "taken" | "done" | "waived" | "withdrawn";
  grades: string[];
  photo: PhotoAsked;
  again: boolean;
  /** No tap for a floor speaks for it: somebody goes there for it alone. Why is not told to phones. */
  alone?: boolean;
}

export interface Door {
  area: string;
  room: string;
  /** Null where it is no home but a common part. */
  household: string | null;
  isolated: boolean;
  away: boolean;
  note: string;
  /** How many parcels lie for it at a deposit point; a copy from before has none. */
  parcels?: number;
  duties: Due[];
}

export interface Floor {
  floor: number;
  doors: Door[];
}

export interface Round {
  key: string;
  day: string;
  win: string;
  win_zh: string;
  win_en?: string;
  unit: string;
  place: string;
  opens_at: string;
  due_at: string;
  owner_post: string | null;
  /** Whose something in it is; a copy from before has none. */
  owners?: string[];
  floors: Floor[];
}

export interface Carry {
  now: string;
  clock_offset_ms: number;
  outbreak: string;
  key: OutbreakKey;
  expires_at: string;
  people: Person[];
  rounds: Round[];
  reasons: Reason[];
}

/** Whether a due thing still waits. */
export const isPending = (due: Due): boolean => due.state === "open" || due.state === "taken";

/** The doors of a round as they are walked: the top floor first, homes in isolation apart and last. */
export function asWalked(round: Round): { floors: Floor[]; isolated: Door[] } {
  const down = [...round.floors].sort((left, right) => right.floor - left.floor);
  const floors = down
    .map((one) => ({ floor: one.floor, doors: one.doors.filter((door) => !door.isolated) }))
    .filter((one) => one.doors.length > 0);
  return { floors, isolated: down.flatMap((one) => one.doors.filter((door) => door.isolated)) };
}

/** Whether something of a round is hers, or nobody's and so hers too. */
export const isHers = (round: Round, post: string): boolean => {
  const owners = round.owners ?? (round.owner_post === null ? [] : [round.owner_post]);
  return owners.length === 0 || owners.includes(post);
};

/** Her rounds first, each half in order of the hour at which it is due. */
export function inOrder(rounds: readonly Round[], post: string): Round[] {
  const rank = (one: Round): string => `${isHers(one, post) ? 0 : 1} ${Date.parse(one.due_at)}`;
  return [...rounds].sort((left, right) => rank(left).localeCompare(rank(right), "en", { numeric: true }));
}

/** The doors whose room begins so, or where somebody's name holds it. */
export function find(rounds: readonly Round[], said: string): { round: Round; door: Door }[] {
  const words = said.trim().toLowerCase();
  if (!words) return [];
  const found = new Map<string, { round: Round; door: Door }>();
  for (const round of rounds) {
    for (const door of round.floors.flatMap((one) => one.doors)) {
      const named = door.duties.some((due) => due.name.toLowerCase().includes(words));
      const meant = door.room.startsWith(words) || door.area === `${words.replace(/\/$/, "")}/` || named;
      if (meant && !found.has(door.area)) found.set(door.area, { round, door });
    }
  }
  return [...found.values()].slice(0, 30);
}
