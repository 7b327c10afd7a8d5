// The shelf in IndexedDB: one store, one strict transaction a change, shared by all tabs.
import { type IDBPDatabase, openDB } from "idb";
import { type Change, type Shelf, after, same, storageRefusal } from "./shelf.ts";

const STORE = "things";

/** Opens it; throws where the browser has none or hides it. */
export async function indexedShelf(name = "wumen-field"): Promise<Shelf & { close(): void }> {
  const database: IDBPDatabase = await openDB(name, 1, {
    upgrade: (made) => void made.createObjectStore(STORE),
    blocking: () => database.close(),
  });

  async function commit(change: Change): Promise<boolean> {
    // Strict: the promise that it is kept waits for the disk, for the battery may be taken out next.
    const doing = database.transaction(STORE, "readwrite", { durability: "strict" });
    doing.done.catch(() => undefined);
    try {
      for (const [key, value] of Object.entries(change.while ?? {})) {
        if (same(await doing.store.get(key), value)) continue;
        doing.abort();
        return false;
      }
      for (const key of change.drop ?? []) void doing.store.delete(key);
      for (const [key, value] of Object.entries(change.put ?? {})) void doing.store.put(value, key);
      await doing.done;
      return true;
    } catch (error) {
      throw storageRefusal(doing.error ?? error);
    }
  }

  return {
    kind: "indexeddb",
    get: (key) => database.get(STORE, key),
    all: async <T>(prefix: string) => {
      const range = IDBKeyRange.bound(prefix, after(prefix), false, true);
      const reading = database.transaction(STORE);
      const [keys, values] = await Promise.all([reading.store.getAllKeys(range), reading.store.getAll(range)]);
      return keys.map((key, at) => [String(key), values[at] as T]);
    },
    commit,
    close: () => database.close(),
  };
}
