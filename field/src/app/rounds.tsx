// The rounds of today: hers first, each with what is left and until when; what is walked lies folded behind.
import type { JSX } from "preact";
import { type Round, inOrder, isHers } from "../core/carry.ts";
import { type Mark, isOpen } from "../core/work.ts";
import { hour, named, say } from "../words/say.ts";
import { Blocked } from "./blocked.tsx";
import { Frame } from "./frame.tsx";
import { Passage, isAtGate } from "./passage.tsx";
import { marks } from "./standing.ts";
import { go, usePhone } from "./use.ts";

/** How many doors of a round still have something open. */
export const doorsLeft = (round: Round, some: ReadonlyMap<string, Mark>): number =>
  round.floors.flatMap((one) => one.doors).filter((door) => door.duties.some((due) => isOpen(due, some))).length;

function Card({ round, left }: { round: Round; left: number }): JSX.Element {
  const phone = usePhone();
  const now = phone.now();
  const [opens, due] = [Date.parse(round.opens_at), Date.parse(round.due_at)];
  const late = left > 0 && now.getTime() > due;
  const when = now.getTime() < opens ? say("opens_at", { t: hour(round.opens_at, now) }) : say("due_at", { t: hour(round.due_at, now) });
  return (
    <li>
      <button class={left ? "card" : "card is-done"} data-round={round.key} onClick={() => go({ at: "round", round: round.key })}>
        <b>{round.place}</b>
        <span>{named(round.win_zh, round.win_en, round.win)}</span>
        <span class={late ? "late" : "soft"}>{late ? `${say("overdue")} · ${when}` : when}</span>
        <strong class={left ? "" : "done"}>{left ? say("doors_left", { n: left }) : `✓ ${say("round_done")}`}</strong>
      </button>
    </li>
  );
}

export function Rounds(): JSX.Element {
  const phone = usePhone();
  const some = marks(phone);
  const post = phone.me?.post ?? "";
  const today = phone.now().getTime() + 12 * 3600 * 1000;
  const rounds = inOrder(phone.carry?.rounds ?? [], post).filter((one) => Date.parse(one.opens_at) < today);
  const left = new Map(rounds.map((one) => [one.key, doorsLeft(one, some)]));
  const open = rounds.filter((one) => left.get(one.key));
  const [mine, others] = [open.filter((one) => isHers(one, post)), open.filter((one) => !isHers(one, post))];
  const walked = rounds.filter((one) => !left.get(one.key));
  const cards = (part: Round[]): JSX.Element => (
    <ul class="rounds">{part.map((one) => <Card key={one.key} round={one} left={left.get(one.key) ?? 0} />)}</ul>
  );
  const list = (title: string, part: Round[]): JSX.Element | null => (part.length ? <section><h2>{title}</h2>{cards(part)}</section> : null);
  return (
    <Frame title={`${phone.me?.name ?? ""} · ${say("rounds")}`}>
      {isAtGate(phone.me) && (
        <section class="gate">
          <h2>{say("passage")}</h2>
          <Passage area={phone.device?.area ?? ""} />
        </section>
      )}
      {open.length === 0 && <p>{say("rounds_none")}</p>}
      {list(say("mine"), mine)}
      {list(say("others"), others)}
      {walked.length > 0 && (
        <details class="walked">
          <summary>{say("walked_n", { n: walked.length })}</summary>
          {cards(walked)}
        </details>
      )}
      {phone.device && <Blocked at={phone.device.area} where={say("exit")} />}
    </Frame>
  );
}
