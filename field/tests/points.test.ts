// The common parts of a stairwell as points to tick: which they are, in which order, which are left, and their code.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Door, Due, Round } from "../src/core/carry.ts";
import { pointsLeft, pointsOf, stairwellOf } from "../src/core/points.ts";
import { type Mark, marksOf } from "../src/core/work.ts";

const NOW = new Date("2022-01-10T09:00:00+08:00");
const due = (key: string, more: Partial<Due> = {}): Due => ({
  key, what: "disinfection", what_zh: "消毒", subject: key, name: key, state: "open", grades: ["measured"], photo: "none", again: false, ...more,
});
const part = (room: string, duties: Due[], household: string | null = null): Door => ({
  area: `d/s/c/jxc/1/2/${room}/`, room, household, isolated: false, away: false, note: "", duties,
});
const round = (floors: Round["floors"], more: Partial<Round> = {}): Round => ({
  key: "2022-01-10/day/d/s/c/jxc/1/2", day: "2022-01-10", win: "day", win_zh: "白天", unit: "d/s/c/jxc/1/2/", place: "1号楼2单元",
  opens_at: "2022-01-10T08:00:00+08:00", due_at: "2022-01-10T20:00:00+08:00", owner_post: "q", floors, ...more,
});
const FLOORS: Round["floors"] = [
  { floor: 0, doors: [part("0-p", [due("电梯"), due("扶手"), due("值守", { what: "watch" }), due("快递柜", { state: "waived" })])] },
  { floor: 12, doors: [part("1200-p", [due("12层楼道")]), part("1201", [due("家里")], "h")] },
  { floor: 3, doors: [part("300-p", [due("3层楼道", { state: "done" })])] },
];
const ROUNDS = [round(FLOORS)];
const names = (points: ReturnType<typeof pointsOf>): string[] => points.map((one) => one.due.name);

test("the points of a stairwell are its common parts, never a home, from the top floor down", () => {
  assert.deepEqual(names(pointsOf(ROUNDS, "d/s/c/jxc/1/2/", NOW)), ["12层楼道", "3层楼道", "电梯", "扶手"]);
  assert.deepEqual(pointsOf(ROUNDS, "d/s/c/jxc/1/1/", NOW), []);
});

test("what is not begun is no point yet: tomorrow's round waits for tomorrow", () => {
  const tomorrow = round(FLOORS, { key: "t", day: "2022-01-11", opens_at: "2022-01-11T08:00:00+08:00" });
  assert.equal(pointsOf([...ROUNDS, tomorrow], "d/s/c/jxc/1/2/", NOW).length, 4);
});

test("what is left is what neither the office nor this phone has as done; a refused word opens its point again", () => {
  const marking = { name: "e", state: "here", problem: null, dealt: false, duties: { 电梯: "done" }, reason: "" } as const;
  const points = pointsOf(ROUNDS, "d/s/c/jxc/1/2/", NOW);
  const left = (marks: Map<string, Mark>): string[] => names(pointsLeft(points, marks));
  assert.deepEqual(left(marksOf([marking])), ["12层楼道", "扶手"]);
  const problem = { code: "x", zh: "", en: "", next_zh: "", next_en: "" };
  assert.deepEqual(left(marksOf([{ ...marking, problem }])), ["12层楼道", "电梯", "扶手"]);
});

test("the code of a card is the stairwell's path; another stairwell, a door and a tube are none", () => {
  assert.equal(stairwellOf(ROUNDS, " d/s/c/jxc/1/2 ", NOW), "d/s/c/jxc/1/2/");
  assert.equal(stairwellOf(ROUNDS, "d/s/c/jxc/1/2/", NOW), "d/s/c/jxc/1/2/");
  for (const other of ["d/s/c/jxc/1/1", "d/s/c/jxc/1/2/1201", "ZZ-2022-0042", ""]) assert.equal(stairwellOf(ROUNDS, other, NOW), null);
});
