// What a tap says, and how a round stands by what this phone noted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Carry, type Door, type Due, type Round, asWalked, find, inOrder, isHers } from "../src/core/carry.ts";
import { Refusal } from "../src/core/problem.ts";
import {
  type Mark, type Marking, type Shown, cannotWord, declarable, doneWord, doorWord, exceptOf, floorWord, isOpen, marksOf,
  parcelsAt, parcelsWord,
} from "../src/core/work.ts";
import { cases } from "./cases.ts";

const ALL = ["measured", "reported", "declared"];
const due = (key: string, more: Partial<Due> = {}): Due => ({
  key, what: "temperature", what_zh: "量体温", subject: key, name: "张阿姨", state: "open", grades: ALL, photo: "none", again: false, ...more,
});
const door = (room: string, duties: Due[], more: Partial<Door> = {}): Door => ({
  area: `d/s/c/jxc/1/2/${room}/`, room, household: room, isolated: false, away: false, note: "", duties, ...more,
});
const round = (doors: Door[], more: Partial<Round> = {}): Round => ({
  key: "2022-01-10/am/c/jxc/1/2", day: "2022-01-10", win: "am", win_zh: "上午", unit: "d/s/c/jxc/1/2/", place: "1号楼2单元",
  opens_at: "2022-01-10T07:00:00+08:00", due_at: "2022-01-10T12:00:00+08:00", owner_post: "q",
  floors: [{ floor: 3, doors }], ...more,
});
const CARRY = { reasons: [{ key: "nobody_home", zh: "家里没人", en: "nobody home" }] } as unknown as Carry;
const SHOWN: Shown = { grade: "measured", reading: "", count: "", note: "", photos: [], signature: "", tube: "" };
const marking = (duties: Marking["duties"], more: Partial<Marking> = {}): Marking => ({
  name: "e", state: "here", problem: null, dealt: false, duties, reason: "", ...more,
});
const NO_MARKS: Map<string, Mark> = new Map();
const PROBLEM = { code: "x", zh: "", en: "", next_zh: "", next_en: "" };
const refused = (code: string) => (error: unknown): boolean => error instanceof Refusal && error.problem.code === code;

test("one tap says all normal, and names who is not with the reason noted at her door", () => {
  const doors = [door("301", [due("a"), due("b")]), door("302", [due("c")])];
  const marks = marksOf([marking({ c: "cannot" }, { reason: "nobody_home" })]);
  const word = floorWord(round(doors), 3, doors, marks);
  assert.deepEqual(word.body, { round: "2022-01-10/am/c/jxc/1/2", floor: 3, except: { 302: "nobody_home" } });
  assert.deepEqual([word.kind, word.area, word.duties], ["field.round", "d/s/c/jxc/1/", { a: "done", b: "done" }]);
});

test("one tap never declares what needs better evidence, a photo, an isolated home, or what is done", () => {
  const doors = [
    door("301", [due("sampled", { grades: ["measured"] }), due("shown", { photo: "one" }), due("over", { state: "done" }), due("ok")]),
    door("302", [due("apart")], { isolated: true }),
    door("303", [due("alone", { alone: true })]),
  ];
  assert.deepEqual(declarable(doors, NO_MARKS).map((one) => one.key), ["ok"]);
});

test("a refused entry opens its duty again, in sight, until somebody deals with it or does it anew", () => {
  const refusal = marking({ a: "done" }, { problem: PROBLEM });
  const open = due("a");
  assert.equal(marksOf([refusal]).get("a")!.outcome, "refused");
  assert.equal(isOpen(open, marksOf([refusal])), true);
  assert.deepEqual(declarable([door("301", [open])], marksOf([refusal])), []);
  assert.equal(marksOf([{ ...refusal, dealt: true }]).get("a"), undefined);
  assert.equal(isOpen(open, marksOf([refusal, marking({ a: "done" })])), false);
});

test("a home that was reached after all is no exception any more", () => {
  const doors = [door("301", [due("a")])];
  const marks = marksOf([marking({ a: "cannot" }, { reason: "nobody_home" }), marking({ a: "done" })]);
  assert.deepEqual(exceptOf(doors, marks), {});
});

test("a door outcome speaks of all that is open there, by its key whatever language it was said in", () => {
  const at = door("301", [due("a"), due("b", { state: "done" })]);
  const word = doorWord(round([at]), at, "nobody home", "", CARRY, NO_MARKS);
  assert.deepEqual(word.body, { door: "d/s/c/jxc/1/2/301/", day: "2022-01-10", win: "am", outcome: "nobody_home" });
  assert.deepEqual(word.duties, { a: "cannot" });
  assert.throws(() => doorWord(round([at]), at, " ", "", CARRY, NO_MARKS), refused("reason_needed"));
  assert.throws(() => cannotWord(at, due("a"), "", CARRY), refused("reason_needed"));
});

test("an infant's sample excepts nobody else behind the door, and is no reason for anything else", () => {
  const sampled = due("s", { what: "sampling", grades: ["measured"] });
  const carry = { reasons: [{ key: "infant", zh: "婴幼儿", en: "infant" }] } as unknown as Carry;
  const at = door("302", [due("a"), sampled]);
  const word = cannotWord(at, sampled, "婴幼儿", carry);
  assert.deepEqual(word.body, { duty: "s", outcome: "cannot", reason: "infant" });
  const marks = marksOf([marking(word.duties, { reason: word.reason })]);
  assert.deepEqual(floorWord(round([at]), 3, [at], marks).body, { round: "2022-01-10/am/c/jxc/1/2", floor: 3, except: {} });
  assert.deepEqual(declarable([at], marks).map((one) => one.key), ["a"]);
  assert.throws(() => cannotWord(at, due("a"), "infant", carry), refused("reason_of_sampling"));
  assert.deepEqual(doorWord(round([at]), at, "infant", "", carry, NO_MARKS).duties, { s: "cannot" });
  const other = door("303", [due("b")]);
  assert.throws(() => doorWord(round([other]), other, "infant", "", carry, NO_MARKS), refused("reason_of_sampling"));
});

test("what is done carries what shows it, and nothing that was not given", () => {
  const at = door("301", [due("a")]);
  const shown = { ...SHOWN, reading: "36,7", note: " 腿疼 ", count: "2" };
  const word = doneWord(at, due("a"), shown);
  assert.deepEqual(word.body, { duty: "a", outcome: "done", grade: "measured", reading: 36.7, count: 2, note: "腿疼" });
  assert.deepEqual(doneWord(at, due("a"), { ...SHOWN, grade: "reported" }).body, {
    duty: "a", outcome: "done", grade: "reported",
  });
});

interface Judged {
  what: string;
  grades: string[];
  said: { grade?: string; reading?: number };
  problem: string | null;
}

for (const { what, grades, said, problem } of cases<{ grades: Judged[] }>("judge").grades) {
  // The phone always says under which grade; where none is said the server judges alone.
  if (!said.grade) continue;
  test(`${what} ${said.grade} ${said.reading ?? "without a reading"} of ${grades}: ${problem ?? "good"}`, () => {
    const at = door("301", [due("a", { what, grades })]);
    const shown = { ...SHOWN, grade: said.grade!, reading: said.reading?.toFixed(1) ?? "" };
    const done = (): unknown => doneWord(at, at.duties[0]!, shown);
    if (problem) assert.throws(done, refused(problem));
    else assert.doesNotThrow(done);
  });
}

test("a tube makes it a sample", () => {
  const at = door("301", [due("a", { what: "sampling", grades: ["measured"] })]);
  const word = doneWord(at, at.duties[0]!, { ...SHOWN, tube: " ZZ-0042 " });
  assert.deepEqual([word.kind, word.body], ["field.sample", { duty: "a", tube: "ZZ-0042", count: 1 }]);
});

test("what the server would refuse is said at the door", () => {
  const at = door("301", [due("a")]);
  const sampling = due("s", { what: "sampling", grades: ["measured"] });
  assert.throws(() => doneWord(at, due("a"), { ...SHOWN, reading: "63.6" }), refused("temperature_unlikely"));
  assert.throws(() => doneWord(at, due("a"), SHOWN), refused("reading_missing"));
  assert.throws(() => doneWord(at, sampling, { ...SHOWN, grade: "declared" }), refused("grade_not_accepted"));
  assert.throws(() => doneWord(at, due("p", { what: "waste", photo: "one" }), SHOWN), refused("photo_needed"));
  const apart = { ...at, isolated: true };
  assert.throws(() => doneWord(apart, due("w", { what: "waste" }), { ...SHOWN, photos: ["f"] }), refused("photo_not_here"));
});

test("a round is walked from the top, homes in isolation last and apart", () => {
  const floors = [
    { floor: 1, doors: [door("101", [])] },
    { floor: 9, doors: [door("901", [], { isolated: true })] },
    { floor: 31, doors: [door("3101", []), door("3102", [], { isolated: true })] },
  ];
  const walked = asWalked(round([], { floors }));
  assert.deepEqual(walked.floors.map((one) => one.floor), [31, 1]);
  assert.deepEqual(walked.isolated.map((one) => one.room), ["3102", "901"]);
});

test("her own rounds come first, then by the hour; a door is found by room, name or path", () => {
  const early = round([door("301", [due("a")])], { key: "early", due_at: "2022-01-10T09:00:00+08:00", owner_post: "other" });
  const own = round([door("1102", [due("b", { name: "李娟" })])], { key: "own" });
  assert.deepEqual(inOrder([early, own], "q").map((one) => one.key), ["own", "early"]);
  // One of several owners is hers only where she is among them; one of nobody is everybody's.
  const several = { ...own, owner_post: null, owners: ["r", "s"] };
  assert.deepEqual(["q", "r"].map((post) => isHers(several, post)), [false, true]);
  assert.equal(isHers({ ...own, owner_post: null, owners: [] }, "q"), true);
  assert.equal(isHers({ ...own, owner_post: null }, "q"), true);
  const rooms = (said: string): string[] => find([early, own], said).map((one) => one.door.room);
  assert.deepEqual([rooms("11"), rooms("李"), rooms("d/s/c/jxc/1/2/301"), rooms(" "), rooms("9")], [["1102"], ["1102"], ["301"], [], []]);
});

test("parcels are brought in one tap, and lie again only by a later copy that says so", () => {
  const at = door("301", [], { parcels: 2 });
  const carry = { now: "2022-01-10T10:06:00+08:00" } as Carry;
  const word = parcelsWord(at, carry);
  assert.deepEqual([word.kind, word.body], ["field.delivery", { door: at.area, what: "到件" }]);
  const some = marksOf([marking(word.duties)]);
  assert.deepEqual([parcelsAt(at, carry, new Map()).mark, parcelsAt(at, carry, some).mark?.outcome], [undefined, "done"]);
  assert.equal(parcelsAt(at, { ...carry, now: "2022-01-10T15:00:00+08:00" }, some).mark, undefined);
  assert.equal(parcelsAt(door("302", []), carry, some).lie, 0);
});
