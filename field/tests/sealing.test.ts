// Sealing both ways: what the server sealed opens here, what is sealed here opens as the server opens it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, fromBase64, text, toBase64 } from "../src/core/bytes.ts";
import { agreedKey, openSession, sealToOutbreak, unseal } from "../src/core/sealing.ts";
import { cases } from "./cases.ts";

interface Cases {
  recipient_private: string;
  recipient_public: string;
  session: string;
  session_key: string;
  sealed: string;
  broken: { why: string; session: string; sealed: string }[];
}
const all = cases<Cases>("seal");
const P256 = { name: "ECDH", namedCurve: "P-256" };
const url = (bytes: Uint8Array): string => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** What the office does with a sealed session key. */
async function opened(sealed: Bytes, id: string): Promise<Bytes> {
  const whole = fromBase64(all.recipient_public);
  const jwk = {
    kty: "EC", crv: "P-256", d: url(fromBase64(all.recipient_private)), x: url(whole.subarray(1, 33)), y: url(whole.subarray(33)),
  };
  const own = await crypto.subtle.importKey("jwk", jwk, P256, false, ["deriveBits"]);
  const point = await crypto.subtle.importKey("raw", sealed.subarray(0, 65), P256, false, []);
  return unseal(await agreedKey(own, point), sealed.subarray(65), id);
}

const aes = (raw: Bytes): Promise<CryptoKey> => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);

test("a session key sealed by the server opens here", async () => {
  assert.equal(toBase64(await opened(fromBase64(all.sealed), all.session)), all.session_key);
});

for (const { why, session, sealed } of all.broken) {
  test(`a sealed session key does not open: ${why}`, () => assert.rejects(opened(fromBase64(sealed), session)));
}

test("a session made here opens as the office opens it: key, body, photo", async () => {
  const session = await openSession("outbreak", { id: "key", public: all.recipient_public });
  const key = await aes(await opened(fromBase64(session.row.sealed), session.row.id));
  const body = await session.body({ text: "想要膏药" }, "w/1/field.note");
  assert.equal(text(await unseal(key, fromBase64(body), "w/1/field.note")), '{"text":"想要膏药"}');
  const photo = await session.photo(new Uint8Array([1, 2, 3]));
  assert.deepEqual([...(await unseal(key, photo.sealed, "photo"))], [1, 2, 3]);
  assert.match(photo.sha256, /^[0-9a-f]{64}$/);
});

test("the same key is sealed differently each time", async () => {
  const raw = new Uint8Array(32);
  const two = [await sealToOutbreak(raw, "a", all.recipient_public), await sealToOutbreak(raw, "a", all.recipient_public)];
  assert.notEqual(two[0], two[1]);
});
