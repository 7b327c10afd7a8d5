// What the phone judges offline, by the same cases as the server.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type PhotoAsked, type Reason, accepts, floorDeclares, floorGrade, isFever, photosMissing, readCelsius, readReason,
  reasonsFor, speaksOf,
} from "../src/core/judge.ts";
import { cases } from "./cases.ts";

const REASONS: Reason[] = [
  { key: "nobody_home", zh: "家里没人", en: "nobody home" },
  { key: "later", zh: "稍后再来", en: "come back later" },
  { key: "refused", zh: "不愿意", en: "refused" },
  { key: "unwell", zh: "不舒服，要另看", en: "unwell, to be seen" },
  { key: "no_thermometer", zh: "没有体温计", en: "no thermometer" },
  { key: "infant", zh: "婴幼儿", en: "infant" },
];

interface Cases {
  celsius: [string, number | null][];
  fever: [number, boolean][];
  grades: [string[], string, boolean][];
  floor_grade: [string[], string | null][];
  floor_declares: [string[], PhotoAsked, boolean, boolean, boolean][];
  reasons: [string, string | null][];
  speaks_of: [string, string, boolean][];
  photos: [PhotoAsked, number, number][];
}
const all = cases<Cases>("door");

for (const [said, celsius] of all.celsius) {
  test(`a reading ${JSON.stringify(said)} is ${celsius}`, () => assert.equal(readCelsius(said), celsius));
}
for (const [celsius, fever] of all.fever) {
  test(`${celsius} ${fever ? "is" : "is no"} fever`, () => assert.equal(isFever(celsius), fever));
}
for (const [grades, grade, accepted] of all.grades) {
  test(`${grades} ${accepted ? "accept" : "refuse"} ${grade}`, () => assert.equal(accepts(grades, grade), accepted));
}
for (const [grades, grade] of all.floor_grade) {
  test(`a floor of ${grades} counts as ${grade}`, () => assert.equal(floorGrade(grades), grade));
}
for (const [grades, photo, isolated, unwell, declares] of all.floor_declares) {
  const home = `${isolated ? "isolated" : ""}${unwell ? " unwell" : ""}`.trim() || "ordinary";
  test(`a floor of ${grades} with ${photo} ${declares ? "speaks" : "does not speak"} for an ${home} home`, () =>
    assert.equal(floorDeclares(grades, photo, isolated || unwell), declares));
}
for (const [said, kept] of all.reasons) {
  test(`a reason ${JSON.stringify(said)} is kept as ${kept}`, () => assert.equal(readReason(said, REASONS), kept));
}
for (const [reason, what, speaks] of all.speaks_of) {
  test(`${reason} ${speaks ? "may stand" : "never stands"} in the way of ${what || "a whole door"}`, () => {
    assert.equal(speaksOf(reason, what), speaks);
    assert.equal(reasonsFor(what || null, REASONS).some((one) => one.key === reason), speaks && REASONS.some((one) => one.key === reason));
  });
}
for (const [asked, taken, missing] of all.photos) {
  test(`${asked} with ${taken} photos lacks ${missing}`, () => assert.equal(photosMissing(asked, taken), missing));
}
