// What shows that something was done: photos, a count, a signature, a sentence; folded away until it is wanted.
import type { JSX } from "preact";
import type { Bytes } from "../core/bytes.ts";
import type { Photo } from "../store/outbox.ts";
import { hour, say } from "../words/say.ts";
import { PhotoButton, Signature } from "./parts.tsx";
import type { Phone } from "./phone.ts";
import { usePhone } from "./use.ts";

type Sealed = Omit<Photo, "device">;

export interface Evidence {
  photos: readonly Sealed[];
  signature: Sealed | null;
  count: string;
  note: string;
}

export const NONE: Evidence = { photos: [], signature: null, count: "", note: "" };

interface Box {
  evidence: Evidence;
  onChange: (evidence: Evidence) => void;
  /** Photos are taken here: never at a home walked last and alone. */
  photos: boolean;
  open: boolean;
  /** Place and matter, written into a photo beside hour and hand. */
  mark: string;
}

/** What is written into a photo: the hour, place and matter, and whose hand. */
export const stampOf = (phone: Phone, mark: string): string => `${hour(phone.now().toISOString(), new Date(0))} ${mark} ${phone.me?.name ?? ""}`;

export function EvidenceBox({ evidence, onChange, photos, open, mark }: Box): JSX.Element {
  const phone = usePhone();
  const photo = async (plain: Bytes): Promise<void> => {
    onChange({ ...evidence, photos: [...evidence.photos, await phone.photo(plain)] });
  };
  const signed = async (plain: Bytes | null): Promise<void> => {
    onChange({ ...evidence, signature: plain && (await phone.photo(plain)) });
  };
  return (
    <details open={open}>
      <summary>{say("more")}</summary>
      {photos && (
        <div class="line">
          <PhotoButton mark={stampOf(phone, mark)} onPhoto={photo} />
          <span class="soft">{evidence.photos.length ? say("photo_n", { n: evidence.photos.length }) : say("photo_help")}</span>
        </div>
      )}
      <div class="line">
        <label>{say("count")}<input inputMode="numeric" value={evidence.count} onInput={(event) => onChange({ ...evidence, count: event.currentTarget.value })} /></label>
        <label>{say("note")}<input value={evidence.note} onInput={(event) => onChange({ ...evidence, note: event.currentTarget.value })} /></label>
      </div>
      <p class="soft">{say("sign")}</p>
      <Signature onDrawn={signed} />
    </details>
  );
}
