// The shelf where a browser has no IndexedDB: localStorage, one tab after another by a lock where there are locks.
import { type Change, type Shelf, same, storageRefusal } from "./shelf.ts";

/** How the names of all that is kept there begin. */
export const LOCAL = "wumen-field/";

/** Writes all, or puts back what stood there: localStorage knows no transaction. */
function writeAll(storage: Storage, change: Change): void {
  const names = [...(change.drop ?? []), ...Object.keys(change.put ?? {})];
  const former = names.map((name) => [LOCAL + name, storage.getItem(LOCAL + name)] as const);
  try {
    for (const name of change.drop ?? []) storage.removeItem(LOCAL + name);
    for (const [name, value] of Object.entries(change.put ?? {})) {
      storage.setItem(LOCAL + name, JSON.stringify(value));
    }
  } catch (error) {
    for (const [name] of former) storage.removeItem(name);
    for (const [name, value] of former) if (value !== null) storage.setItem(name, value);
    throw storageRefusal(error);
  }
}

/** A shelf over localStorage; `alone` runs one tab at a time. */
export function localShelf(storage: Storage, alone: <T>(work: () => T) => Promise<T> = oneTab): Shelf {
  const read = (name: string): unknown => {
    const text = storage.getItem(LOCAL + name);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  };
  return {
    kind: "localstorage",
    get: <T>(name: string) => Promise.resolve(read(name) as T | undefined),
    all: <T>(prefix: string) => {
      const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
      const ours = names.filter((name) => name.startsWith(LOCAL + prefix)).sort();
      return Promise.resolve(ours.map((name) => [name.slice(LOCAL.length), read(name.slice(LOCAL.length)) as T]));
    },
    commit: (change) =>
      alone(() => {
        const holds = Object.entries(change.while ?? {}).every(([name, value]) => same(read(name), value));
        if (holds) writeAll(storage, change);
        return holds;
      }),
  };
}

async function oneTab<T>(work: () => T): Promise<T> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
  return locks ? ((await locks.request("wumen-field", () => work())) as T) : work();
}
