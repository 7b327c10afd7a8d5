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
  /** Pictures that are being made ready, which takes seconds on an old phone: nothing is noted without them. */
  making: number;
}

export const NONE: Evidence = { photos: [], signature: null, count: "", note: "", making: 0 };

/** What becomes of the evidence as it stands by then: the rest may have been typed while a picture was made ready. */
type Change = (now: Evidence) => Evidence;

interface Box {
  evidence: Evidence;
  onChange: (change: Change) => void;
  /** Photos are taken here: never at a home walked last and alone. */
  photos: boolean;
  open: boolean;
  /** Place and matter, written into a photo beside hour and hand. */
  mark: string;
}

/** What is written into a photo: the hour, place and matter, and whose hand. */
export const stampOf = (phone: Phone, mark: string): string => `${hour(phone.now().toISOString(), new Date(0))} ${mark} ${phone.me?.name ?? ""}`;

function photosWord({ making, photos }: Evidence): string {
  if (making) return say("photo_making");
  return photos.length ? say("photo_n", { n: photos.length }) : say("photo_help");
}

export function EvidenceBox({ evidence, onChange, photos, open, mark }: Box): JSX.Element {
  const phone = usePhone();
  const ready = async (making: Promise<Change>): Promise<void> => {
    onChange((now) => ({ ...now, making: now.making + 1 }));
    try {
      onChange(await making);
    } finally {
      onChange((now) => ({ ...now, making: now.making - 1 }));
    }
  };
  const photographed = async (taken: Promise<Bytes | undefined>): Promise<Change> => {
    const plain = await taken;
    const photo = plain && (await phone.photo(plain));
    return (now) => (photo ? { ...now, photos: [...now.photos, photo] } : now);
  };
  const signed = async (plain: Bytes | null): Promise<Change> => {
    const signature = plain && (await phone.photo(plain));
    return (now) => ({ ...now, signature });
  };
  const typed = (field: "count" | "note", text: string): void => onChange((now) => ({ ...now, [field]: text }));
  return (
    <details open={open}>
      <summary>{say("more")}</summary>
      {photos && (
        <div class="line">
          <PhotoButton mark={stampOf(phone, mark)} onPhoto={(taken) => ready(photographed(taken))} />
          <span class="soft">{photosWord(evidence)}</span>
        </div>
      )}
      <div class="line">
        <label>{say("count")}<input inputMode="numeric" value={evidence.count} onInput={(event) => typed("count", event.currentTarget.value)} /></label>
        <label>{say("note")}<input value={evidence.note} onInput={(event) => typed("note", event.currentTarget.value)} /></label>
      </div>
      <p class="soft">{say("sign")}</p>
      <Signature onDrawn={(plain) => ready(signed(plain))} />
    </details>
  );
}
