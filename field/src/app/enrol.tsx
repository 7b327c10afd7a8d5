// Makes this phone the office's: the code that the office shows.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { usePhone } from "./use.ts";

/** The code that the office's picture brought along, behind the hash: it goes to no server, and out of sight. */
function broughtAlong(): string {
  const code = /^#(\d{8})$/.exec(location.hash)?.[1] ?? "";
  if (code) history.replaceState(history.state, "", location.pathname);
  return code;
}

export function Enrol(): JSX.Element {
  const phone = usePhone();
  const [code, setCode] = useState(broughtAlong);
  // A picture that is scanned while the app is open changes the hash alone.
  useEffect(() => {
    const again = (): void => setCode((typed) => broughtAlong() || typed);
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, []);
  const send = (event: Event): void => {
    event.preventDefault();
    void phone.enrol(code);
  };
  return (
    <Frame title={say("app")}>
      <h2>{say(phone.device ? "enrol_again" : "enrol_title")}</h2>
      <p>{say("enrol_help")}</p>
      {phone.device && phone.kept > 0 && <p>{say("enrol_kept", { n: phone.kept })}</p>}
      <form onSubmit={send}>
        <label>
          {say("enrol_code")}
          <input class="code" inputMode="numeric" autocomplete="off" maxLength={10} value={code}
            onInput={(event) => setCode(event.currentTarget.value)} />
        </label>
        <button class="go" disabled={code.replace(/\D/g, "").length !== 8}>{say("enrol_do")}</button>
      </form>
      {phone.again && <button onClick={() => phone.askAgain(false)}>{say("enrol_later")}</button>}
    </Frame>
  );
}
