// Bringing the outbox home: over any line, each event once; forgotten only when proven.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BATCH, KEPT_MS, type Told, backOff, isEnded, isUnknown, lacking, syncOnce } from "../src/net/sync.ts";
import { Refusal } from "../src/core/problem.ts";
import { type Entry, entries, headOf, sentPhotos, waiting } from "../src/store/outbox.ts";
import type { Shelf } from "../src/store/shelf.ts";
import { cases } from "./cases.ts";
import { Office } from "./office.ts";
import { SHELVES, enrolled, note, session } from "./phone.ts";

const UNLIKELY = { code: "temperature_unlikely", zh: "读数不对", en: "unlikely", next_zh: "再量", next_en: "again" };
/** An attempt within the hour of the work. */
const sync = (shelf: Shelf, office: Office): Promise<Told> => syncOnce(shelf, office, "d", () => new Date("2022-01-10T03:00:00Z"));
const phone = async (): Promise<Shelf> => enrolled(await SHELVES["indexeddb"]!(), "w");
const states = async (shelf: Shelf): Promise<string[]> =>
  (await entries(shelf)).map(([, one]) => `${one.state}${one.proven ? " proven" : ""}${one.problem ? " refused" : ""}`);

/** Numbers that look random and are the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

test("four hours of work go home in batches, each event once, and after a day and a half are forgotten", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  for (let at = 0; at < 2 * BATCH + 5; at++) await note(shelf, by, String(at));
  const told = await sync(shelf, office);
  assert.deepEqual([told.sent, office.batches, office.logs.get("w")!.texts.length], [105, 3, 105]);
  assert.deepEqual(new Set(await states(shelf)), new Set(["received proven"]));
  assert.equal((await entries(shelf)).filter(([, one]) => one.text === null).length, 0);
  assert.equal((await sync(shelf, office)).sent, 0);
  const later = Date.parse("2022-01-10T02:06:00Z") + KEPT_MS + 1;
  await syncOnce(shelf, office, "d", () => new Date(later), true);
  assert.equal((await entries(shelf)).filter(([, one]) => one.text !== null).length, 0);
  assert.deepEqual(await shelf.all("session/"), []);
});

interface Restored {
  made: number;
  next_seq: number;
  held: number[];
  refused: number[];
  gone: number;
  again: number[];
}

for (const one of cases<{ restored: Restored[] }>("again").restored) {
  test(`an office restored to number ${one.next_seq} of ${one.made} is sent ${one.again} once more`, async () => {
    const [shelf, by] = [await phone(), await session()];
    for (let at = 0; at < one.made; at++) await note(shelf, by, String(at));
    const all = (await entries(shelf)).map(([name, entry]): [string, Entry] =>
      [name, { ...entry, state: "received", proven: true, text: entry.seq > one.gone ? entry.text : null }]);
    const problem = { ...UNLIKELY, code: "writer_forked" };
    const refused = one.refused.map((seq) => ({ seq, id: all[seq - 1]![1].id, problem }));
    const stand = { writer: "w", next_seq: one.next_seq, head: "", held: one.held, refused };
    assert.deepEqual(lacking(all, { writers: [stand] }).map(([, entry]) => entry.seq), one.again);
  });
}

test("an office that was restored from a backup has everything again, each event once", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  for (let at = 0; at < 8; at++) await note(shelf, by, String(at));
  await sync(shelf, office);
  const log = office.logs.get("w")!;
  const whole = [...log.texts];
  log.texts.splice(3);
  log.hashes.splice(4);
  // Nothing waits here, so nobody asks but now and then.
  assert.equal((await sync(shelf, office)).sent, 0);
  const told = await syncOnce(shelf, office, "d", () => new Date("2022-01-10T03:10:00Z"), true);
  assert.deepEqual([told.sent, log.texts], [5, whole]);
  assert.deepEqual(new Set(await states(shelf)), new Set(["received proven"]));
  assert.equal(office.sessions.size, 1);
});

test("an office that does not know the numbers is told of with its code, and everything stays here", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  for (let at = 0; at < 3; at++) await note(shelf, by, String(at));
  let proofs = 0;
  const proof = office.proof.bind(office);
  office.proof = async () => (proofs++, proof());
  office.send = async () => { throw new Refusal({ ...UNLIKELY, code: "field_writer_foreign" }); };
  for (let time = 0; time < 2; time++) {
    await assert.rejects(sync(shelf, office), (error) => error instanceof Refusal && error.problem.code === "field_writer_foreign");
  }
  const kept = (await entries(shelf)).map(([, one]) => one);
  assert.deepEqual(kept.map((one) => [one.state, one.text !== null, one.proven ?? false]), Array(3).fill(["here", true, false]));
  assert.equal(proofs, 2);
  // Once the office has its numbers again, all goes as ever.
  const other = new Office("w");
  assert.equal((await sync(shelf, other)).sent, 3);
});

test("what was received but never proven goes again with the next word, whatever the hour", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  await note(shelf, by, "a");
  const proof = office.proof.bind(office);
  office.proof = () => Promise.reject(new Error("cut"));
  await assert.rejects(sync(shelf, office));
  assert.deepEqual(await states(shelf), ["received"]);
  office.begin("w");
  office.proof = proof;
  assert.equal((await sync(shelf, office)).sent, 1);
  assert.equal(office.logs.get("w")!.texts.length, 1);
  assert.deepEqual(await states(shelf), ["received proven"]);
});

for (let seed = 1; seed <= 10; seed++) {
  test(`over bad line ${seed} nothing is lost and nothing is there twice`, async () => {
    const [shelf, office, by, next] = [await phone(), new Office("w"), await session(), chance(seed)];
    office.line = () => (next() < 0.3 ? "lost" : next() < 0.4 ? "unanswered" : "good");
    const made: string[] = [];
    for (let turn = 0; turn < 12; turn++) {
      for (let at = 0; at < 7; at++) made.push((await note(shelf, by)).text!);
      // Two tabs try at the same time; either may fail.
      await Promise.allSettled([sync(shelf, office), sync(shelf, office)]);
    }
    office.line = () => "good";
    await sync(shelf, office);
    assert.deepEqual(office.logs.get("w")!.texts, made);
    assert.deepEqual(await waiting(shelf), { unsent: 0, photos: 0, refused: 0 });
  });
}

test("what is refused stays, with its reason, when all else is forgotten", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  const wrong = await note(shelf, by, "63.6");
  await note(shelf, by);
  office.refusing.set(wrong.id, UNLIKELY);
  await syncOnce(shelf, office, "d", () => new Date("2030-01-01"));
  assert.deepEqual(await states(shelf), ["received proven refused", "received proven"]);
  assert.equal((await entries(shelf))[0]![1].problem!.code, "temperature_unlikely");
  await sync(shelf, office);
  assert.equal((await waiting(shelf)).refused, 1);
});

test("nothing is forgotten on a mere word: only where the server's head is ours", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  await note(shelf, by);
  const proof = office.proof.bind(office);
  office.proof = async () => {
    const said = await proof();
    return { writers: said.writers.map((one) => ({ ...one, head: btoa("x".repeat(32)) })) };
  };
  await sync(shelf, office);
  assert.deepEqual(await states(shelf), ["received"]);
  assert.equal((await shelf.all("session/")).length, 1);
  office.proof = proof;
  await sync(shelf, office);
  assert.deepEqual(await states(shelf), ["received proven"]);
});

test("an event that the server holds is sent again until it stands in the log", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  await note(shelf, by);
  await note(shelf, by);
  const all = await entries(shelf);
  const [name, first] = all[0]!;
  await shelf.commit({ drop: [name] });
  await sync(shelf, office);
  assert.deepEqual(await states(shelf), ["held"]);
  await shelf.commit({ put: { [name]: first } });
  await sync(shelf, office);
  await sync(shelf, office);
  assert.deepEqual(await states(shelf), ["received proven", "received proven"]);
});

test("after a fork the phone goes on under the writer that it is given, and loses nothing", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  await note(shelf, by, "restored from a copy");
  await office.send("", [], [(await entries(shelf))[0]![1].text!.replace("field.note", "field.need")]);
  await sync(shelf, office);
  assert.deepEqual([(await headOf(shelf))!.writer, (await headOf(shelf))!.next], ["w+", 1]);
  assert.deepEqual(await states(shelf), ["received refused"]);
  await note(shelf, by, "goes on");
  await sync(shelf, office);
  assert.equal(office.logs.get("w+")!.texts.length, 1);
  assert.deepEqual((await states(shelf))[1], "received proven");
});

test("photos follow their event, and go from the phone when the server has them", async () => {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  await note(shelf, by, "x", [{ sha256: "ab", session: by.row.id, sealed: "AAAA" }]);
  office.photo = () => Promise.reject(new Error("cut"));
  await assert.rejects(sync(shelf, office));
  assert.deepEqual(await waiting(shelf), { unsent: 0, photos: 1, refused: 0 });
  assert.equal((await shelf.all("session/")).length, 1);
  office.photo = Office.prototype.photo.bind(office);
  await sync(shelf, office);
  assert.deepEqual([...office.photos], ["ab"]);
  assert.equal((await waiting(shelf)).photos, 0);
});

const PHOTO_AT = "2022-01-10T03:00:00Z";
const later = (ms: number): (() => Date) => () => new Date(Date.parse(PHOTO_AT) + ms);

/** A phone that has brought two notes with a photo each. */
async function pictured(): Promise<[Shelf, Office]> {
  const [shelf, office, by] = [await phone(), new Office("w"), await session()];
  for (const sha256 of ["ab", "cd"]) await note(shelf, by, "x", [{ sha256, session: by.row.id, sealed: "AAAA" }]);
  await sync(shelf, office);
  return [shelf, office];
}

test("an office that was restored gets the photos again that it lacks, and no other", async () => {
  const [shelf, office] = await pictured();
  assert.deepEqual(await waiting(shelf), { unsent: 0, photos: 0, refused: 0 });
  // Its events came before the backup, one photo after it: only the office can say that it was restored.
  office.photos.delete("cd");
  office.restored_at = "2022-01-10T03:05:00Z";
  const sent: string[] = [];
  const photo = office.photo.bind(office);
  office.photo = (sha256) => (sent.push(sha256), photo(sha256));
  await syncOnce(shelf, office, "d", later(600_000), true);
  assert.deepEqual([sent, [...office.photos].sort(), office.looks], [["cd"], ["ab", "cd"], 2]);
  // Asked once for a restore, not at each proof.
  await syncOnce(shelf, office, "d", later(1_200_000), true);
  assert.equal(office.looks, 2);
  assert.equal((await waiting(shelf)).photos, 0);
});

test("photos go again behind the events that go again, and their session with them", async () => {
  const [shelf, office] = await pictured();
  office.begin("w");
  office.photos.clear();
  office.sessions.clear();
  await syncOnce(shelf, office, "d", later(600_000), true);
  assert.deepEqual([office.logs.get("w")!.texts.length, [...office.photos].sort(), office.sessions.size], [2, ["ab", "cd"], 1]);
});

test("a line that is cut while photos are asked for leaves nothing out", async () => {
  const [shelf, office] = await pictured();
  office.photos.clear();
  office.restored_at = "2022-01-10T03:05:00Z";
  const has = office.hasPhoto.bind(office);
  let asked = 0;
  office.hasPhoto = (sha256) => (++asked === 2 ? Promise.reject(new Error("cut")) : has(sha256));
  await assert.rejects(syncOnce(shelf, office, "d", later(600_000), true));
  await syncOnce(shelf, office, "d", later(660_000), true);
  assert.deepEqual([...office.photos].sort(), ["ab", "cd"]);
});

test("photos that the office has are let go of after a day and a half, and at once where the shelf is small", async () => {
  const [shelf, office] = await pictured();
  assert.equal((await sentPhotos(shelf)).length, 2);
  await syncOnce(shelf, office, "d", later(KEPT_MS + 1), true);
  assert.deepEqual([await shelf.all("sent/"), await shelf.all("bytes/")], [[], []]);
  const [small, by] = [await enrolled(await SHELVES["localstorage"]!(), "v"), await session()];
  await note(small, by, "x", [{ sha256: "ef", session: by.row.id, sealed: "AAAA" }]);
  await sync(small, new Office("v"));
  assert.deepEqual([await small.all("sent/"), await small.all("bytes/"), await small.all("photo/")], [[], [], []]);
});

test("the wait grows to three minutes and differs from phone to phone", () => {
  assert.deepEqual([0, 1, 3, 20].map((failures) => backOff(failures, 1)), [2000, 4000, 16000, 180000]);
  assert.notEqual(backOff(5, 0.1), backOff(5, 0.9));
});

test("only a device that has ended is told from a line that is down, and from one that the office does not know", () => {
  const unknown = new Refusal({ ...UNLIKELY, code: "field_token_unknown" });
  assert.deepEqual([isEnded(unknown), isUnknown(unknown)], [false, true]);
  assert.equal(isEnded(new Refusal({ ...UNLIKELY, code: "field_device_ended" })), true);
  assert.equal(isEnded(new Refusal({ ...UNLIKELY, code: "offline" })), false);
});
