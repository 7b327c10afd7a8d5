// The outbox: numbers never collide, nothing is half kept, nothing goes because a PIN or a copy went.
import assert from "node:assert/strict";
import { test } from "node:test";
import { GENESIS, link } from "../src/core/chain.ts";
import { Refusal } from "../src/core/problem.ts";
import { indexedShelf } from "../src/store/indexed.ts";
import { localShelf } from "../src/store/local.ts";
import { type Head, deal, entries, headOf, waiting } from "../src/store/outbox.ts";
import type { Shelf } from "../src/store/shelf.ts";
import { Memory, SHELVES, enrolled, note, session } from "./phone.ts";

async function isChained(shelf: Shelf): Promise<number> {
  let prev = GENESIS;
  const all = await entries(shelf);
  for (const [at, [, entry]] of all.entries()) {
    assert.equal(entry.seq, at + 1);
    assert.equal((JSON.parse(entry.text!) as { prev: string }).prev, prev);
    prev = await link(prev, entry.text!);
    assert.equal(entry.hash, prev);
  }
  const head = (await headOf(shelf)) as Head;
  assert.deepEqual([head.next, head.hash], [all.length + 1, prev]);
  return all.length;
}

for (const [kind, make] of Object.entries(SHELVES)) {
  test(`${kind}: a hundred taps of two tabs at once have a hundred numbers and one chain`, async () => {
    const shelf = await enrolled(await make(), "w");
    const tabs = [await session(), await session()];
    await Promise.all(Array.from({ length: 100 }, (_, at) => note(shelf, tabs[at % 2]!)));
    assert.equal(await isChained(shelf), 100);
  });

  test(`${kind}: a change whose ground has moved does nothing at all`, async () => {
    const shelf = await make();
    await shelf.commit({ put: { a: 1, b: { x: [1] } } });
    assert.equal(await shelf.commit({ while: { a: 2 }, put: { c: 3 }, drop: ["a"] }), false);
    assert.deepEqual([await shelf.get("a"), await shelf.get("c")], [1, undefined]);
    assert.equal(await shelf.commit({ while: { b: { x: [1] }, none: undefined }, put: { c: 3 }, drop: ["a"] }), true);
    assert.deepEqual(await shelf.all(""), [["b", { x: [1] }], ["c", 3]]);
  });
}

test("two tabs with databases of their own over one phone never give one number twice", async () => {
  const one = await enrolled(await indexedShelf("shared"), "w");
  const two = await indexedShelf("shared");
  const by = await session();
  await Promise.all(Array.from({ length: 40 }, (_, at) => note(at % 2 ? one : two, by)));
  assert.equal(await isChained(two), 40);
});

test("a killed tab takes nothing along: what was noted stands when the app is opened again", async () => {
  const before = await indexedShelf("killed");
  await enrolled(before, "w");
  await note(before, await session(), "1102 家里没人");
  before.close();
  const again = await indexedShelf("killed");
  await note(again, await session());
  assert.equal(await isChained(again), 2);
  assert.deepEqual(await waiting(again), { unsent: 2, photos: 0, refused: 0 });
});

test("on a full phone the person is told, and neither number nor half an entry is kept", async () => {
  const shelf = await enrolled(localShelf(new Memory(3000), async (work) => work()), "w");
  const by = await session();
  const photo = { sha256: "f", session: by.row.id, sealed: "x".repeat(5000) };
  await note(shelf, by);
  await assert.rejects(note(shelf, by, "y", [photo]), (error) => error instanceof Refusal && error.problem.code === "storage_full");
  assert.equal(await isChained(shelf), 1);
  assert.deepEqual(await shelf.all("photo/"), []);
});

test("an IndexedDB that is full refuses the whole entry", async () => {
  const shelf = await enrolled(await indexedShelf("full"), "w");
  const by = await session();
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
    if (String(key).startsWith("event/")) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value, key);
  };
  await assert.rejects(note(shelf, by), (error) => error instanceof Refusal && error.problem.code === "storage_full");
  IDBObjectStore.prototype.put = put;
  assert.equal(await isChained(shelf), 0);
  await note(shelf, by);
  assert.equal(await isChained(shelf), 1);
});

test("a refusal counts until somebody has dealt with it", async () => {
  const shelf = await enrolled(await SHELVES["indexeddb"]!(), "w");
  await note(shelf, await session());
  const [[name, entry]] = (await entries(shelf)) as [[string, Awaited<ReturnType<typeof note>>]];
  const problem = { code: "x", zh: "", en: "", next_zh: "", next_en: "" };
  await shelf.commit({ put: { [name]: { ...entry, state: "received", problem } } });
  assert.deepEqual(await waiting(shelf), { unsent: 0, photos: 0, refused: 1 });
  await deal(shelf, name);
  assert.deepEqual(await waiting(shelf), { unsent: 0, photos: 0, refused: 0 });
});
