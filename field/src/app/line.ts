// The line to the office: tries when there is something to bring or after a while, waits longer after each failure.
import { type Problem, Refusal, refusal } from "../core/problem.ts";
import type { Api } from "../net/api.ts";
import { backOff, isEnded, isUnknown, syncOnce } from "../net/sync.ts";
import { delivering, deviceOf } from "../store/device.ts";
import type { Shelf } from "../store/shelf.ts";

const CALM_MS = 60_000;
/** After so long without a word from the office its news are asked for. */
const NEWS_MS = 150_000;

/** After so long the office is asked what it has, although nothing waits: it may have been restored from a backup. */
const PROOF_MS = 600_000;

export interface Happens {
  /** Something is different: screens look anew. */
  changed(): void;
  /** The office ended this device. */
  ended(): void;
  /** Nothing waits; a moment to ask for news. */
  calm(): Promise<void>;
}

export class Line {
  /** When the office answered last, on this phone's clock. */
  lastAt: number | null = null;
  online = false;
  /** The office ended this device; it may deliver and no more. */
  ended = false;
  /** The office knows nothing of this enrolment, or of an earlier one with something left: a new code is needed. */
  unknown = false;
  private stranded = false;
  drift: number | null = null;
  /** Why the office does not take what is sent, where the line itself is good. */
  refused: Problem | null = null;
  private failures = 0;
  private provenAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private again = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly ask: (token: () => string) => Api,
    private readonly happens: Happens,
  ) {}

  start(): void {
    if (typeof addEventListener === "function") {
      addEventListener("online", () => this.soon());
      addEventListener("offline", () => this.failed(refusal("offline")));
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon());
    }
    this.start = () => this.soon();
    this.soon();
  }

  /** Tries at once, or as soon as the present attempt is through. */
  soon(): void {
    if (this.busy) this.again = true;
    else void this.attempt();
  }

  reached(): void {
    [this.lastAt, this.online, this.failures, this.refused, this.unknown] = [Date.now(), true, 0, null, false];
  }

  /** A new code brings along what the office knows nothing of. */
  get needsCode(): boolean {
    return this.unknown || this.stranded;
  }

  /** Enrolled anew: what was said of the former enrolment is over. */
  fresh(): void {
    [this.ended, this.unknown, this.stranded, this.refused] = [false, false, false, null];
  }

  /** Notes a refusal; whether it ended the device just now. */
  failed(error: Refusal): boolean {
    if (isEnded(error)) {
      const first = !this.ended;
      [this.ended, this.online] = [true, true];
      return first;
    }
    if (isUnknown(error)) this.unknown = true;
    this.refused = error.problem.code === "offline" || isUnknown(error) ? null : error.problem;
    this.online = error.problem.code !== "offline";
    this.failures += 1;
    this.happens.changed();
    return false;
  }

  /** Each enrolment brings home its own; what stops one, but for the line itself, stops none of the others. */
  private async deliver(whole: boolean): Promise<void> {
    const current = await deviceOf(this.shelf);
    let [stopped, stranded]: [unknown, boolean] = [null, false];
    for (const device of await delivering(this.shelf, whole)) {
      try {
        const told = await syncOnce(this.shelf, this.ask(() => device.token), device.device, undefined, whole);
        this.drift = told.drift_ms ?? this.drift;
        if (told.sent) this.reached();
      } catch (error) {
        if (!(error instanceof Refusal) || error.problem.code === "offline") throw error;
        if (isUnknown(error) && device.device !== current?.device) stranded = true;
        else stopped ??= error;
      }
    }
    this.stranded = stranded;
    if (stopped) throw stopped;
  }

  private async attempt(): Promise<void> {
    clearTimeout(this.timer);
    this.busy = true;
    try {
      const whole = Date.now() - this.provenAt > PROOF_MS;
      await this.deliver(whole);
      if (whole) this.provenAt = Date.now();
      if (Date.now() - (this.lastAt ?? 0) > NEWS_MS) await this.happens.calm();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.failed(error)) this.happens.ended();
    } finally {
      this.busy = false;
      this.happens.changed();
      const wait = this.again ? 0 : this.failures ? backOff(this.failures - 1, Math.random()) : CALM_MS;
      this.again = false;
      this.timer = setTimeout(() => void this.attempt(), wait);
    }
  }
}
