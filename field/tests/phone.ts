// A phone for the tests: a shelf, an enrolled writer, a session, and a way to note something.
import "fake-indexeddb/auto";
import { GENESIS } from "../src/core/chain.ts";
import { type Session, openSession } from "../src/core/sealing.ts";
import { indexedShelf } from "../src/store/indexed.ts";
import { localShelf } from "../src/store/local.ts";
import { type Entry, type Photo, append, begun } from "../src/store/outbox.ts";
import type { Shelf } from "../src/store/shelf.ts";
import { cases } from "./cases.ts";

const KEY = { id: "k", public: cases<{ recipient_public: string }>("seal").recipient_public };
let made = 0;

/** localStorage as a browser has it, with room for so many signs. */
export class Memory implements Storage {
  private readonly things = new Map<string, string>();
  [name: string]: unknown;
  constructor(private readonly room = Infinity) {}
  get length(): number {
    return this.things.size;
  }
  clear = (): void => this.things.clear();
  getItem = (key: string): string | null => this.things.get(key) ?? null;
  key = (at: number): string | null => [...this.things.keys()][at] ?? null;
  removeItem = (key: string): void => void this.things.delete(key);
  setItem(key: string, value: string): void {
    const others = [...this.things].reduce((sum, [name, one]) => sum + (name === key ? 0 : one.length), 0);
    if (others + value.length > this.room) throw new DOMException("full", "QuotaExceededError");
    this.things.set(key, value);
  }
}

/** Both kinds of shelf, each new. */
export const SHELVES: Record<string, () => Promise<Shelf>> = {
  indexeddb: () => indexedShelf(`phone-${++made}`),
  localstorage: () => Promise.resolve(localShelf(new Memory(), async (work) => work())),
};

export const session = (): Promise<Session> => openSession("outbreak", KEY);

/** Enrols a shelf under a writer. */
export async function enrolled(shelf: Shelf, writer: string): Promise<Shelf> {
  await shelf.commit({ put: begun("d", writer, 1, GENESIS, 0) });
  return shelf;
}

/** Notes a sentence. */
export const note = async (shelf: Shelf, by: Session, text = "x", photos: Omit<Photo, "device">[] = []): Promise<Entry> => {
  const draft = { kind: "field.note", person: "p", post: "q", subject: "", area: "a/", body: { text }, photos } as const;
  return (await append(shelf, by, draft, new Date("2022-01-10T02:06:00Z"))).entry;
};
