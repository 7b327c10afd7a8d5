// The phone as its screens see it: who works, what is carried, what waits; every change tells the screens.
import { type Bytes, toBase64 } from "../core/bytes.ts";
import type { Carry, Person } from "../core/carry.ts";
import type { Kind } from "../core/event.ts";
import { ShiftKey } from "../core/pin.ts";
import { type Problem, Refusal } from "../core/problem.ts";
import { type Session, openSession } from "../core/sealing.ts";
import { type Api, type Enrolled, api } from "../net/api.ts";
import {
  type Cover, SAID, type Said, allSaid, coverOf, hasPin, keepCopy, letIn, open, readCopy, renewCopy, shutOut, wipeCopy,
} from "../store/copy.ts";
import { deviceOf, enrol } from "../store/device.ts";
import { type Room, askToKeep } from "../store/open.ts";
import { type Entry, type Photo, type Waiting, append, deal, entries, letGoOfPhotos, waiting } from "../store/outbox.ts";
import type { Shelf } from "../store/shelf.ts";
import { Line } from "./line.ts";

export type Stage = "enrol" | "who" | "work";

/** What somebody notes, before it is numbered and sealed. */
export interface Noted {
  kind: Kind;
  area: string;
  body: object;
  said: Said;
  photos?: readonly Omit<Photo, "device">[];
  subject?: string;
}

/** A minute is what nobody notices; more is told. */
const DRIFT_TOLD_MS = 60_000;
const TOLD_FOR_MS = 4_000;
/** With less room left, in megabytes, photos that the office has are let go of, and the person is told. */
export const LOW_MB = 50;

export class Phone {
  device: Enrolled | undefined;
  cover: Cover | undefined;
  carry: Carry | null = null;
  me: Person | null = null;
  said = new Map<string, Said>();
  all: [string, Entry][] = [];
  waiting: Waiting = { unsent: 0, photos: 0, refused: 0 };
  room: Room = { kept: false, left: null };
  /** How many records are kept whole here, whether the office has them or not. */
  kept = 0;
  /** Somebody asked for the screen of the code, for the office does not know this phone any more. */
  again = false;
  /** What went wrong last, until it is read. */
  problem: Problem | null = null;
  /** The browser opens the app without a network. */
  opensOffline = true;
  /** What was noted last, for a moment. */
  told = "";
  readonly line: Line;
  private key: ShiftKey | null = null;
  private session: Session | null = null;
  private readonly noting = new Map<string, Promise<boolean>>();
  private readonly watchers = new Set<() => void>();
  private readonly tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("wumen-field") : null;

  constructor(
    readonly shelf: Shelf,
    private readonly ask: (token: () => string) => Api = api,
  ) {
    const happens = { changed: () => void this.look(), ended: () => void this.end(), calm: () => this.refresh() };
    this.line = new Line(shelf, ask, happens);
    if (this.tabs) this.tabs.onmessage = () => void this.look();
  }

  /** Opens what there is on the phone. */
  async start(): Promise<void> {
    this.device = await deviceOf(this.shelf);
    await this.expire();
    this.room = await askToKeep();
    if ((this.room.left ?? Infinity) < LOW_MB && (await letGoOfPhotos(this.shelf))) this.room = await askToKeep();
    await this.look();
    if (this.device && !this.cover) await this.refresh();
    else void this.refresh();
    this.line.start();
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }

  /** Reads anew what waits; another tab or the line changed it. */
  async look(): Promise<void> {
    [this.all, this.waiting] = [await entries(this.shelf), await waiting(this.shelf)];
    this.kept = this.all.filter(([, one]) => one.text !== null).length;
    this.tell();
  }

  get stage(): Stage {
    // A phone that was ended delivers what it holds, and begins again with a new code.
    if (!this.device || this.line.ended || this.again) return "enrol";
    // What it carries may be read and worked off as long as it lasts, though the office knows the phone no more.
    if (this.line.unknown && !this.cover) return "enrol";
    return this.me && this.carry ? "work" : "who";
  }

  /** The office's clock, as far as this phone knows it. */
  now(): Date {
    return new Date(Date.now() + (this.cover?.ahead ?? 0));
  }

  /** An instant of the real clock as the office's shows it: a drill has its own day. */
  byOffice(instant: string): string {
    const at = Date.parse(instant);
    return Number.isNaN(at) ? instant : new Date(at + (this.cover?.ahead ?? 0)).toISOString();
  }

  /** How far this phone's clock is off, in milliseconds, where anybody would notice. */
  get drift(): number {
    const off = this.line.drift ?? 0;
    return Math.abs(off) >= DRIFT_TOLD_MS ? off : 0;
  }

  /** Runs something that may be refused, and shows the refusal. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.problem = null;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problem = error.problem;
      return undefined;
    } finally {
      this.tell();
    }
  }

  /** Makes this phone the office's by a code. */
  async enrol(code: string): Promise<void> {
    const kind = /android/i.test(navigator.userAgent) ? "android" : /iphone|ipad/i.test(navigator.userAgent) ? "ios" : "other";
    const given = await this.attempt(() => enrol(this.shelf, this.ask(() => ""), code, kind));
    if (!given) return;
    await this.wipe();
    this.device = given;
    this.again = false;
    this.line.fresh();
    await this.refresh();
    this.line.start();
  }

  /** Fetches what the shift carries; under the key of whoever is at work, or under a new one that a PIN will guard. */
  async refresh(): Promise<void> {
    const device = this.device;
    if (!device) return;
    try {
      const given = await this.ask(() => device.token).carry(await this.known());
      this.line.reached();
      const { carry, etag } = given;
      if (!carry) {
        if (this.cover) this.cover = await renewCopy(this.shelf, this.cover, given.now, given.expires_at, new Date());
        this.tell();
        return;
      }
      const wrapped = this.cover && !this.key;
      // Somebody's PIN guards a key that is not in memory: only she can renew the copy under it.
      if (wrapped && (await this.anyPin(carry.people))) return;
      this.key ??= await ShiftKey.make();
      this.cover = await keepCopy(this.shelf, this.key, carry, new Date(), etag);
      this.carry = carry;
      if (this.me) this.me = carry.people.find((one) => one.post === this.me?.post) ?? null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.line.failed(error)) await this.end();
    }
    this.tell();
  }

  /** The mark of the copy, where it is read now or somebody's PIN will open it; else it must come anew. */
  private async known(): Promise<string> {
    const cover = this.cover;
    return cover?.etag && (this.carry || (await this.anyPin(cover.people))) ? cover.etag : "";
  }

  private async anyPin(people: readonly Person[]): Promise<boolean> {
    return (await Promise.all(people.map((one) => hasPin(this.shelf, one.person)))).includes(true);
  }

  hasPin(person: Person): Promise<boolean> {
    return hasPin(this.shelf, person.person);
  }

  /** Whether somebody without a PIN can begin now: the shift's key is in memory, fresh or handed over. */
  get mayBegin(): boolean {
    return this.key !== null;
  }

  /** Her PIN opens the copy; else how many tries are left. */
  async enter(person: Person, pin: string): Promise<number> {
    const opened = await open(this.shelf, person.person, pin);
    if (!(opened instanceof ShiftKey)) return opened;
    this.key = opened;
    this.carry = this.cover ? await readCopy(this.cover, opened) : null;
    await this.begin(person);
    void this.refresh();
    return 0;
  }

  /** Her first PIN on this phone. */
  async choosePin(person: Person, pin: string): Promise<void> {
    if (!this.key) return;
    await letIn(this.shelf, this.key, person.person, pin);
    await this.begin(person);
  }

  private async begin(person: Person): Promise<void> {
    if (!this.carry || !this.key) return;
    this.session = await openSession(this.carry.outbreak, this.carry.key);
    this.said = await allSaid(this.shelf, this.key);
    this.me = person;
    await this.look();
  }

  /** Hands the phone to the next person: the copy stays open until she has chosen her PIN. */
  handOver(): void {
    this.me = null;
    this.session = null;
    this.tell();
  }

  /** Closes the readable copy; a PIN opens it again. */
  lock(): void {
    this.handOver();
    this.key = null;
    this.carry = null;
    this.said = new Map();
    this.tell();
  }

  /** Somebody forgot her PIN: online a new copy comes under a new key, and nothing that waits is lost. */
  async forgot(person: Person): Promise<void> {
    await shutOut(this.shelf, person.person);
    this.key = null;
    this.cover = undefined;
    await this.refresh();
  }

  private async wipe(): Promise<void> {
    await wipeCopy(this.shelf);
    this.cover = undefined;
    this.lock();
  }

  /** The office ended this device: what can be read goes, what waits is still brought home. */
  private async end(): Promise<void> {
    await this.wipe();
  }

  /** The readable copy goes with its shift. */
  async expire(): Promise<void> {
    this.cover = await coverOf(this.shelf);
    // By this phone's own clock: a drill's clock has nothing to say of how long names lie on a phone.
    if (this.cover && Date.now() >= Date.parse(this.cover.expires_at)) await this.wipe();
  }

  /**
   * Notes something: kept on this phone at once, or refused to the person's face; then it is brought home. The same once
   * more while it is being noted is a glove that tapped twice.
   */
  note(one: Noted): Promise<boolean> {
    const said = JSON.stringify([one.kind, one.area, one.body]);
    const noting = this.noting.get(said) ?? this.keep(one).finally(() => this.noting.delete(said));
    this.noting.set(said, noting);
    return noting;
  }

  private async keep(one: Noted): Promise<boolean> {
    const [me, session, key] = [this.me, this.session, this.key];
    if (!me || !session || !key) return false;
    const draft = {
      kind: one.kind, person: me.person, post: me.post, subject: one.subject ?? "", area: one.area, body: one.body,
      photos: one.photos ?? [],
    };
    const readable = async (name: string): Promise<Record<string, unknown>> => ({
      [SAID + name]: await key.hide(one.said, SAID + name),
    });
    const made = await this.attempt(() => this.roomy(() => append(this.shelf, session, draft, new Date(), readable)));
    if (!made) return false;
    this.said.set(made.name, one.said);
    this.say(`${one.said.where} ${one.said.what}`);
    this.tabs?.postMessage("noted");
    await this.look();
    this.line.soon();
    return true;
  }

  /** That it was noted is seen for a moment, wherever on a page the tap was. */
  private say(told: string): void {
    this.told = told;
    setTimeout(() => {
      if (this.told !== told) return;
      this.told = "";
      this.tell();
    }, TOLD_FOR_MS);
  }

  /** Where the shelf is full, photos that the office has make room; then once more. */
  private async roomy<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const full = error instanceof Refusal && error.problem.code === "storage_full";
      if (!full || !(await letGoOfPhotos(this.shelf))) throw error;
      return work();
    }
  }

  /** The screen of the code, and back to work. */
  askAgain(on: boolean): void {
    this.again = on;
    this.tell();
  }

  /** A photo sealed for this session. */
  async photo(plain: Bytes): Promise<Omit<Photo, "device">> {
    if (!this.session) throw new Error("nobody is at work");
    const { sha256, sealed } = await this.session.photo(plain);
    return { sha256, session: this.session.row.id, sealed: toBase64(sealed) };
  }

  /** A refusal was put right, or stands. */
  async deal(name: string): Promise<void> {
    await deal(this.shelf, name);
    await this.look();
  }
}
