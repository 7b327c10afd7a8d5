// Which shelf this browser gives: IndexedDB, else localStorage, and always the one that it began with; whether it keeps it.
import { refusal } from "../core/problem.ts";
import { ownStorage } from "../core/storage.ts";
import { indexedShelf } from "./indexed.ts";
import { LOCAL, localShelf } from "./local.ts";
import type { Shelf } from "./shelf.ts";

/** Says in localStorage that IndexedDB has opened here once. */
const OPENED = "wumen-field-indexeddb";

/** Some browsers never say whether it opens: nobody waits for that before an empty screen. */
const PATIENCE_MS = 10_000;

async function inTime<T>(work: Promise<T>, within: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the storage does not answer")), within);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const begunIn = (storage: Storage): boolean =>
  Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "").some((name) => name.startsWith(LOCAL));

function remember(storage: Storage | null): void {
  try {
    storage?.setItem(OPENED, "yes");
  } catch {
    // Full: then it stands there from before, or nothing but this does.
  }
}

/**
 * The best shelf there is, and the same one each time: IndexedDB that does not open today is no empty phone, for what is
 * noted lies in it.
 *
 * Refusals `storage_closed`: it opened here before; `storage_none`: this browser keeps nothing at all.
 */
export async function openShelf(storage = ownStorage(), within = PATIENCE_MS): Promise<Shelf> {
  if (storage && begunIn(storage)) return localShelf(storage);
  try {
    const shelf = await inTime(indexedShelf(), within);
    remember(storage);
    return shelf;
  } catch {
    if (!storage) throw refusal("storage_none");
    if (storage.getItem(OPENED)) throw refusal("storage_closed");
    return localShelf(storage);
  }
}

export interface Room {
  /** The browser promised not to clear it under pressure. */
  kept: boolean;
  /** Megabytes that are left, where the browser says. */
  left: number | null;
}

/** Asks the browser to keep what we store, and how much room is left. */
export async function askToKeep(): Promise<Room> {
  const storage = navigator.storage as StorageManager | undefined;
  const kept = (await storage?.persist?.().catch(() => false)) ?? false;
  const said = await storage?.estimate?.().catch(() => undefined);
  const left = said?.quota === undefined ? null : Math.floor((said.quota - (said.usage ?? 0)) / 1e6);
  return { kept, left };
}
