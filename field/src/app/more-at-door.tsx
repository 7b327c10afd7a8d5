// What else there is at a home: its parcels, a need, something delivered, something told, a way out that is blocked.
import type { JSX } from "preact";
import type { Door } from "../core/carry.ts";
import type { Kind } from "../core/event.ts";
import { parcelsAt, parcelsWord } from "../core/work.ts";
import { say } from "../words/say.ts";
import { Blocked } from "./blocked.tsx";
import { Saying } from "./saying.tsx";
import { marks } from "./standing.ts";
import { usePhone } from "./use.ts";

/** What lies for this home at a deposit point, brought in one tap. */
export function Parcels({ door }: { door: Door }): JSX.Element | null {
  const phone = usePhone();
  const carry = phone.carry;
  if (!carry) return null;
  const { lie, mark } = parcelsAt(door, carry, marks(phone));
  if (!lie) return null;
  if (mark && mark.outcome !== "refused") return <p class="hold">✓ {say("parcels_noted")} · {say(mark.state)}</p>;
  const { kind, area, body, duties, reason } = parcelsWord(door, carry);
  const said = { where: door.room, what: say("parcels_noted"), door: door.area, duties, reason };
  return <p><button class="go" onClick={() => void phone.note({ kind, area, body, said })}>{say("parcels_brought", { n: lie })}</button></p>;
}

export function More({ door, area }: { door: Door; area: string }): JSX.Element {
  const phone = usePhone();
  const note = (kind: Kind, title: string, body: object, words: string): Promise<boolean> =>
    phone.note({ kind, area, body, said: { where: door.room, what: say("noted_as", { what: title, words }), door: door.area, duties: {}, reason: "" } });
  const at = door.area;
  return (
    <section>
      <h2>{say("else_title")}</h2>
      <Saying title={say("need")} ask={say("need_what")} onSay={(text) => note("field.need", say("need"), { door: at, text }, text)} />
      <Saying title={say("delivery")} ask={say("delivery_what")}
        onSay={(what) => note("field.delivery", say("delivery"), { door: at, what }, what)} />
      <Saying title={say("told")} ask={say("told_what")} onSay={(notice) => note("field.told", say("told"), { door: at, notice }, notice)} />
      <Blocked at={at} where={door.room} />
    </section>
  );
}
