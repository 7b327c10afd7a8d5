// What the phone makes of the office's answers: a copy whose end nobody tells is no copy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../src/core/problem.ts";
import { api } from "../src/net/api.ts";

const HOURS = { "X-Now": "2022-01-10T03:00:00Z", "X-Expires-At": "2022-01-10T12:00:00Z" };

async function unchanged(headers: Record<string, string>): Promise<unknown> {
  const before = globalThis.fetch;
  globalThis.fetch = async () => new Response(null, { status: 304, headers });
  try {
    return await api(() => "t").carry('"mark"');
  } finally {
    globalThis.fetch = before;
  }
}

test("an unchanged list lives on until the hour that its answer tells", async () => {
  const { now, expires_at, carry } = (await unchanged(HOURS)) as { now: string; expires_at: string; carry: null };
  assert.deepEqual([now, expires_at, carry], [HOURS["X-Now"], HOURS["X-Expires-At"], null]);
});

for (const left of ["X-Now", "X-Expires-At"]) {
  for (const said of ["", "soon"]) {
    test(`an unchanged list without its ${left} (${said || "none"}) is taken for no answer at all`, async () => {
      const headers: Record<string, string> = { ...HOURS };
      if (said) headers[left] = said;
      else delete headers[left];
      await assert.rejects(unchanged(headers), (error) => error instanceof Refusal && error.problem.code === "offline");
    });
  }
}
