// The points of a stairwell: one tap each, or a photo that is the tap; what is left stands above.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Bytes } from "../core/bytes.ts";
import { type Point, pointsLeft, pointsOf } from "../core/points.ts";
import { type Mark, doneWord, isOpen } from "../core/work.ts";
import { named, say } from "../words/say.ts";
import { noted } from "./door.tsx";
import { type Evidence, NONE, stampOf } from "./evidence.tsx";
import { Frame } from "./frame.tsx";
import { PhotoButton } from "./parts.tsx";
import { dueWord, marks } from "./standing.ts";
import { go, usePhone } from "./use.ts";

const SHOWN = { grade: "measured", reading: "", tube: "", count: "", signature: "" };

/** One point: its name leads to its card, where a reason and more evidence can be given. */
function PointBox({ point, mark, agent, open }: { point: Point; mark: Mark | undefined; agent: string; open: boolean }): JSX.Element {
  const phone = usePhone();
  const { round, door, due } = point;
  const what = named(due.what_zh, due.what_en, due.what);
  const name = due.name || what;
  const word = dueWord(phone, due, mark);
  const done = async (evidence: Evidence): Promise<void> => {
    const shown = { ...SHOWN, note: agent, photos: evidence.photos.map((one) => one.sha256) };
    await noted(phone, door, `${name} · ${what}`, () => doneWord(door, due, shown), evidence);
  };
  const photo = async (taken: Promise<Bytes | undefined>): Promise<void> => {
    const plain = await taken;
    if (plain) await done({ ...NONE, photos: [await phone.photo(plain)] });
  };
  if (!open) return <li class="due is-done"><b>{name}</b> <span class={word.tone}>{word.text}</span></li>;
  return (
    <li class="due" data-duty={due.key}>
      {word.text && <p class={word.tone}>{word.text}</p>}
      <div class="line point">
        <button class="name" onClick={() => go({ at: "door", round: round.key, door: door.area })}>{name}</button>
        <button class="go" onClick={() => void done(NONE)}>{say("done")}</button>
        <PhotoButton mark={stampOf(phone, `${round.place} ${name}`)} onPhoto={photo} />
      </div>
    </li>
  );
}

export function PointsScreen({ unit }: { unit: string }): JSX.Element {
  const phone = usePhone();
  const [agent, setAgent] = useState("");
  const some = marks(phone);
  const points = pointsOf(phone.carry?.rounds ?? [], unit, phone.now());
  const left = pointsLeft(points, some);
  return (
    <Frame title={`${points[0]?.round.place ?? ""} · ${say("common")}`} back>
      <p class={left.length ? "" : "done"} role="status">
        {left.length ? say("points_left", { n: points.length, m: left.length }) : `✓ ${say("points_done", { n: points.length })}`}
      </p>
      {left.length > 0 && (
        <label>
          {say("agent")}
          <input value={agent} maxLength={60} placeholder={say("agent_as")} onInput={(event) => setAgent(event.currentTarget.value)} />
        </label>
      )}
      <ul class="dues">
        {points.map((point) => (
          <PointBox key={point.due.key} point={point} mark={some.get(point.due.key)} agent={agent.trim()} open={isOpen(point.due, some)} />
        ))}
      </ul>
    </Frame>
  );
}
