// The rest: an entry at a gate, a note for the next shift, hand-over, lock, and how this phone stands.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { buildingOf } from "../core/event.ts";
import { hour, say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { Saying } from "./saying.tsx";
import { usePhone } from "./use.ts";

type Direction = "in" | "out";
const DECISIONS = [["passed", "passed"], ["advised", "advised"], ["refused", "turned_back"]] as const;

/** Who comes or goes at a gate, and what was decided; the reason goes along. */
function Passage({ area }: { area: string }): JSX.Element {
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
    <details>
      <summary>{say("passage")}</summary>
      <label>{say("passage_who")}<input value={who} onInput={(event) => setWho(event.currentTarget.value)} /></label>
      <div class="chips">
        {(["in", "out"] as const).map((one) => (
          <button key={one} aria-pressed={one === direction} onClick={() => setDirection(one)}>{say(one === "in" ? "passage_in" : "passage_out")}</button>
        ))}
      </div>
      <label>{say("why")}<input value={reason} onInput={(event) => setReason(event.currentTarget.value)} /></label>
      <div class="line">
        {DECISIONS.map(([decision, word]) => (
          <button key={decision} class={decision === "passed" ? "go" : ""} disabled={!who.trim()} onClick={() => void note(decision, say(word))}>{say(word)}</button>
        ))}
      </div>
    </details>
  );
}

export function MoreScreen(): JSX.Element {
  const phone = usePhone();
  const area = phone.device?.area ?? "";
  const note = (text: string): Promise<boolean> => {
    const said = { where: say("day_note"), what: text, door: "", duties: {}, reason: "" };
    return phone.note({ kind: "field.note", area: buildingOf(area), body: { text }, said });
  };
  return (
    <Frame title={say("others_menu")}>
      <Passage area={area} />
      <Saying title={say("day_note")} ask={say("day_note_what")} onSay={note} />
      <section class="line">
        <button class="go" onClick={() => phone.handOver()}>{say("hand_over")}</button>
        <button onClick={() => phone.lock()}>{say("lock")}</button>
      </section>
      <p class="soft">{say("hand_over_help")}</p>
      <section>
        <h2>{say("this_phone")}</h2>
        <p>{phone.device?.place} · {say("until", { t: hour(phone.device?.until ?? "", new Date(0)) })}</p>
        <p>{phone.cover && say("version", { t: hour(phone.cover.expires_at, new Date(0)) })}</p>
        <p class={phone.room.kept ? "soft" : "care"}>{say(phone.room.kept ? "kept_yes" : "kept_no")}</p>
      </section>
    </Frame>
  );
}
