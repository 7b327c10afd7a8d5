// Enrolled anew: what an office knows nothing of goes under the new enrolment; what it knows keeps its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Enrolled } from "../src/net/api.ts";
import { syncOnce } from "../src/net/sync.ts";
import { delivering, deviceOf, enrol } from "../src/store/device.ts";
import { entries, headOf, waiting } from "../src/store/outbox.ts";
import type { Shelf } from "../src/store/shelf.ts";
import { Office } from "./office.ts";
import { SHELVES, note, session } from "./phone.ts";

const NOW = (): Date => new Date("2022-01-10T03:00:00Z");
const ALL = { unsent: 0, photos: 0, refused: 0 };

/** Brings home what every enrolment of the phone still holds. */
async function home(shelf: Shelf, office: Office, whole = false): Promise<void> {
  for (const device of await delivering(shelf, whole)) await syncOnce(shelf, office, device.device, NOW, whole);
}

for (const [kind, make] of Object.entries(SHELVES)) {
  test(`${kind}: an office restored to before the phone was enrolled has all of it once, in the old order first`, async () => {
    const [shelf, before, by] = [await make(), new Office("other"), await session()];
    const first = await enrol(shelf, before, "1234 5678", "android");
    const made = [(await note(shelf, by, "proven")).text];
    await home(shelf, before);
    made.push((await note(shelf, by, "waits", [{ sha256: "ab", session: by.row.id, sealed: "AAAA" }])).text);
    const office = new Office("other");
    const again = await enrol(shelf, office, "87654321", "android");
    assert.deepEqual(again.taken_over, [first.writer]);
    await note(shelf, by, "after");
    assert.deepEqual((await delivering(shelf)).map((one) => one.device), [again.device]);
    await home(shelf, office);
    assert.deepEqual(office.logs.get(first.writer)!.texts, made);
    assert.equal(office.logs.get(again.writer)!.texts.length, 1);
    assert.deepEqual([[...office.photos], await waiting(shelf)], [["ab"], ALL]);
    assert.equal((await headOf(shelf))!.writer, again.writer);
    assert.equal((await deviceOf(shelf))!.token, again.token);
  });
}

test("where the office knows the former enrolment, it goes on under its own token", async () => {
  const [shelf, office, by] = [await SHELVES["indexeddb"]!(), new Office("other"), await session()];
  const first = await enrol(shelf, office, "12345678", "android");
  await note(shelf, by, "x");
  const again = await enrol(shelf, office, "12345678", "android");
  assert.deepEqual(again.taken_over, []);
  assert.deepEqual((await delivering(shelf)).map((one: Enrolled) => one.token), [again.token, first.token]);
  await home(shelf, office);
  assert.deepEqual((await delivering(shelf)).map((one) => one.token), [again.token]);
  // Now and then it is asked of that one as well what it has, for it may have been restored since.
  assert.deepEqual((await delivering(shelf, true)).map((one) => one.token), [again.token, first.token]);
  office.begin(first.writer);
  await home(shelf, office, true);
  assert.equal(office.logs.get(first.writer)!.texts.length, 1);
});

test("a photo that the office had goes under the new enrolment too, and is asked for by it", async () => {
  const [shelf, before, by] = [await SHELVES["indexeddb"]!(), new Office("other"), await session()];
  await enrol(shelf, before, "12345678", "android");
  await note(shelf, by, "x", [{ sha256: "ab", session: by.row.id, sealed: "AAAA" }]);
  await home(shelf, before);
  const office = new Office("other");
  office.restored_at = "2022-01-10T02:00:00Z";
  await enrol(shelf, office, "12345678", "android");
  await home(shelf, office, true);
  assert.deepEqual([[...office.photos], (await entries(shelf)).map(([, one]) => one.state)], [["ab"], ["received"]]);
});
