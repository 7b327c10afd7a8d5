// Scans a code: the camera in its own frame, a wedge scanner that types like a keyboard, or fingers.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Carry, find } from "../core/carry.ts";
import { stairwellOf } from "../core/points.ts";
import { say } from "../words/say.ts";
import { Frame } from "./frame.tsx";
import { Notice } from "./parts.tsx";
import { go, usePhone } from "./use.ts";

/** The door that a code means: its path, with or without an address of ours before it, or a room alone. */
export function doorOf(carry: Carry, text: string): { round: string; door: string } | null {
  const words = text.trim().replace(/^https?:\/\/[^/]+\/(?:door\/)?/, "").replace(/[#?].*$/, "").replace(/\/$/, "");
  const found = find(carry.rounds, words).filter(({ door }) => door.room === words || door.area === `${words}/`);
  const one = found[0];
  return one ? { round: one.round.key, door: one.door.area } : null;
}

export function Scan(): JSX.Element {
  const phone = usePhone();
  const field = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState<"off" | "on" | "failed">("off");
  const [read, setRead] = useState("");
  const take = (text: string): void => {
    const unit = stairwellOf(phone.carry?.rounds ?? [], text, phone.now());
    const door = phone.carry && doorOf(phone.carry, text);
    if (unit) go({ at: "points", unit });
    else if (door) go({ at: "door", ...door });
    else setRead(text.trim());
  };
  useEffect(() => {
    field.current?.focus();
    const heard = (event: MessageEvent<{ scanned?: string; failed?: boolean }>): void => {
      if (event.origin !== location.origin) return;
      if (event.data.failed) setCamera("failed");
      if (event.data.scanned) take(event.data.scanned);
    };
    addEventListener("message", heard);
    return () => removeEventListener("message", heard);
  }, []);
  const typed = (event: Event): void => {
    event.preventDefault();
    if (field.current?.value) take(field.current.value);
    field.current!.value = "";
  };
  return (
    <Frame title={say("scan")}>
      <p class="soft">{say("scan_help")}</p>
      <form class="line" onSubmit={typed}>
        <input ref={field} placeholder={say("scan_type")} aria-label={say("scan_type")} autocomplete="off" />
        <button>{say("note_it")}</button>
      </form>
      {camera === "on" && <iframe class="camera" src="/field/scan.html" allow="camera" title={say("scan")} />}
      {camera === "failed" && <Notice kind="late">{say("scan_no_camera")}</Notice>}
      <button class="go" onClick={() => setCamera(camera === "on" ? "off" : "on")}>{say(camera === "on" ? "scan_off" : "scan_camera")}</button>
      {read && <Notice kind="hold">{say("scan_read", { text: read })} {say("scan_unknown")}</Notice>}
    </Frame>
  );
}
