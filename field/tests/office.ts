// A server in memory that keeps to the contract: chain per writer, held events, forks, verdicts, proof, and bad lines.
import { link, GENESIS } from "../src/core/chain.ts";
import { type Problem, refusal } from "../src/core/problem.ts";
import type { Answer, Api, Enrolled, Proof, Result } from "../src/net/api.ts";

interface Log {
  texts: string[];
  hashes: string[];
  held: Map<number, string>;
  refused: { seq: number; id: string; problem: Problem }[];
}

interface Sent {
  id: string;
  writer: string;
  seq: number;
  prev: string;
}

export class Office implements Api {
  readonly logs = new Map<string, Log>();
  readonly photos = new Set<string>();
  readonly sessions = new Set<string>();
  /** The ids that are refused, and why. */
  readonly refusing = new Map<string, Problem>();
  /** What the line does next: loses the question, or the answer. */
  line: () => "good" | "lost" | "unanswered" = () => "good";
  batches = 0;
  /** When it was put back from a backup last. */
  restored_at: string | null = null;
  /** How often it was asked for a photo. */
  looks = 0;
  private static enrolments = 0;

  constructor(writer: string) {
    this.begin(writer);
  }

  begin(writer: string): void {
    this.logs.set(writer, { texts: [], hashes: [GENESIS], held: new Map(), refused: [] });
  }

  /** One after another, as the head row of a writer is locked. */
  private locked: Promise<unknown> = Promise.resolve();

  private async over<T>(work: () => Promise<T>): Promise<T> {
    const how = this.line();
    if (how === "lost") throw refusal("offline");
    const turn = this.locked.then(work);
    this.locked = turn.catch(() => undefined);
    const done = await turn;
    if (how === "unanswered") throw refusal("offline");
    return done;
  }

  private async take(log: Log, text: string, answer: { forked: boolean }): Promise<Result> {
    const sent = JSON.parse(text) as Sent;
    const problem = this.refusing.get(sent.id) ?? null;
    const result = { seq: sent.seq, id: sent.id, state: "received", problem } as const;
    const next = log.hashes.length;
    if (sent.seq > next) {
      log.held.set(sent.seq, text);
      return { ...result, state: "held" };
    }
    const same = sent.seq < next && log.texts[sent.seq - 1] === text;
    if (same) return result;
    if (sent.seq < next || sent.prev !== log.hashes.at(-1)) {
      answer.forked = true;
      const forked = { code: "writer_forked", zh: "号码重了", en: "forked", next_zh: "看", next_en: "look" };
      return { ...result, problem: forked };
    }
    log.texts.push(text);
    log.hashes.push(await link(sent.prev, text));
    if (problem) log.refused.push({ seq: sent.seq, id: sent.id, problem });
    const waiting = log.held.get(sent.seq + 1);
    log.held.delete(sent.seq + 1);
    if (waiting) await this.take(log, waiting, answer);
    return result;
  }

  send(_: string, sessions: { id: string }[], events: string[]): Promise<Answer> {
    return this.over(async () => {
      this.batches += 1;
      for (const one of sessions) this.sessions.add(one.id);
      const answer = { forked: false };
      const writer = (JSON.parse(events[0]!) as Sent).writer;
      const log = this.logs.get(writer)!;
      const results: Result[] = [];
      for (const text of events) results.push(await this.take(log, text, answer));
      const stand = { next_seq: log.hashes.length, head: log.hashes.at(-1)! };
      const said = { received_at: "", drift_ms: 0, ...stand, results };
      if (!answer.forked) return said;
      const fresh = `${writer}+`;
      if (!this.logs.has(fresh)) this.begin(fresh);
      return { ...said, writer: { writer: fresh, next_seq: 1, head: GENESIS } };
    });
  }

  proof(): Promise<Proof> {
    return this.over(() =>
      Promise.resolve({
        writers: [...this.logs].map(([writer, log]) => ({
          writer, next_seq: log.hashes.length, head: log.hashes.at(-1)!, held: [...log.held.keys()], refused: log.refused,
        })),
        restored_at: this.restored_at,
      }),
    );
  }

  photo(sha256: string): Promise<void> {
    return this.over(async () => void this.photos.add(sha256));
  }

  hasPhoto(sha256: string): Promise<boolean> {
    return this.over(async () => (this.looks++, this.photos.has(sha256)));
  }

  /** Takes over what it does not know, as the server does. */
  enrol(_: string, __: string, writers: readonly string[]): Promise<Enrolled> {
    return this.over(async () => {
      const taken_over = writers.filter((one) => !this.logs.has(one));
      const writer = `n${++Office.enrolments}`;
      for (const one of [...taken_over, writer]) this.begin(one);
      const key = { id: "k", public: "" };
      return {
        token: writer, device: `d${Office.enrolments}`, writer, next_seq: 1, head: GENESIS, area: "a/", place: "", until: "",
        outbreak: "outbreak", key, now: "", taken_over,
      };
    });
  }

  carry(): never {
    throw new Error("not asked here");
  }
}
