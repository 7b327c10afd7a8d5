// Parts that several screens are made of: notices, problems, reasons, a photo, a signature.
import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Bytes } from "../core/bytes.ts";
import type { Reason } from "../core/judge.ts";
import { refusal } from "../core/problem.ts";
import { nextText, problemText, say, spoken } from "../words/say.ts";
import { usePhone } from "./use.ts";

/** A line that stays as long as it holds. */
export const Notice = ({ kind, children }: { kind: "unsent" | "late" | "hold" | "done"; children: ComponentChildren }): JSX.Element => (
  <p class={`notice ${kind}`} role="status">{children}</p>
);

/** What was refused last, and what to do next. */
export function ProblemBox(): JSX.Element | null {
  const { problem } = usePhone();
  if (!problem) return null;
  return (
    <div class="problem" role="alert">
      <b>{problemText(problem)}</b>
      <p>{nextText(problem)}</p>
    </div>
  );
}

/** A reason, one tap each, or a sentence. */
export function Reasons({ reasons, onSay }: { reasons: readonly Reason[]; onSay: (said: string) => void }): JSX.Element {
  const [words, setWords] = useState("");
  return (
    <div class="reasons">
      <div class="chips">
        {reasons.map((one) => (
          <button key={one.key} onClick={() => onSay(one.key)}>{spoken() === "zh" ? one.zh : one.en}</button>
        ))}
      </div>
      <form class="line" onSubmit={(event) => (event.preventDefault(), onSay(words))}>
        <input value={words} placeholder={say("other_reason")} aria-label={say("other_reason")} maxLength={80}
          onInput={(event) => setWords(event.currentTarget.value)} />
        <button>{say("note_it")}</button>
      </form>
    </div>
  );
}

const LONGER_SIDE = 1600;

/** A picture scaled down, without what the camera wrote beside it, with hour and place written in. */
async function smaller(file: File, mark: string): Promise<Bytes> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGER_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d")!;
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const size = Math.max(16, Math.round(canvas.width / 36));
  pen.fillStyle = "rgba(0, 0, 0, 0.55)";
  pen.fillRect(0, canvas.height - size * 2, canvas.width, size * 2);
  pen.fillStyle = "#fff";
  pen.font = `${size}px sans-serif`;
  pen.fillText(mark, size / 2, canvas.height - size * 0.6, canvas.width - size);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  return new Uint8Array(await blob!.arrayBuffer());
}

/** The camera's button; a photo is handed on while it is still scaled down, and is nothing where it cannot be read. */
export function PhotoButton({ mark, onPhoto }: { mark: string; onPhoto: (taken: Promise<Bytes | undefined>) => Promise<void> }): JSX.Element {
  const phone = usePhone();
  const taken = (input: HTMLInputElement): void => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    void onPhoto(phone.attempt(() => smaller(file, mark).catch(() => Promise.reject(refusal("photo_unreadable")))));
  };
  return (
    <label class="button">
      {say("photo")}
      <input type="file" accept="image/*" capture="environment" onChange={(event) => taken(event.currentTarget)} />
    </label>
  );
}

/** A signature drawn with a finger; handed on when the finger leaves. */
export function Signature({ onDrawn }: { onDrawn: (plain: Bytes | null) => Promise<void> }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [down, setDown] = useState(false);
  const draw = (event: PointerEvent, begin: boolean): void => {
    const [element, pen] = [canvas.current!, canvas.current!.getContext("2d")!];
    const box = element.getBoundingClientRect();
    const [x, y] = [((event.clientX - box.x) * element.width) / box.width, ((event.clientY - box.y) * element.height) / box.height];
    pen.lineWidth = 4;
    pen.lineCap = "round";
    if (begin) pen.beginPath(), pen.moveTo(x, y);
    else pen.lineTo(x, y), pen.stroke();
  };
  const up = async (): Promise<void> => {
    setDown(false);
    const blob = await new Promise<Blob | null>((done) => canvas.current!.toBlob(done, "image/png"));
    await onDrawn(new Uint8Array(await blob!.arrayBuffer()));
  };
  const clear = (): void => {
    canvas.current!.getContext("2d")!.clearRect(0, 0, canvas.current!.width, canvas.current!.height);
    void onDrawn(null);
  };
  return (
    <div class="signature">
      <canvas ref={canvas} width={640} height={240} aria-label={say("sign")}
        onPointerDown={(event) => (setDown(true), draw(event, true))}
        onPointerMove={(event) => down && draw(event, false)}
        onPointerUp={() => void up()} />
      <button class="small" onClick={clear}>{say("sign_clear")}</button>
    </div>
  );
}
