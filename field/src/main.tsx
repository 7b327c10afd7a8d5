// Where the app begins: opens the shelf, then draws the screen that the phone is at.
import { type JSX, render } from "preact";
import { Enrol } from "./app/enrol.tsx";
import { DoorScreen } from "./app/door.tsx";
import { Find } from "./app/find.tsx";
import { MoreScreen } from "./app/more.tsx";
import { Outbox } from "./app/outbox.tsx";
import { Phone } from "./app/phone.ts";
import { PointsScreen } from "./app/points.tsx";
import { RoundScreen } from "./app/round.tsx";
import { Rounds } from "./app/rounds.tsx";
import { Scan } from "./app/scan.tsx";
import { ThePhone, usePhone, usePlace } from "./app/use.ts";
import { Who } from "./app/who.tsx";
import { register } from "./app/worker.ts";
import { type Problem, Refusal, refusal } from "./core/problem.ts";
import "./look.css";
import { openShelf } from "./store/open.ts";
import { chosen, nextText, problemText, say, speak } from "./words/say.ts";

const EVERY_MINUTE = 60_000;

/** The screen of a place; a round or door that is gone leads back to the rounds. */
function AtWork(): JSX.Element {
  const phone = usePhone();
  const place = usePlace();
  if (place.at === "find") return <Find />;
  if (place.at === "scan") return <Scan />;
  if (place.at === "outbox") return <Outbox />;
  if (place.at === "more") return <MoreScreen />;
  if (place.at === "rounds") return <Rounds />;
  if (place.at === "points") return <PointsScreen key={place.unit} unit={place.unit} />;
  const round = phone.carry?.rounds.find((one) => one.key === place.round);
  if (!round) return <Rounds />;
  if (place.at === "round") return <RoundScreen round={round} />;
  const door = round.floors.flatMap((one) => one.doors).find((one) => one.area === place.door);
  return door ? <DoorScreen key={door.area} round={round} door={door} /> : <RoundScreen round={round} />;
}

function App(): JSX.Element {
  const { stage } = usePhone();
  if (stage === "enrol") return <Enrol />;
  return stage === "who" ? <Who /> : <AtWork />;
}

/** What keeps the app from beginning at all, in place of its screens. */
function Stopped({ problem }: { problem: Problem }): JSX.Element {
  return (
    <main>
      <p class="problem"><b>{problemText(problem)}</b> {nextText(problem)}</p>
      <button class="go" onClick={() => location.reload()}>{say("retry")}</button>
    </main>
  );
}

async function opened(): Promise<Phone> {
  if (!globalThis.crypto?.subtle) throw refusal("no_crypto");
  return new Phone(await openShelf());
}

async function begin(): Promise<void> {
  const root = document.getElementById("app")!;
  speak(chosen());
  const phone = await opened().catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    render(<Stopped problem={error.problem} />, root);
    return null;
  });
  if (!phone) return;
  render(<ThePhone.Provider value={phone}><App /></ThePhone.Provider>, root);
  void register().then((offline) => {
    phone.opensOffline = offline;
    return phone.look();
  });
  setInterval(() => void phone.expire().then(() => phone.look()), EVERY_MINUTE);
  await phone.start();
}

void begin();
