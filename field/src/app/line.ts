// The line to the office: tries when there is something to bring or after a while, waits longer after each failure.
import { type Problem, Refusal, refusal } from "../core/problem.ts";
import type { Api } from "../net/api.ts";
import { backOff, isEnded, syncOnce } from "../net/sync.ts";
import { delivering } from "../store/device.ts";
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
    [this.lastAt, this.online, this.failures, this.refused] = [Date.now(), true, 0, null];
  }

  /** Notes a refusal; whether it ended the device just now. */
  failed(error: Refusal): boolean {
    if (isEnded(error)) {
      const first = !this.ended;
      [this.ended, this.online] = [true, true];
      return first;
    }
    this.refused = error.problem.code === "offline" ? null : error.problem;
    this.online = this.refused !== null;
    this.failures += 1;
    this.happens.changed();
    return false;
  }

  private async attempt(): Promise<void> {
    clearTimeout(this.timer);
    this.busy = true;
    try {
      const whole = Date.now() - this.provenAt > PROOF_MS;
      for (const device of await delivering(this.shelf)) {
        const told = await syncOnce(this.shelf, this.ask(() => device.token), device.device, undefined, whole);
        this.drift = told.drift_ms ?? this.drift;
        if (told.sent) this.reached();
      }
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
