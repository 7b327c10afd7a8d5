// The rest: an entry at a gate, a note for the next shift, hand-over, lock, and how this phone stands.
import type { JSX } from "preact";
import { buildingOf } from "../core/event.ts";
import { hour, say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { Passage, isAtGate } from "./passage.tsx";
import { Saying } from "./saying.tsx";
import { usePhone } from "./use.ts";

export function MoreScreen(): JSX.Element {
  const phone = usePhone();
  const area = phone.device?.area ?? "";
  const note = (text: string): Promise<boolean> => {
    const said = { where: say("day_note"), what: text, door: "", duties: {}, reason: "" };
    return phone.note({ kind: "field.note", area: buildingOf(area), body: { text }, said });
  };
  return (
    <Frame title={say("others_menu")}>
      {!isAtGate(phone.me) && (
        <details>
          <summary>{say("passage")}</summary>
          <Passage area={area} />
        </details>
      )}
      <Saying title={say("day_note")} ask={say("day_note_what")} onSay={note} />
      <section class="line">
        <button class="go" onClick={() => phone.handOver()}>{say("hand_over")}</button>
        <button onClick={() => phone.lock()}>{say("lock")}</button>
      </section>
      <p class="soft">{say("hand_over_help")}</p>
      <section>
        <h2>{say("this_phone")}</h2>
        <p>{phone.device?.place} · {say("until", { t: hour(phone.byOffice(phone.device?.until ?? ""), new Date(0)) })}</p>
        <p>{phone.cover && say("version", { t: hour(phone.byOffice(phone.cover.expires_at), new Date(0)) })}</p>
        <p class={phone.room.kept ? "soft" : "care"}>{say(phone.room.kept ? "kept_yes" : "kept_no")}</p>
      </section>
    </Frame>
  );
}
