// What stands around every screen: place and line above, standing notices, the four ways below.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { nextText, problemText, say, speak, spoken } from "../words/say.ts";
import type { Word } from "../words/zh.ts";
import { Notice, ProblemBox } from "./parts.tsx";
import { LOW_MB } from "./phone.ts";
import { type Place, go, usePhone, usePlace } from "./use.ts";
import { updateReady } from "./worker.ts";

/** The line in words: connected, or for how long not, and what is kept here. */
function LineWords(): JSX.Element {
  const phone = usePhone();
  const { line, waiting } = phone;
  const minutes = line.lastAt === null ? 0 : Math.floor((Date.now() - line.lastAt) / 60_000);
  const words = line.online ? say("online") : minutes > 0 ? say("offline_for", { n: minutes }) : say("offline");
  const kept = waiting.unsent ? ` · ${say("kept_here", { n: waiting.unsent })}` : "";
  return <span class={line.online ? "net done" : "net hold"} role="status">{`${line.online ? "●" : "○"} ${words}${kept}`}</span>;
}

/** What must be in sight as long as it holds. */
function Notices(): JSX.Element {
  const phone = usePhone();
  const { waiting, room, drift } = phone;
  const left = waiting.unsent + waiting.photos;
  return (
    <>
      {left > 0 && (
        <Notice kind="unsent">
          {waiting.unsent > 0 ? say("unsent", { n: waiting.unsent }) : say("photos_left", { n: waiting.photos })}
        </Notice>
      )}
      {waiting.refused > 0 && <Notice kind="late">{say("refused_n", { n: waiting.refused })}</Notice>}
      {phone.line.refused && <Notice kind="late">{problemText(phone.line.refused)} {nextText(phone.line.refused)} <small>{phone.line.refused.code}</small></Notice>}
      {phone.line.needsCode && (
        <Notice kind="late">
          {say("unknown")} {phone.stage !== "enrol" && <button class="small" onClick={() => phone.askAgain(true)}>{say("enrol_again")}</button>}
        </Notice>
      )}
      {phone.line.ended && <Notice kind="late">{say("ended")}</Notice>}
      {!phone.opensOffline && <Notice kind="hold">{say("no_worker")}</Notice>}
      {drift !== 0 && (
        <Notice kind="late">{say(drift > 0 ? "drift_fast" : "drift_slow", { n: Math.round(Math.abs(drift) / 60_000) })}</Notice>
      )}
      {room.left !== null && room.left < LOW_MB && <Notice kind="late">{say("room_low", { n: room.left })}</Notice>}
    </>
  );
}

/** A new version waits; it is offered only while nothing else does. */
function Update(): JSX.Element | null {
  const phone = usePhone();
  const [take, setTake] = useState<(() => void) | null>(null);
  useEffect(() => updateReady((take) => setTake(() => take)), []);
  if (!take || phone.waiting.unsent + phone.waiting.photos > 0) return null;
  return (
    <Notice kind="hold">
      {say("update_ready")} <button class="small" onClick={take}>{say("update_now")}</button>
    </Notice>
  );
}

const WAYS: { at: "rounds" | "find" | "scan" | "outbox" | "more"; word: Word }[] = [
  { at: "rounds", word: "rounds" },
  { at: "find", word: "find" },
  { at: "scan", word: "scan" },
  { at: "outbox", word: "outbox" },
  { at: "more", word: "others_menu" },
];

/** The five ways, where a thumb reaches. */
function Ways(): JSX.Element {
  const phone = usePhone();
  const place: Place = usePlace();
  const on = place.at === "round" || place.at === "door" || place.at === "points" ? "rounds" : place.at;
  const count = phone.waiting.unsent + phone.waiting.refused;
  return (
    <nav class="ways">
      {WAYS.map(({ at, word }) => (
        <button key={at} aria-current={on === at ? "page" : undefined} onClick={() => go({ at } as Place)}>
          {say(word)}
          {at === "outbox" && count > 0 && <b class="badge">{count}</b>}
        </button>
      ))}
    </nav>
  );
}

/** The whole frame. */
export function Frame({ title, back, children }: { title: string; back?: boolean; children: ComponentChildren }): JSX.Element {
  const phone = usePhone();
  const other = (): void => {
    speak(spoken() === "zh" ? "en" : "zh");
    void phone.look();
  };
  const drill = Math.abs(phone.cover?.ahead ?? 0) > 86_400_000;
  return (
    <>
      <header>
        {back && <button class="back" aria-label={say("back")} onClick={() => history.back()}>‹</button>}
        <div>
          <h1>{title}</h1>
          {phone.device && <LineWords />}
        </div>
        {drill && <span class="drill">{say("drill")}</span>}
        {!back && <button class="small" onClick={other}>{say("language")}</button>}
      </header>
      <main>
        <Notices />
        <Update />
        <ProblemBox />
        {children}
      </main>
      {phone.stage === "work" && phone.told && <p class="told" role="status">✓ {say("noted")} {phone.told}</p>}
      {phone.stage === "work" && <Ways />}
    </>
  );
}
