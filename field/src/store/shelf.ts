// Where the phone keeps things: named texts, changed all at once or not at all, only while what was read still holds.
import { refusal } from "../core/problem.ts";

/** All of it happens, or nothing: only while the named things still are what `while` says (undefined: absent). */
export interface Change {
  while?: Record<string, unknown>;
  put?: Record<string, unknown>;
  drop?: readonly string[];
}

export interface Shelf {
  readonly kind: "indexeddb" | "localstorage";
  get<T>(name: string): Promise<T | undefined>;
  /** Everything whose name begins so, by name. */
  all<T>(prefix: string): Promise<[string, T][]>;
  /** False when something of `while` had changed; then nothing was done. Refusal `storage_full`, `storage_broken`. */
  commit(change: Change): Promise<boolean>;
}

/** Whether two plain things are the same. */
export const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Behind every name that begins so. */
export const after = (prefix: string): string => `${prefix}\uffff`;

/** A failure of the browser's storage as a problem that a person can act upon. */
export function storageRefusal(error: unknown): Error {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  const full = name === "QuotaExceededError" || name === "NS_ERROR_DOM_QUOTA_REACHED";
  return refusal(full ? "storage_full" : "storage_broken");
}
