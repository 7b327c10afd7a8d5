// Exact bytes, chain, ids.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GENESIS, link } from "../src/core/chain.ts";
import { fromBase64, text } from "../src/core/bytes.ts";
import { type Envelope, boundTo, buildingOf, exactText } from "../src/core/event.ts";
import { unseal } from "../src/core/sealing.ts";
import { uuid7 } from "../src/core/uuid7.ts";
import { cases } from "./cases.ts";

interface Cases {
  genesis: string;
  session_key: string;
  events: { text: string; prev: string; hash: string; associated: string; plain: string }[];
}
const all = cases<Cases>("chain");

test("a chain begins where the server's begins", () => assert.equal(GENESIS, all.genesis));

test("a chain has the server's hashes, and the text of an event is made of the same bytes", async () => {
  let prev = GENESIS;
  for (const one of all.events) {
    const { body, ...envelope } = JSON.parse(one.text) as Envelope & { body: string };
    assert.equal(one.prev, prev);
    assert.equal(exactText(envelope, body), one.text);
    assert.equal(boundTo(envelope), one.associated);
    assert.equal((prev = await link(prev, one.text)), one.hash);
  }
});

test("a body opens with its session's key, bound to its event", async () => {
  const key = await crypto.subtle.importKey("raw", fromBase64(all.session_key), "AES-GCM", false, ["decrypt"]);
  for (const one of all.events) {
    const { body } = JSON.parse(one.text) as { body: string };
    assert.equal(text(await unseal(key, fromBase64(body), one.associated)), one.plain);
    await assert.rejects(unseal(key, fromBase64(body), `${one.associated}x`));
  }
});

test("the exact text has its keys in one order and no blanks, however the envelope was put together", () => {
  const envelope = {
    session: "s", area: "410102/1/", subject: "", post: "p", person: "x", made_at: "2022-01-10T02:06:00.000Z",
    kind: "field.note", prev: GENESIS, seq: 7, writer: "w", id: "i",
  } as const;
  assert.equal(
    exactText(envelope, "Ym9keQ=="),
    `{"id":"i","writer":"w","seq":7,"prev":"${GENESIS}","kind":"field.note","made_at":"2022-01-10T02:06:00.000Z",` +
      '"person":"x","post":"p","subject":"","area":"410102/1/","session":"s","body":"Ym9keQ=="}',
  );
  assert.equal(boundTo(envelope), "w/7/field.note");
});

test("the place of an event is the building, never the unit or the door", () => {
  assert.equal(buildingOf("410102/410102003/410102003008/jxc/1/2/301/"), "410102/410102003/410102003008/jxc/1/");
  assert.equal(buildingOf("410102/410102003/410102003008/jxc/"), "410102/410102003/410102003008/jxc/");
});

test("ids are UUIDs of version 7 that sort as they were made", () => {
  const made = [1, 2, 3_000, 1_641_780_360_000, 1_641_780_360_001].map((now) => uuid7(now));
  for (const one of made) assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...made].sort(), made);
  assert.equal(new Set(Array.from({ length: 500 }, () => uuid7(5))).size, 500);
  assert.equal(uuid7(0x017f22e279b0, new Uint8Array([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])),
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});
