// A round of doors: the top floor first, one tap a floor, homes in isolation apart and last.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Door, type Round, asWalked } from "../core/carry.ts";
import { pointsLeft, pointsOf } from "../core/points.ts";
import { type Mark, declarable, floorWord, isOpen, parcelsAt } from "../core/work.ts";
import { hour, named, say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { doorsLeft } from "./rounds.tsx";
import { dueWord, marks } from "./standing.ts";
import { go, usePhone } from "./use.ts";

const EARLY_MS = 3_600_000;
type Marks = ReadonlyMap<string, Mark>;

/** A door as it stands, in one button. */
function DoorButton({ round, door, some }: { round: Round; door: Door; some: Marks }): JSX.Element {
  const phone = usePhone();
  const open = door.duties.filter((due) => isOpen(due, some));
  // As long as something is open there, what was done beside it does not stand for the door.
  const words = (open.length ? open : door.duties).map((due) => dueWord(phone, due, some.get(due.key)));
  const told = words.find((one) => one.tone === "late") ?? words.find((one) => one.text && one.tone !== "done");
  const tone = told?.tone ?? (open.length ? "" : "done");
  const text = told?.text ?? (open.length ? say("door_open", { n: open.length }) : `✓ ${say("door_done")}`);
  const label = door.household === null ? say("common") : door.room;
  const parcels = parcelsAt(door, phone.carry!, some);
  return (
    <button class={`door ${tone}`} data-room={door.room} onClick={() => go({ at: "door", round: round.key, door: door.area })}>
      <b>{label}</b>
      <small>{door.away && open.length ? say("away") : text}</small>
      {parcels.lie > 0 && !parcels.mark && <small class="hold">{say("parcels_lie", { n: parcels.lie })}</small>}
    </button>
  );
}

function Floor({ round, floor, doors, some }: { round: Round; floor: number; doors: Door[]; some: Marks }): JSX.Element {
  const phone = usePhone();
  const normal = declarable(doors, some);
  const open = doors.some((door) => door.duties.some((due) => isOpen(due, some)));
  const begins = Date.parse(round.opens_at) - EARLY_MS;
  const early = phone.now().getTime() < begins;
  const note = (): Promise<boolean> => {
    const { kind, area, body, duties, reason } = floorWord(round, floor, doors, some);
    const where = `${round.place} · ${say("floor", { n: floor })}`;
    return phone.note({ kind, area, body, said: { where, what: say("floor_normal"), door: "", duties, reason } });
  };
  const title = (
    <h2>
      {say("floor", { n: floor })} <small>{say("floor_homes", { n: doors.length })}</small>
      {!open && <span class="done">✓ {say("floor_done")}</span>}
    </h2>
  );
  const buttons = (
    <div class={doors.length === 4 ? "doors by-four" : "doors"}>{doors.map((door) => <DoorButton key={door.area} round={round} door={door} some={some} />)}</div>
  );
  // What was done before she came here is one line; what she does now stays where her thumb is.
  const [before] = useState(!open);
  if (before && !open) return <details class="floor is-done" id={`floor-${floor}`}><summary>{title}</summary>{buttons}</details>;
  return (
    <section class={open ? "floor" : "floor is-done"} id={`floor-${floor}`}>
      {title}
      {normal.length > 0 && (
        <button class="go" disabled={early} onClick={() => void note()}>
          {say("floor_normal")}
          <small>{early ? say("floor_early", { t: hour(new Date(begins).toISOString(), phone.now()) }) : say("floor_as", { n: normal.length })}</small>
        </button>
      )}
      {buttons}
    </section>
  );
}

export function RoundScreen({ round }: { round: Round }): JSX.Element {
  const phone = usePhone();
  const some = marks(phone);
  const { floors, isolated } = asWalked(round);
  const left = doorsLeft(round, some);
  const points = pointsOf([round], round.unit, phone.now());
  return (
    <Frame title={`${round.place} · ${named(round.win_zh, round.win_en, round.win)}`} back>
      <p class="soft">
        {left ? say("doors_left", { n: left }) : `✓ ${say("round_done")}`} · {say("due_at", { t: hour(round.due_at, phone.now()) })}
      </p>
      {points.length > 1 && (
        <button class="card" onClick={() => go({ at: "points", unit: round.unit })}>
          <b>{say("common")}</b> {say("points_left", { n: points.length, m: pointsLeft(points, some).length })}
        </button>
      )}
      {floors.map((one) => <Floor key={one.floor} round={round} floor={one.floor} doors={one.doors} some={some} />)}
      {isolated.length > 0 && (
        <section class="floor apart">
          <h2>{say("isolated_title")}</h2>
          <div class="doors">{isolated.map((door) => <DoorButton key={door.area} round={round} door={door} some={some} />)}</div>
        </section>
      )}
    </Frame>
  );
}
