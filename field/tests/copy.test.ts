// The readable copy and the enrolment: what goes with a shift, and what never goes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GENESIS } from "../src/core/chain.ts";
import type { Carry } from "../src/core/carry.ts";
import { MOST_TRIES, ShiftKey } from "../src/core/pin.ts";
import { type Api, type Enrolled, api } from "../src/net/api.ts";
import { SAID, allSaid, coverOf, hasPin, keepCopy, letIn, open, readCopy, renewCopy, wipeCopy } from "../src/store/copy.ts";
import { delivering, deviceOf, enrol } from "../src/store/device.ts";
import { entries, headOf, waiting } from "../src/store/outbox.ts";
import type { Shelf } from "../src/store/shelf.ts";
import { SHELVES, enrolled, note, session } from "./phone.ts";

const CARRY: Carry = {
  now: "2022-01-10T02:06:00Z", clock_offset_ms: 0, outbreak: "o", key: { id: "k", public: "" },
  expires_at: "2022-01-10T12:00:00Z", people: [], rounds: [], reasons: [],
};
const shelf = async (): Promise<Shelf> => enrolled(await SHELVES["indexeddb"]!(), "w");

test("a copy opens with the PIN, and holds nothing readable on the phone", async () => {
  const [phone, key] = [await shelf(), await ShiftKey.make()];
  await keepCopy(phone, key, { ...CARRY, outbreak: "secret" }, new Date("2022-01-10T02:05:00Z"));
  await letIn(phone, key, "li", "2580");
  assert.ok(!JSON.stringify(await phone.all("")).includes("secret"));
  const opened = (await open(phone, "li", "2580")) as ShiftKey;
  const cover = (await coverOf(phone))!;
  assert.equal((await readCopy(cover, opened))!.outbreak, "secret");
  assert.equal(cover.ahead, 60_000);
});

test("a copy that is still the same lives on to another hour, under the clock of the office", async () => {
  const [phone, key] = [await shelf(), await ShiftKey.make()];
  const cover = await keepCopy(phone, key, CARRY, new Date("2022-01-10T02:05:00Z"), '"mark"');
  const renewed = await renewCopy(phone, cover, "2022-01-10T03:00:30Z", "2022-01-11T03:00:00Z", new Date("2022-01-10T03:00:00Z"));
  assert.deepEqual([renewed.expires_at, renewed.ahead, renewed.etag], ["2022-01-11T03:00:00Z", 30_000, '"mark"']);
  assert.deepEqual(await coverOf(phone), renewed);
  assert.deepEqual(await readCopy(renewed, key), CARRY);
  await wipeCopy(phone);
  await renewCopy(phone, renewed, "2022-01-10T04:00:00Z", "2022-01-11T04:00:00Z", new Date("2022-01-10T04:00:00Z"));
  assert.equal(await coverOf(phone), undefined);
});

test("what the office sends is asked for by its mark, and an empty answer is no copy", async () => {
  const asked: (string | null)[] = [];
  const before = globalThis.fetch;
  const marks = { ETag: '"mark"', "X-Now": CARRY.now, "X-Expires-At": "2022-01-10T13:00:00Z" };
  globalThis.fetch = (_path, init) => {
    const known = new Headers(init?.headers).get("If-None-Match");
    asked.push(known);
    const same = known === '"mark"';
    return Promise.resolve(new Response(same ? null : JSON.stringify(CARRY), { status: same ? 304 : 200, headers: marks }));
  };
  try {
    const office = api(() => "token");
    assert.deepEqual(await office.carry(""), { carry: CARRY, etag: '"mark"', now: CARRY.now, expires_at: CARRY.expires_at });
    const same = { carry: null, etag: '"mark"', now: CARRY.now, expires_at: "2022-01-10T13:00:00Z" };
    assert.deepEqual(await office.carry('"mark"'), same);
  } finally {
    globalThis.fetch = before;
  }
  assert.deepEqual(asked, [null, '"mark"']);
});

test("ten wrong PINs take the way in, not the outbox", async () => {
  const [phone, key] = [await shelf(), await ShiftKey.make()];
  await letIn(phone, key, "li", "2580");
  await note(phone, await session());
  for (let left = MOST_TRIES - 1; left >= 0; left--) assert.equal(await open(phone, "li", "0000"), left);
  assert.equal(await hasPin(phone, "li"), false);
  assert.equal(await open(phone, "li", "2580"), 0);
  assert.equal((await waiting(phone)).unsent, 1);
});

test("a right PIN forgives the wrong ones before it", async () => {
  const [phone, key] = [await shelf(), await ShiftKey.make()];
  await letIn(phone, key, "li", "2580");
  assert.equal(await open(phone, "li", "0000"), MOST_TRIES - 1);
  assert.ok((await open(phone, "li", "2580")) instanceof ShiftKey);
  assert.equal(await open(phone, "li", "0000"), MOST_TRIES - 1);
});

test("when the shift is over everything readable goes and every event stays, byte for byte", async () => {
  const [phone, key] = [await shelf(), await ShiftKey.make()];
  const entry = await note(phone, await session());
  const said = { where: "301", what: "x", door: "", duties: {}, reason: "" };
  await keepCopy(phone, key, CARRY, new Date());
  await letIn(phone, key, "li", "2580");
  await phone.commit({ put: { [`${SAID}e`]: await key.hide(said, `${SAID}e`) } });
  assert.deepEqual((await allSaid(phone, key)).get("e"), said);
  await wipeCopy(phone);
  const left = (await phone.all("")).map(([name]) => name.replace(/\/.*/, "/"));
  assert.deepEqual(left, ["event/", "head", "session/"]);
  assert.equal((await entries(phone))[0]![1].text, entry.text);
});

test("enrolled anew, the phone begins another chain and still delivers the old one under its own token", async () => {
  const given = (device: string): Enrolled => ({
    token: `t-${device}`, device, writer: `w-${device}`, next_seq: 1, head: GENESIS, area: "a/", place: "", until: "",
    outbreak: "o", key: CARRY.key, now: CARRY.now,
  });
  const codes: string[] = [];
  const api = (device: string): Api => ({ enrol: (code: string) => (codes.push(code), Promise.resolve(given(device))) }) as never;
  const phone = await SHELVES["indexeddb"]!();
  await enrol(phone, api("one"), "1234 5678", "android");
  await note(phone, await session());
  await enrol(phone, api("two"), "87654321", "android");
  await note(phone, await session());
  assert.deepEqual(codes, ["12345678", "87654321"]);
  assert.equal((await deviceOf(phone))!.device, "two");
  assert.deepEqual((await entries(phone)).map(([, one]) => [one.device, one.seq]), [["one", 1], ["two", 1]]);
  assert.equal((await headOf(phone))!.writer, "w-two");
  assert.deepEqual((await delivering(phone)).map((one) => one.token), ["t-two", "t-one"]);
  const [name, old] = (await entries(phone))[0]!;
  await phone.commit({ put: { [name]: { ...old, text: null } } });
  assert.deepEqual((await delivering(phone)).map((one) => one.token), ["t-two"]);
});
