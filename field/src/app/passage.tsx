// An entry at a gate: who, which way, what was decided. Whoever stands there has it before all else.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Person } from "../core/carry.ts";
import { buildingOf } from "../core/event.ts";
import { say } from "../words/say.ts";
import { usePhone } from "./use.ts";

type Direction = "in" | "out";
/** What a gate says, the second one by which way somebody wants to go. */
const decisions = (direction: Direction) =>
  [["passed", "passed"], ["advised", direction === "in" ? "advised_in" : "advised"], ["refused", "turned_back"]] as const;

/** Whether entries are what somebody stands there for. */
export const isAtGate = (person: Person | null): boolean => person?.role === "gate";

/** Who comes or goes at a gate, and what was decided; the reason goes along. */
export function Passage({ area }: { area: string }): JSX.Element {
  const phone = usePhone();
  const [who, setWho] = useState("");
  const [reason, setReason] = useState("");
  const [direction, setDirection] = useState<Direction>("in");
  const note = async (decision: string, word: string): Promise<void> => {
    const body = { gate: area, who: who.trim(), direction, decision, ...(reason.trim() ? { reason: reason.trim() } : {}) };
    const what = `${say(direction === "in" ? "passage_in" : "passage_out")} ${who.trim()} · ${word}`;
    const said = { where: say("passage"), what, door: "", duties: {}, reason: "" };
    if (await phone.note({ kind: "field.passage", area: buildingOf(area), body, said })) setWho(""), setReason("");
  };
  return (
    <>
      <label>{say("passage_who")}<input value={who} onInput={(event) => setWho(event.currentTarget.value)} /></label>
      <div class="chips">
        {(["in", "out"] as const).map((one) => (
          <button key={one} aria-pressed={one === direction} onClick={() => setDirection(one)}>{say(one === "in" ? "passage_in" : "passage_out")}</button>
        ))}
      </div>
      <label>{say("why")}<input value={reason} onInput={(event) => setReason(event.currentTarget.value)} /></label>
      <div class="line">
        {decisions(direction).map(([decision, word]) => (
          <button key={decision} class={decision === "passed" ? "go" : ""} disabled={!who.trim()} onClick={() => void note(decision, say(word))}>{say(word)}</button>
        ))}
      </div>
    </>
  );
}
