// UUIDs of version 7 (RFC 9562): the instant in front, so that they sort as they were made.
import { random, toHex } from "./bytes.ts";

/** A new one of that instant, in milliseconds since 1970. */
export function uuid7(now: number, chance: Uint8Array = random(10)): string {
  const bytes = new Uint8Array(16);
  let left = Math.floor(now);
  for (let at = 5; at >= 0; at--) {
    bytes[at] = left % 256;
    left = Math.floor(left / 256);
  }
  bytes.set(chance.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
