// The chain of a writer: each hash covers the one before and the exact bytes of the event.
import { type Bytes, digest, fromBase64, joined, toBase64, utf8 } from "./bytes.ts";

/** What stands before the first event. */
export const GENESIS: string = toBase64(new Uint8Array(32));

/** The hash of an event: SHA-256 of the hash before it and its exact text. Both hashes are base64. */
export async function link(prev: string, text: string): Promise<string> {
  const bytes: Bytes = joined(fromBase64(prev), utf8(text));
  return toBase64(await digest(bytes));
}
