// The words of the screens: both languages say the same details, and English counts one as one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../src/words/en.ts";
import { type Word, zh } from "../src/words/zh.ts";

const shelf = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: { getItem: (key: string) => shelf.get(key) ?? null, setItem: (key: string, value: string) => shelf.set(key, value) },
  document: { documentElement: { lang: "" } },
});
const { say, speak } = await import("../src/words/say.ts");

const details = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)(?=[:}])/g)].map((found) => found[1] ?? ""))].sort();

test("one home is left, two homes are left", () => {
  speak("en");
  assert.equal(say("doors_left", { n: 1 }), "1 home left");
  assert.equal(say("doors_left", { n: 2 }), "2 homes left");
  assert.equal(say("pin_wrong", { n: 1 }), "Wrong PIN; 1 try left.");
  speak("zh");
  assert.equal(say("doors_left", { n: 1 }), "还有 1 户");
});

test("what was told is noted with the colon of its language", () => {
  speak("en");
  assert.equal(say("noted_as", { what: say("told"), words: "三天" }), "Told: 三天");
  speak("zh");
  assert.equal(say("noted_as", { what: say("told"), words: "三天" }), "通知到了：三天");
});

test("both languages name the same details, and English holds no Chinese sign", () => {
  for (const word of Object.keys(zh) as Word[]) {
    assert.deepEqual(details(en[word]), details(zh[word]), word);
    if (word !== "language") assert.doesNotMatch(en[word], /[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]/, word);
  }
});
