// Says a word of the screens in the language that was chosen; hours in the office's time zone.
import type { Problem } from "../core/problem.ts";
import { ownStorage } from "../core/storage.ts";
import { en } from "./en.ts";
import { type Word, zh } from "./zh.ts";

export type Language = "zh" | "en";
const KEPT = "wumen-field-language";

/** The language that was chosen here, else the phone's own: Chinese unless it speaks English. */
export function chosen(): Language {
  const kept = ownStorage()?.getItem(KEPT);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.startsWith("en") ? "en" : "zh";
}

let language: Language = "zh";

/** Speaks it from now on, and remembers. */
export function speak(spoken: Language): void {
  language = spoken;
  ownStorage()?.setItem(KEPT, spoken);
  document.documentElement.lang = spoken === "zh" ? "zh-CN" : "en";
}

export const spoken = (): Language => language;

/** A word with its details; English says `{n:home|homes}` by the number of `n`. */
export function say(word: Word, details: Record<string, string | number> = {}): string {
  const text: string = (language === "zh" ? zh : en)[word];
  return text
    .replace(/\{(\w+):([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, many: string) => (details[name] === 1 ? one : many))
    .replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ""));
}

/** What the office says in both languages; where it has no English, its own key. */
export const named = (chinese: string, english: string | undefined, key: string): string =>
  language === "zh" ? chinese : english || key.replace(/_/g, " ");

export const problemText = (one: Problem): string => (language === "zh" ? one.zh : one.en);
export const nextText = (one: Problem): string => (language === "zh" ? one.next_zh : one.next_en);

/** An hour in Shanghai, with its day where that is another. */
export function hour(instant: string, now: Date): string {
  const zone = { timeZone: "Asia/Shanghai" } as const;
  const at = new Date(instant);
  const time = at.toLocaleTimeString("zh-CN", { ...zone, hour: "2-digit", minute: "2-digit", hour12: false });
  const day = (date: Date): string => date.toLocaleDateString("zh-CN", { ...zone, month: "numeric", day: "numeric" });
  if (day(at) === day(now)) return time;
  const [month, date] = day(at).split("/");
  return language === "zh" ? `${month}月${date}日 ${time}` : `${month}/${date} ${time}`;
}
