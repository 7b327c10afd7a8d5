// The records of this phone: each saved here, received, or refused and why; what is refused is dealt with here.
import type { JSX } from "preact";
import type { Entry } from "../store/outbox.ts";
import { hour, nextText, problemText, say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { Notice } from "./parts.tsx";
import { stateWord } from "./standing.ts";
import { go, usePhone } from "./use.ts";

const SHOWN = 200;

function Record({ name, entry }: { name: string; entry: Entry }): JSX.Element {
  const phone = usePhone();
  const said = phone.said.get(name);
  const open = entry.problem !== null && !entry.dealt;
  const tone = open ? "late" : entry.state === "received" ? "done" : "hold";
  const round = phone.carry?.rounds.find((one) => one.floors.some((floor) => floor.doors.some((door) => door.area === said?.door)));
  const again = async (): Promise<void> => {
    await phone.deal(name);
    if (round && said?.door) go({ at: "door", round: round.key, door: said.door });
  };
  return (
    <li class="record">
      <p>
        <b>{said ? said.where : say("outbox_locked", { n: entry.seq })}</b> {said?.what}
        <small>{hour(phone.byOffice(entry.made_at), phone.now())}</small>
      </p>
      <span class={`st ${tone}`}>{entry.state === "received" && !open ? "✓ " : ""}{entry.dealt ? say("dealt") : stateWord(entry)}</span>
      {open && entry.problem && (
        <div class="problem">
          <b>{problemText(entry.problem)}</b>
          <p>{nextText(entry.problem)}</p>
          <div class="line">
            {round && <button class="go" onClick={() => void again()}>{say("fix")}</button>}
            <button onClick={() => void phone.deal(name)}>{say("stands")}</button>
          </div>
        </div>
      )}
    </li>
  );
}

export function Outbox(): JSX.Element {
  const phone = usePhone();
  const all = [...phone.all].reverse().slice(0, SHOWN);
  const { unsent, photos, refused } = phone.waiting;
  const rank = ([, one]: [string, Entry]): number => (one.problem && !one.dealt ? 0 : 1);
  return (
    <Frame title={say("outbox")}>
      {!all.length && <p>{say("outbox_none")}</p>}
      {all.length > 0 && unsent + photos + refused === 0 && <Notice kind="done">✓ {say("all_received")}</Notice>}
      {unsent + photos > 0 && <button class="go" onClick={() => phone.line.soon()}>{say("send_now")}</button>}
      <ul class="records">
        {all.sort((left, right) => rank(left) - rank(right)).map(([name, entry]) => <Record key={name} name={name} entry={entry} />)}
      </ul>
    </Frame>
  );
}
