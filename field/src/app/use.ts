// The phone for every screen, and the way from screen to screen; names of doors never stand in an address.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Phone } from "./phone.ts";

type Screen = "rounds" | "find" | "scan" | "outbox" | "more";
export type Place =
  | { [One in Screen]: { at: One } }[Screen]
  | { at: "round"; round: string }
  | { at: "door"; round: string; door: string }
  | { at: "points"; unit: string };

export const ThePhone = createContext<Phone | null>(null);

/** The phone; the screen is drawn anew whenever something of it changes. */
export function usePhone(): Phone {
  const phone = useContext(ThePhone);
  if (!phone) throw new Error("no phone");
  const [, again] = useState(0);
  useEffect(() => phone.watch(() => again((count) => count + 1)), [phone]);
  return phone;
}

const places: Place[] = [{ at: "rounds" }];
const watchers = new Set<() => void>();

const here = (): Place => places[(history.state as { place?: number } | null)?.place ?? 0] ?? places[0]!;

/** Goes to a screen; the phone's back button leads here again. */
export function go(place: Place): void {
  places.push(place);
  history.pushState({ place: places.length - 1 }, "");
  moved();
}

/** Begins at the rounds again, for whoever takes the phone next. */
export function goHome(): void {
  places.splice(1);
  history.replaceState({ place: 0 }, "");
  moved();
}

function moved(): void {
  for (const watcher of watchers) watcher();
  scrollTo(0, 0);
}

/** The screen that is open. */
export function usePlace(): Place {
  const [, again] = useState(0);
  useEffect(() => {
    const watcher = (): void => again((count) => count + 1);
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, []);
  return here();
}

if (typeof addEventListener === "function") addEventListener("popstate", moved);
