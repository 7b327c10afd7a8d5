// Which shelf this browser gives: IndexedDB, else localStorage; and whether it promises to keep it.
import { indexedShelf } from "./indexed.ts";
import { localShelf } from "./local.ts";
import type { Shelf } from "./shelf.ts";

/** The best shelf there is. */
export async function openShelf(): Promise<Shelf> {
  try {
    return await indexedShelf();
  } catch {
    return localShelf(localStorage);
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
