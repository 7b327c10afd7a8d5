// The PIN guards the readable copy alone: it opens a key of this shift, and never touches what waits to be sent.
import { type Bytes, fromBase64, random, text, toBase64, utf8 } from "./bytes.ts";
import { seal, unseal } from "./sealing.ts";

/** Ours: half a second on a phone of ten years; the copy it guards lives for one shift. */
const ROUNDS = 200_000;
/** So many wrong PINs one after another take the way in away; a code or the office gives a new one. */
export const MOST_TRIES = 10;

/** The shift's key as one person's PIN opens it. */
export interface Wrapped {
  salt: string;
  rounds: number;
  sealed: string;
  tries: number;
}

/** Whether it can be a PIN: four to eight digits that are not all the same. */
export const isPin = (pin: string): boolean => /^\d{4,8}$/.test(pin) && !/^(\d)\1+$/.test(pin);

async function keyOf(pin: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The key of a shift: made anew for each, kept in memory while somebody works. */
export class ShiftKey {
  private constructor(
    private readonly raw: Bytes,
    private readonly key: CryptoKey,
  ) {}

  private static async of(raw: Bytes): Promise<ShiftKey> {
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new ShiftKey(raw, key);
  }

  /** A new one. */
  static make(): Promise<ShiftKey> {
    return ShiftKey.of(random(32));
  }

  /** The one that a PIN opens; null when it is the wrong PIN. */
  static async opened(wrapped: Wrapped, pin: string, person: string): Promise<ShiftKey | null> {
    const key = await keyOf(pin, fromBase64(wrapped.salt), wrapped.rounds);
    try {
      return await ShiftKey.of(await unseal(key, fromBase64(wrapped.sealed), person));
    } catch {
      return null;
    }
  }

  /** What a person's PIN will open again. */
  async wrapped(pin: string, person: string, rounds = ROUNDS): Promise<Wrapped> {
    const salt = random(16);
    const sealed = await seal(await keyOf(pin, salt, rounds), this.raw, person);
    return { salt: toBase64(salt), rounds, sealed: toBase64(sealed), tries: 0 };
  }

  /** Something readable, sealed for this shift. */
  async hide(plain: unknown, name: string): Promise<string> {
    return toBase64(await seal(this.key, utf8(JSON.stringify(plain)), name));
  }

  /** What was hidden under this shift's key; null when it was another's. */
  async show<T>(hidden: string, name: string): Promise<T | null> {
    try {
      return JSON.parse(text(await unseal(this.key, fromBase64(hidden), name))) as T;
    } catch {
      return null;
    }
  }
}
