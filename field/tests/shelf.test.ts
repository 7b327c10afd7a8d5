// The shelf in the hands of a browser: connections that it closes behind the app's back, and storage that does not open.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { forceCloseDatabase } from "fake-indexeddb";
import { Refusal } from "../src/core/problem.ts";
import { indexedShelf } from "../src/store/indexed.ts";
import { openShelf } from "../src/store/open.ts";
import { entries, headOf } from "../src/store/outbox.ts";
import { Memory, enrolled, note, session } from "./phone.ts";

/** Every connection that was opened, the last one last: idb hands none of them out. */
let connections: IDBDatabase[] = [];
const open = IDBFactory.prototype.open;

beforeEach(() => {
  connections = [];
  IDBFactory.prototype.open = function (name: string, version?: number) {
    const asked = open.call(this, name, version);
    asked.addEventListener("success", () => connections.push(asked.result));
    return asked;
  };
});
afterEach(() => {
  IDBFactory.prototype.open = open;
});

const closedBehindTheBack: Record<string, () => void> = {
  // As iOS does to an app that lay in the background: nothing is told, and the next transaction fails.
  silently: () => connections.at(-1)!.close(),
  "with a word": () => forceCloseDatabase(connections.at(-1) as unknown as typeof IDBDatabase),
};

for (const [how, close] of Object.entries(closedBehindTheBack)) {
  test(`a connection that the browser closed ${how} is opened anew: what is noted next is kept`, async () => {
    const shelf = await enrolled(await indexedShelf(`closed ${how}`), "w");
    const by = await session();
    await note(shelf, by, "1102 家里没人");
    close();
    await note(shelf, by, "1103 已量");
    assert.equal((await entries(shelf)).length, 2);
    assert.equal((await headOf(shelf))?.next, 3);
  });

  test(`a connection that the browser closed ${how} still lets one read what is noted`, async () => {
    const shelf = await enrolled(await indexedShelf(`read ${how}`), "w");
    await note(shelf, await session());
    close();
    assert.equal((await entries(shelf)).length, 1);
    close();
    assert.equal((await headOf(shelf))?.next, 2);
  });
}

test("a change that fails on its way is refused whole, and the next one goes by a new connection", async () => {
  const shelf = await enrolled(await indexedShelf("lost"), "w");
  const by = await session();
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function () {
    connections.at(-1)!.close();
    throw new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", "UnknownError");
  };
  await assert.rejects(note(shelf, by), (error) => error instanceof Refusal && error.problem.code === "storage_broken");
  IDBObjectStore.prototype.put = put;
  await note(shelf, by);
  assert.deepEqual((await entries(shelf)).map(([, one]) => one.seq), [1]);
});

function failing(): void {
  IDBFactory.prototype.open = () => {
    throw new DOMException("Connection to Indexed Database server lost. Refresh the page to try again", "UnknownError");
  };
}

test("a browser without IndexedDB keeps things in localStorage, and goes on there when it has one", async () => {
  const memory = new Memory();
  failing();
  const before = await openShelf(memory);
  assert.equal(before.kind, "localstorage");
  await enrolled(before, "w");
  await note(before, await session());
  IDBFactory.prototype.open = open;
  const after = await openShelf(memory);
  assert.deepEqual([after.kind, (await entries(after)).length], ["localstorage", 1]);
});

test("IndexedDB that does not open today is not taken for an empty phone: nothing begins anew beside what is noted", async () => {
  const memory = new Memory();
  const before = await openShelf(memory);
  assert.equal(before.kind, "indexeddb");
  await enrolled(before, "w");
  await note(before, await session());
  failing();
  await assert.rejects(openShelf(memory), (error) => error instanceof Refusal && error.problem.code === "storage_closed");
  IDBFactory.prototype.open = open;
  assert.equal((await entries(await openShelf(memory))).length, 1);
});

test("IndexedDB that never answers holds nobody before an empty screen", async () => {
  const memory = new Memory();
  await openShelf(memory);
  IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  await assert.rejects(openShelf(memory, 20), (error) => error instanceof Refusal && error.problem.code === "storage_closed");
});

test("a browser that keeps nothing at all says so", async () => {
  failing();
  await assert.rejects(openShelf(null), (error) => error instanceof Refusal && error.problem.code === "storage_none");
});
