// Sealing both ways: what the server sealed opens here, what is sealed here opens as the server opens it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, fromBase64, text, toBase64 } from "../src/core/bytes.ts";
import { agreedKey, openSession, sealToOutbreak, unseal } from "../src/core/sealing.ts";
import { cases } from "./cases.ts";

interface Cases {
  outbreak: { private_pkcs8: string; public: string };
  sessions: { made_by: string; id: string; key: string; sealed: string }[];
  bodies: { made_by: string; session: string; bound_to: string; plain: string; sealed: string }[];
}
const all = cases<Cases>("seal");
const P256 = { name: "ECDH", namedCurve: "P-256" };

/** What the office does with a sealed session key. */
async function opened(sealed: Bytes, id: string): Promise<Bytes> {
  const own = await crypto.subtle.importKey("pkcs8", fromBase64(all.outbreak.private_pkcs8), P256, false, ["deriveBits"]);
  const point = await crypto.subtle.importKey("raw", sealed.subarray(0, 65), P256, false, []);
  return unseal(await agreedKey(own, point), sealed.subarray(65), id);
}

const aes = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

for (const session of all.sessions) {
  test(`a session key sealed by ${session.made_by} opens, and for its own id alone`, async () => {
    assert.equal(toBase64(await opened(fromBase64(session.sealed), session.id)), session.key);
    await assert.rejects(opened(fromBase64(session.sealed), crypto.randomUUID()));
  });
}

for (const body of all.bodies) {
  test(`a body sealed by ${body.made_by} for ${body.bound_to.slice(36)} opens, and hangs on nothing else`, async () => {
    const key = await aes(fromBase64(all.sessions.find((one) => one.id === body.session)!.key));
    assert.equal(text(await unseal(key, fromBase64(body.sealed), body.bound_to)), body.plain);
    await assert.rejects(unseal(key, fromBase64(body.sealed), `${body.bound_to}x`));
  });
}

test("a session made here opens as the office opens it: key, body, photo", async () => {
  const session = await openSession("outbreak", { id: "key", public: all.outbreak.public });
  const key = await aes(await opened(fromBase64(session.row.sealed), session.row.id));
  const body = await session.body({ text: "想要膏药" }, "w/1/field.note");
  assert.equal(text(await unseal(key, fromBase64(body), "w/1/field.note")), '{"text":"想要膏药"}');
  const photo = await session.photo(new Uint8Array([1, 2, 3]));
  assert.deepEqual([...(await unseal(key, photo.sealed, "photo"))], [1, 2, 3]);
  assert.match(photo.sha256, /^[0-9a-f]{64}$/);
});

test("the same key is sealed differently each time", async () => {
  const raw = new Uint8Array(32);
  const two = [await sealToOutbreak(raw, "a", all.outbreak.public), await sealToOutbreak(raw, "a", all.outbreak.public)];
  assert.notEqual(two[0], two[1]);
});
