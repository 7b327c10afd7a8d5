// How things stand on this phone: what its entries say of duties, in words and colours.
import type { Due } from "../core/carry.ts";
import { type Mark, marksOf } from "../core/work.ts";
import type { Entry } from "../store/outbox.ts";
import { say, spoken } from "../words/say.ts";
import type { Phone } from "./phone.ts";

/** How each duty stands by the entries of this phone. */
export const marks = (phone: Phone): Map<string, Mark> =>
  marksOf(
    phone.all.flatMap(([name, entry]) => {
      const said = phone.said.get(name);
      if (!said) return [];
      const { state, problem, dealt } = entry;
      return [{ name, state, problem, dealt, duties: said.duties, reason: said.reason }];
    }),
  );

/** One of the three states, in words. */
export function stateWord(entry: Pick<Entry, "state" | "problem">): string {
  return entry.problem ? say("refused") : say(entry.state);
}

/** A reason as people say it. */
export function reasonWord(phone: Phone, key: string): string {
  const known = phone.carry?.reasons.find((one) => one.key === key);
  return known ? (spoken() === "zh" ? known.zh : known.en) : key;
}

/** What stands beside a duty: by this phone's word, else by the office's. */
export function dueWord(phone: Phone, due: Due, mark: Mark | undefined): { text: string; tone: string } {
  if (mark?.outcome === "refused") return { text: say("refused"), tone: "late" };
  if (mark?.outcome === "cannot") return { text: `${reasonWord(phone, mark.reason)} · ${say(mark.state)}`, tone: "hold" };
  if (mark) return { text: `✓ ${say(mark.state)}`, tone: mark.state === "received" ? "done" : "hold" };
  if (due.state === "done" || due.state === "waived") return { text: `✓ ${say("door_done")}`, tone: "done" };
  return { text: due.again ? say("call_again") : "", tone: "care" };
}
