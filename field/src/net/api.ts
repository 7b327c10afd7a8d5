// What the phone asks of the server, and its refusals as problems.
import type { Carry } from "../core/carry.ts";
import { type Problem, Refusal, refusal } from "../core/problem.ts";
import type { OutbreakKey, SessionRow } from "../core/sealing.ts";

export interface Enrolled {
  token: string;
  device: string;
  writer: string;
  next_seq: number;
  head: string;
  area: string;
  place: string;
  until: string;
  outbreak: string;
  key: OutbreakKey;
  now: string;
  /** Those of the writers that it was told of which go on under this enrolment: the office knew nothing of them. */
  taken_over?: string[];
}

export interface Result {
  seq: number;
  id: string;
  state: "received" | "held";
  problem: Problem | null;
}

export interface Stand {
  writer: string;
  next_seq: number;
  head: string;
}

export interface Answer {
  received_at: string;
  drift_ms: number;
  next_seq: number;
  head: string;
  results: Result[];
  /** After a fork: the writer under which the phone goes on. */
  writer?: Stand;
}

export interface Proof {
  writers: (Stand & { held: number[]; refused: { seq: number; id: string; problem: Problem }[] })[];
  /** When the office was put back from a backup last. */
  restored_at?: string | null;
}

/** What a shift carries; `carry` is null where the phone has it already. */
export interface Given {
  carry: Carry | null;
  etag: string;
  now: string;
  expires_at: string;
}

export interface Api {
  /** `writers`: under which this phone holds events from before. */
  enrol(code: string, kind: string, writers: readonly string[]): Promise<Enrolled>;
  /** `known`: the mark of the copy that the phone can read, empty where it has none. */
  carry(known: string): Promise<Given>;
  send(sentAt: string, sessions: SessionRow[], events: string[]): Promise<Answer>;
  proof(): Promise<Proof>;
  photo(sha256: string, session: string, sealed: Uint8Array<ArrayBuffer>): Promise<void>;
  hasPhoto(sha256: string): Promise<boolean>;
}

const LONGEST_MS = 20_000;
const NOT_CHANGED = 304;
const NOT_THERE = 404;

/** Asks; an answer without a body of ours, or none at all, is the refusal `offline`. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST_MS);
  let reply: Response;
  try {
    reply = await fetch(path, { ...init, cache: "no-store", credentials: "omit", signal: stop.signal });
  } catch {
    throw refusal("offline");
  } finally {
    clearTimeout(timer);
  }
  if (reply.ok || reply.status === NOT_CHANGED) return reply;
  // Whether something is there is a question of its own; its answer has no body.
  if (init.method === "HEAD" && reply.status === NOT_THERE) return reply;
  const said = (await reply.json().catch(() => null)) as { problem?: Problem } | null;
  throw said?.problem ? new Refusal(said.problem) : refusal("offline");
}

/** The server, asked in the name of this device. */
export function api(token: () => string, base = "/api/v1"): Api {
  const bearer = (): Record<string, string> => (token() ? { Authorization: `Bearer ${token()}` } : {});
  const json = { "Content-Type": "application/json" };
  const get = async <T>(path: string): Promise<T> =>
    (await ask(`${base}${path}`, { headers: bearer() })).json() as Promise<T>;
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const init = { method: "POST", headers: { ...json, ...bearer() }, body: JSON.stringify(body) };
    return (await ask(`${base}${path}`, init)).json() as Promise<T>;
  };
  const there = async (sha256: string): Promise<boolean> =>
    (await ask(`${base}/photos/${sha256}`, { method: "HEAD", headers: bearer() })).ok;
  return {
    enrol: (code, kind, writers) => post("/enrol", { code, kind, writers }),
    carry: async (known) => {
      const asked = known ? { ...bearer(), "If-None-Match": known } : bearer();
      const reply = await ask(`${base}/carry?days=2`, { headers: asked });
      const beside = (name: string): string => reply.headers.get(name) ?? "";
      const carry = reply.status === NOT_CHANGED ? null : ((await reply.json()) as Carry);
      const [now, expires_at] = carry ? [carry.now, carry.expires_at] : [beside("X-Now"), beside("X-Expires-At")];
      // A copy that nobody says the end of would be kept for ever: whoever left the hours out is not our office.
      if (Number.isNaN(Date.parse(now)) || Number.isNaN(Date.parse(expires_at))) throw refusal("offline");
      return { carry, etag: beside("ETag"), now, expires_at };
    },
    send: (sentAt, sessions, events) => post("/events", { sent_at: sentAt, sessions, events }),
    proof: () => get("/proof"),
    photo: async (sha256, session, sealed) => {
      const path = `${base}/photos/${sha256}?session=${session}`;
      await ask(path, { method: "PUT", headers: { ...bearer(), "Content-Type": "application/octet-stream" }, body: sealed });
      if (!(await there(sha256))) throw refusal("offline");
    },
    hasPhoto: there,
  };
}
