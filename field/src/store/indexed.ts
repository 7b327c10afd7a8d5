// The shelf in IndexedDB: one store, one strict transaction a change, shared by all tabs.
import { type IDBPDatabase, openDB } from "idb";
import { type Change, type Shelf, after, same, storageRefusal } from "./shelf.ts";

const STORE = "things";
/** What fails in a transaction is told by its end. */
const told = (): void => undefined;

function abort(doing: { abort(): void }): void {
  try {
    doing.abort();
  } catch {
    // It has ended already.
  }
}

/** Opens it; throws where the browser has none or hides it. */
export async function indexedShelf(name = "wumen-field"): Promise<Shelf & { close(): void }> {
  const database: IDBPDatabase = await openDB(name, 1, {
    upgrade: (made) => void made.createObjectStore(STORE),
    blocking: () => database.close(),
  });

  async function commit(change: Change): Promise<boolean> {
    // Strict: the promise that it is kept waits for the disk, for the battery may be taken out next.
    const doing = database.transaction(STORE, "readwrite", { durability: "strict" });
    doing.done.catch(told);
    try {
      for (const [key, value] of Object.entries(change.while ?? {})) {
        if (same(await doing.store.get(key), value)) continue;
        doing.abort();
        return false;
      }
      for (const key of change.drop ?? []) doing.store.delete(key).catch(told);
      for (const [key, value] of Object.entries(change.put ?? {})) doing.store.put(value, key).catch(told);
      await doing.done;
      return true;
    } catch (error) {
      const why = doing.error ?? error;
      // What failed at once, before the disk was asked, has not undone what was put before it.
      if (!doing.error) abort(doing);
      throw storageRefusal(why);
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
