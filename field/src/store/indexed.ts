// The shelf in IndexedDB: one store, one strict transaction a change, shared by all tabs; opened anew where it was closed.
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

/**
 * One connection for all that is asked. Browsers close it behind the app's back, iOS whenever the app has lain in the
 * background for a while, and mostly without a word: whoever finds it closed lets go of it, and the next one opens anew.
 */
class Connection {
  private opening: Promise<IDBPDatabase> | null = null;

  constructor(private readonly name: string) {}

  opened(): Promise<IDBPDatabase> {
    this.opening ??= openDB(this.name, 1, {
      upgrade: (made) => void made.createObjectStore(STORE),
      blocking: () => this.letGo(),
      terminated: () => this.letGo(),
    });
    return this.opening;
  }

  letGo(): void {
    this.opening?.then((database) => database.close()).catch(told);
    this.opening = null;
  }

  /** Does something upon the connection, once more upon a new one where it failed: only for what changes nothing. */
  async twice<T>(work: (database: IDBPDatabase) => T | Promise<T>): Promise<T> {
    try {
      return await work(await this.opened());
    } catch {
      this.letGo();
    }
    try {
      return await work(await this.opened());
    } catch (error) {
      this.letGo();
      throw error;
    }
  }
}

/** Opens it; throws where the browser has none or hides it. */
export async function indexedShelf(name = "wumen-field"): Promise<Shelf & { close(): void }> {
  const connection = new Connection(name);
  await connection.twice(told);

  /** A transaction that begins, or what one reads. */
  async function upon<T>(work: (database: IDBPDatabase) => T | Promise<T>): Promise<T> {
    try {
      return await connection.twice(work);
    } catch (error) {
      throw storageRefusal(error);
    }
  }

  async function commit(change: Change): Promise<boolean> {
    // Strict: the promise that it is kept waits for the disk, for the battery may be taken out next.
    const doing = await upon((database) => database.transaction(STORE, "readwrite", { durability: "strict" }));
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
      connection.letGo();
      throw storageRefusal(why);
    }
  }

  return {
    kind: "indexeddb",
    get: (key) => upon((database) => database.get(STORE, key)),
    all: <T>(prefix: string) =>
      upon<[string, T][]>(async (database) => {
        const range = IDBKeyRange.bound(prefix, after(prefix), false, true);
        const reading = database.transaction(STORE);
        const [keys, values] = await Promise.all([reading.store.getAllKeys(range), reading.store.getAll(range)]);
        return keys.map((key, at) => [String(key), values[at] as T]);
      }),
    commit,
    close: () => connection.letGo(),
  };
}
