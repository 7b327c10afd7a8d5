// A way out that is blocked: which one, in a few words; it goes to the sub-district past the community.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { buildingOf } from "../core/event.ts";
import { say } from "../words/say.ts";
import { usePhone } from "./use.ts";

const KINDS = ["unit_door", "stair", "lane", "gate", "home"] as const;

/** Tells of it at a door or at the place of the phone; with fire or danger one rings first. */
export function Blocked({ at, where }: { at: string; where: string }): JSX.Element {
  const phone = usePhone();
  const [words, setWords] = useState("");
  const note = async (kind: (typeof KINDS)[number]): Promise<void> => {
    const title = say(`exit_${kind}`);
    const body = { door: at, text: words.trim() || title, exit: kind };
    const what = say("noted_as", { what: say("exit"), words: title });
    const said = { where, what, door: at, duties: {}, reason: "" };
    if (await phone.note({ kind: "field.need", area: buildingOf(at), body, said })) setWords("");
  };
  return (
    <details class="blocked">
      <summary>{say("exit")}</summary>
      <p class="life"><b>{say("exit_fire")}</b></p>
      <textarea rows={2} maxLength={200} placeholder={say("exit_what")} aria-label={say("exit_what")} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
      <div class="line">{KINDS.map((one) => <button key={one} onClick={() => void note(one)}>{say(`exit_${one}`)}</button>)}</div>
      <p class="soft">{say("exit_help")}</p>
    </details>
  );
}
