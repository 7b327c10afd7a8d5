// A door: what is due there one below the other, the whole door in one tap, and what else there is.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Door, Due, Round } from "../core/carry.ts";
import { buildingOf } from "../core/event.ts";
import { type Grade, isFever, readCelsius, reasonsFor } from "../core/judge.ts";
import { type Mark, type Word, cannotWord, doneWord, doorWord, isOpen } from "../core/work.ts";
import { named, say } from "../words/say.ts";
import { type Evidence, EvidenceBox, NONE } from "./evidence.tsx";
import { Frame } from "./frame.tsx";
import { More, Parcels } from "./more-at-door.tsx";
import { Notice, Reasons } from "./parts.tsx";
import type { Phone } from "./phone.ts";
import { dueWord, marks, reasonWord } from "./standing.ts";
import { usePhone } from "./use.ts";

const GRADES: Grade[] = ["measured", "reported", "declared"];
const GRADE_HELP = { measured: "measured_help", reported: "reported_help", declared: "declared_help" } as const;

/** What is due by name: of whom, and what. */
const dueName = (due: Due): string => [due.name, named(due.what_zh, due.what_en, due.what)].filter(Boolean).join(" · ");

/** Notes a word of a door; what the phone's own judge refuses is shown like any refusal. */
export async function noted(phone: Phone, door: Door, what: string, make: () => Word, evidence: Evidence = NONE): Promise<boolean> {
  const word = await phone.attempt(() => Promise.resolve().then(make));
  if (!word) return false;
  const { kind, area, body, duties, reason } = word;
  const photos = [...evidence.photos, ...(evidence.signature ? [evidence.signature] : [])];
  const told = reason ? `${what} ${reasonWord(phone, reason)}` : what;
  return phone.note({ kind, area, body, photos, said: { where: door.household === null ? say("common") : door.room, what: told, door: door.area, duties, reason } });
}

interface AtDue {
  round: Round;
  door: Door;
  due: Due;
  mark: Mark | undefined;
  grade: Grade;
}

/** One due thing: its reading or tube, done in one tap, cannot with a reason, and what shows it. */
function DueBox({ round, door, due, mark, grade }: AtDue): JSX.Element {
  const phone = usePhone();
  const [reading, setReading] = useState("");
  const [tube, setTube] = useState("");
  const [fails, setFails] = useState(false);
  const [evidence, setEvidence] = useState<Evidence>(NONE);
  const word = dueWord(phone, due, mark);
  const [temperature, sampling] = [due.what === "temperature", due.what === "sampling"];
  const done = async (): Promise<void> => {
    const { photos, signature, count, note } = evidence;
    const shown = { grade, reading, tube, count, note, photos: photos.map((one) => one.sha256), signature: signature?.sha256 ?? "" };
    const celsius = readCelsius(reading);
    const what = [dueName(due), celsius ?? "", tube].filter(Boolean).join(" ");
    if (await noted(phone, door, what, () => doneWord(door, due, shown), evidence)) setEvidence(NONE);
  };
  const cannot = (reason: string): Promise<boolean> => noted(phone, door, dueName(due), () => cannotWord(door, due, reason, phone.carry!));
  if (!isOpen(due, mark ? new Map([[due.key, mark]]) : new Map())) {
    return <li class="due is-done"><b>{dueName(due)}</b> <span class={word.tone}>{word.text}</span></li>;
  }
  return (
    <li class="due" data-duty={due.key}>
      <p><b>{dueName(due)}</b> <span class={word.tone}>{word.text}</span></p>
      <div class="line">
        {temperature && <input class="celsius" inputMode="decimal" placeholder="36.5" aria-label={`${dueName(due)} ${say("celsius")}`} value={reading}
          onInput={(event) => setReading(event.currentTarget.value)} />}
        {sampling && <input placeholder={say("tube")} aria-label={say("tube")} value={tube} onInput={(event) => setTube(event.currentTarget.value)} />}
        <button class="go" disabled={evidence.making > 0} onClick={() => void done()}>{say("done")}</button>
        <button onClick={() => setFails(!fails)} aria-expanded={fails}>{say("cannot")}</button>
      </div>
      {fails && <Reasons reasons={reasonsFor(due.what, phone.carry?.reasons ?? [])} onSay={(reason) => void cannot(reason)} />}
      {!sampling && <EvidenceBox evidence={evidence} onChange={setEvidence} photos={!door.isolated} open={due.photo !== "none"}
        mark={`${round.place} ${due.what_zh}`} />}
    </li>
  );
}

/** Under which evidence the taps below count. */
function Grades({ grade, onGrade }: { grade: Grade; onGrade: (grade: Grade) => void }): JSX.Element {
  return (
    <section>
      <div class="chips" role="group" aria-label={say("grade")}>
        {GRADES.map((one) => <button key={one} aria-pressed={one === grade} onClick={() => onGrade(one)}>{say(one)}</button>)}
      </div>
      <p class="soft">{say(GRADE_HELP[grade])}</p>
    </section>
  );
}

/** A fever that this phone noted at a door stays in sight there. */
function feverOf(phone: Phone, door: Door): number | null {
  const said = [...phone.said.values()].filter((one) => one.door === door.area);
  const read = said.map((one) => Number(/ (\d{2}(?:\.\d+)?)$/.exec(one.what)?.[1] ?? 0));
  const highest = Math.max(0, ...read.filter((one) => one >= 34 && one <= 43));
  return isFever(highest) ? highest : null;
}

export function DoorScreen({ round, door }: { round: Round; door: Door }): JSX.Element {
  const phone = usePhone();
  const [grade, setGrade] = useState<Grade>("measured");
  const some = marks(phone);
  const open = door.duties.some((due) => isOpen(due, some));
  const fever = feverOf(phone, door);
  const whole = (reason: string): Promise<boolean> =>
    noted(phone, door, "", () => doorWord(round, door, reason, "", phone.carry!, some));
  return (
    <Frame title={door.household === null ? `${round.place} · ${say("common")}` : `${round.place} · ${door.room}`} back>
      {door.isolated && <Notice kind="hold">{say("isolated")}</Notice>}
      {door.away && <Notice kind="hold">{say("away")}</Notice>}
      {fever !== null && <p class="problem life" role="alert"><b>{say("fever", { t: fever })}</b></p>}
      {door.note && <p class="soft">{door.note}</p>}
      <Parcels door={door} />
      {open && <Grades grade={grade} onGrade={setGrade} />}
      <ul class="dues">
        {door.duties.map((due) => (
          <DueBox key={due.key} round={round} door={door} due={due} mark={some.get(due.key)} grade={grade} />
        ))}
      </ul>
      {open && (
        <section>
          <h2>{say("whole_door")}</h2>
          <Reasons reasons={reasonsFor(null, phone.carry?.reasons ?? [])} onSay={(reason) => void whole(reason)} />
        </section>
      )}
      {door.household !== null && <More door={door} area={buildingOf(door.area)} />}
    </Frame>
  );
}
