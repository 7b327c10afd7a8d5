// The PIN opens the readable copy of a shift, and nothing else depends on it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ShiftKey, isPin } from "../src/core/pin.ts";

const FEW = 1000;

test("what a PIN guards opens with it, for that person, and with no other", async () => {
  const key = await ShiftKey.make();
  const hidden = await key.hide({ room: "301" }, "copy");
  const wrapped = await key.wrapped("2580", "li", FEW);
  const again = await ShiftKey.opened(wrapped, "2580", "li");
  assert.deepEqual(await again!.show(hidden, "copy"), { room: "301" });
  assert.equal(await ShiftKey.opened(wrapped, "2581", "li"), null);
  assert.equal(await ShiftKey.opened(wrapped, "2580", "wang"), null);
});

test("two people open one shift, each with her own PIN", async () => {
  const key = await ShiftKey.make();
  const hidden = await key.hide([1], "copy");
  const of = { li: await key.wrapped("2580", "li", FEW), wang: await key.wrapped("1470", "wang", FEW) };
  for (const [person, pin] of [["li", "2580"], ["wang", "1470"]] as const) {
    assert.deepEqual(await (await ShiftKey.opened(of[person], pin, person))!.show(hidden, "copy"), [1]);
  }
});

test("what another shift hid is not shown, nor under another name", async () => {
  const hidden = await (await ShiftKey.make()).hide("x", "copy");
  assert.equal(await (await ShiftKey.make()).show(hidden, "copy"), null);
  const key = await ShiftKey.make();
  assert.equal(await key.show(await key.hide("x", "a"), "b"), null);
});

test("a PIN has four to eight digits that are not all the same", () => {
  assert.deepEqual(["2580", "12345678", "258", "123456789", "1111", "25a0", ""].map(isPin), [
    true, true, false, false, false, false, false,
  ]);
});
