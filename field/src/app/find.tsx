// Finds a door by its room or by somebody's name.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { find } from "../core/carry.ts";
import { say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { go, usePhone } from "./use.ts";

export function Find(): JSX.Element {
  const phone = usePhone();
  const [said, setSaid] = useState("");
  const found = find(phone.carry?.rounds ?? [], said);
  return (
    <Frame title={say("find")}>
      <input class="code" type="search" placeholder={say("find_help")} aria-label={say("find_help")} value={said}
        onInput={(event) => setSaid(event.currentTarget.value)} />
      {said.trim() && !found.length && <p>{say("find_none")}</p>}
      <ul class="rounds">
        {found.map(({ round, door }) => (
          <li key={door.area}>
            <button class="card" onClick={() => go({ at: "door", round: round.key, door: door.area })}>
              <b>{door.room}</b>
              <span>{round.place}</span>
              <span class="soft">{[...new Set(door.duties.map((due) => due.name).filter(Boolean))].join(say("between"))}</span>
              {door.isolated && <strong class="hold">{say("isolated")}</strong>}
            </button>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
