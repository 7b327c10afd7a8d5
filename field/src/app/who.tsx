// Who works: the people of this device, each with her own PIN, with or without a network.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Person } from "../core/carry.ts";
import { isPin } from "../core/pin.ts";
import { named, say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { goHome, usePhone } from "./use.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "⌫", "0"] as const;
const LONGEST = 8;

/** A number pad for gloves. */
function Pad({ title, said, onPin }: { title: string; said: string; onPin: (pin: string) => void }): JSX.Element {
  const [pin, setPin] = useState("");
  const press = (key: string): void => setPin(key === "⌫" ? pin.slice(0, -1) : (pin + key).slice(0, LONGEST));
  const done = (): void => {
    onPin(pin);
    setPin("");
  };
  return (
    <section class="pad">
      <h2>{title}</h2>
      <p class="dots" aria-label={`${pin.length}`}>{"●".repeat(pin.length) || " "}</p>
      {said && <p class="late" role="alert">{said}</p>}
      <div class="keys">
        {KEYS.map((key) => <button key={key} onClick={() => press(key)}>{key}</button>)}
        <button class="go" disabled={pin.length < 4} onClick={done}>{say("pin_ok")}</button>
      </div>
    </section>
  );
}

/** Her first PIN, typed twice. */
function Choose({ person }: { person: Person }): JSX.Element {
  const phone = usePhone();
  const [first, setFirst] = useState("");
  const [said, setSaid] = useState("");
  const take = (pin: string): void => {
    if (!first && !isPin(pin)) return setSaid(say("pin_poor"));
    if (!first) return setSaid(""), setFirst(pin);
    if (pin !== first) return setSaid(say("pin_differs")), setFirst("");
    void phone.choosePin(person, pin);
  };
  return <Pad title={first ? say("pin_again") : say("pin_first", { name: person.name })} said={said} onPin={take} />;
}

/** Her PIN, and what to do when she forgot it. */
function Enter({ person, onForgot }: { person: Person; onForgot: () => void }): JSX.Element {
  const phone = usePhone();
  const [said, setSaid] = useState("");
  const take = async (pin: string): Promise<void> => {
    const left = await phone.enter(person, pin);
    if (phone.me) return;
    setSaid(left > 0 ? say("pin_wrong", { n: left }) : say("pin_gone"));
  };
  const forgot = async (): Promise<void> => {
    await phone.forgot(person);
    onForgot();
  };
  return (
    <>
      <Pad title={say("pin_enter", { name: person.name })} said={said} onPin={(pin) => void take(pin)} />
      <button onClick={() => void forgot()}>{say("pin_forgot")}</button>
    </>
  );
}

/** One person: her PIN, or her first one. */
function One({ person, onBack }: { person: Person; onBack: () => void }): JSX.Element {
  const phone = usePhone();
  const [has, setHas] = useState<boolean | null>(null);
  const look = (): void => void phone.hasPin(person).then(setHas);
  useEffect(look, [person]);
  return (
    <>
      {has === true && <Enter person={person} onForgot={look} />}
      {has === false && (phone.mayBegin ? <Choose person={person} /> : <p>{say("pin_wait")}</p>)}
      <button onClick={onBack}>{say("back")}</button>
    </>
  );
}

export function Who(): JSX.Element {
  const phone = usePhone();
  const [chosen, setChosen] = useState<Person | null>(null);
  useEffect(goHome, []);
  const now = phone.now().getTime();
  const people = (phone.cover?.people ?? []).filter((one) => !one.until || Date.parse(one.until) > now);
  return (
    <Frame title={phone.device?.place ?? say("app")}>
      {chosen ? (
        <One person={chosen} onBack={() => setChosen(null)} />
      ) : (
        <>
          <h2>{say("who_title")}</h2>
          <p class="soft">{phone.cover ? say("who_help") : say(phone.all.length ? "who_expired" : "who_none")}</p>
          <ul class="people">
            {people.map((one) => (
              <li key={one.post}>
                <button onClick={() => setChosen(one)}>
                  <b>{one.name}</b>
                  <span>{named(one.role_zh, one.role_en, one.role)}</span>
                </button>
              </li>
            ))}
          </ul>
          {!phone.cover && <button onClick={() => void phone.refresh()}>{say("fetch")}</button>}
        </>
      )}
    </Frame>
  );
}
