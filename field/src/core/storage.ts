// The small storage that a browser gives by name, where it gives one.

/** The browser's localStorage; null where it keeps nothing, as with cookies turned off. */
export function ownStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
