/* The scans of this station: decided here at once, on the disk before anything is shown, sent with
   their ids until each is answered. The server's word replaces the device's. */

import { newId } from "../desk/queue.js";
import { patience } from "./list.js";
import { decide } from "./rules.js";
import { seal, unseal } from "./secret.js";
import { allScans, dropScans, keepScans } from "./store.js";

const PAUSES = [1000, 2000, 4000, 8000]; // ms between tries, the last one for good
const AT_ONCE = 100;
const WALK_INS_AT_ONCE = 10;
const OPENED_AT_ONCE = 500; // of those that lie on the device
const KEPT_FOR = 12 * 3600_000; // ms after its answer

export class Scans {
  all = new Map(); // id -> scan, in the order in which they were made
  trouble = ""; // why the last try failed: lost, server, closed
  isFull = false; // the device could not write the last scan
  #open = new Map(); // those of `all` that are not answered
  #ofCode = new Map(); // code -> (id -> scan)
  #station;
  #list;
  #told;
  #tabs;
  #running = false;
  #tries = 0;
  #most = AT_ONCE;
  #wake = () => {};

  /* `told(scans, what)`: "decided" by this device, "answered" by the server, "elsewhere" in another
     tab; or without scans, when only the state changed. */
  constructor(station, list, told) {
    this.#station = station;
    this.#list = list;
    this.#told = told;
    this.#tabs = globalThis.BroadcastChannel && new BroadcastChannel(`lectern-station-${station}`);
    this.#tabs?.addEventListener("message", ({ data }) => {
      const scans = [data].flat(); // an older page of the same device tells of one
      for (const scan of scans) this.#put(scan);
      told(scans, "elsewhere");
    });
  }

  #put(scan) {
    const before = this.all.get(scan.id);
    if (before?.code && before.code !== scan.code) this.#ofCode.get(before.code)?.delete(scan.id);
    if (scan.code && !this.#ofCode.has(scan.code)) this.#ofCode.set(scan.code, new Map());
    if (scan.code) this.#ofCode.get(scan.code).set(scan.id, scan);
    this.all.set(scan.id, scan);
    if (scan.answer) this.#open.delete(scan.id);
    else this.#open.set(scan.id, scan);
  }

  /* What was answered long ago goes, of every station that this device has been. */
  async load() {
    const [lying, over] = [[], []];
    for (const row of await allScans()) {
      if (row.answeredAt && Date.now() - row.answeredAt > KEPT_FOR) over.push(row.id);
      else if (row.station === this.#station) lying.push(row);
    }
    if (over.length) dropScans(over).catch(() => {});
    const scans = [];
    for (let n = 0; n < lying.length; n += OPENED_AT_ONCE) {
      const some = lying.slice(n, n + OPENED_AT_ONCE).map((row) => this.#opened(row).catch(() => null));
      scans.push(...(await Promise.all(some)).filter(Boolean));
    }
    scans.sort((a, b) => (a.made || a.at) - (b.made || b.at)).forEach((scan) => this.#put(scan));
  }

  /* What a scan says lies encrypted: a code, the names in the server's answer, and until it is sent who
     was typed in. Without a key names live in the page's own memory alone, but for those. */
  async #sealed({ id, station, answeredAt, ...said }) {
    if (said.answer) delete said.walkIn;
    if (this.#list.key) return { id, station, answeredAt, ...(await seal(this.#list.key, said)) };
    const answer = said.answer && { ...said.answer, message: "", people: null };
    return { id, station, answeredAt, ...said, answer };
  }

  /* Pages of older versions wrote all but `typed` in the clear. */
  async #opened({ iv, sealed, typed, ...row }) {
    if (sealed) return { ...row, ...(await unseal(this.#list.key, { iv, sealed })) };
    return typed ? { ...row, walkIn: await unseal(this.#list.key, typed) } : row;
  }

  get waits() {
    return this.#open.size;
  }

  get #waiting() {
    return [...this.#open.values()].sort((a, b) => a.at - b.at);
  }

  /* Of a station that is closed: what was answered serves nobody any more. */
  async forget() {
    const over = [...this.all.values()].filter((scan) => scan.answer).map(({ id }) => id);
    for (const id of over) this.all.delete(id);
    this.#ofCode.clear();
    if (over.length) await dropScans(over).catch(() => {});
  }

  /* `facts`: code, checkpoint, direction, method, by, override, undo, note;
     of a walk-in `walkIn` (name, organization, category) and `anyway`;
     `at` where it was not now. Resolves when it is kept. */
  async add(facts) {
    const scan = {
      id: newId(),
      station: this.#station,
      at: Date.now(),
      made: Date.now(),
      answer: null,
      ...facts,
    };
    scan.device = this.#decide(scan);
    this.#put(scan);
    this.#open.delete(scan.id); // not sent before it is kept: its answer is written after it
    await this.#keep([scan]);
    if (!this.all.get(scan.id).answer) this.#open.set(scan.id, scan);
    this.#told([scan], "decided");
    this.#wake();
    this.run();
    return scan;
  }

  #decide(scan) {
    if (scan.walkIn) return ["admitted", ""];
    const person = this.#list.person(scan.code);
    const place = this.#list.checkpoint(scan.checkpoint);
    const { admitted, left, since } = this.wayOf(scan.code, scan.checkpoint, scan.id);
    scan.since = since;
    if (scan.undo && person) {
      const counts = scan.direction === "out" ? left : admitted;
      return counts ? ["undone", ""] : ["refused", admitted ? "counts_no_more" : "not_signed_in"];
    }
    return decide({
      status: person?.status,
      chosen: person?.chosen || [],
      category: person?.category || "",
      direction: scan.direction,
      override: scan.override,
      admitted,
      left,
      of_this_station: Boolean(place),
      at: (scan.at + this.#list.skew) / 1000,
      sub_forum: place?.sub_forum || "",
      opens_at: place?.opens_at ?? null,
      closes_at: place?.closes_at ?? null,
      categories: place?.categories || [],
      confirmed_only: place?.confirmed_only ?? true,
    });
  }

  /* {admitted, left, since}: by the list, and by what was scanned here and is not in it yet. */
  wayOf(code, checkpoint, except = "") {
    const person = this.#list.person(code);
    const way = {
      admitted: Boolean(person?.here[checkpoint]),
      left: Boolean(person?.left.includes(checkpoint)),
      since: person?.here[checkpoint] || "",
    };
    const later = [...(this.#ofCode.get(code)?.values() || [])].filter(
      (scan) =>
        scan.checkpoint === checkpoint &&
        scan.id !== except &&
        !(scan.answer && scan.answeredAt < this.#list.at),
    );
    for (const scan of later.sort((a, b) => a.at - b.at)) {
      const [result] = outcomeOf(scan);
      if (scan.undo && result === "undone") {
        if (scan.direction === "in") way.admitted = false;
        way.left = false;
      } else if (!scan.undo && (result === "admitted" || result === "already")) {
        way.left = scan.direction === "out";
        if (!way.admitted) way.since = scan.answer?.first_at || new Date(scan.at + this.#list.skew).toISOString();
        way.admitted = true;
      }
    }
    return way;
  }

  async #keep(scans) {
    try {
      await keepScans(await Promise.all(scans.map((scan) => this.#sealed(scan))));
      this.isFull = false;
    } catch {
      this.isFull = true;
    }
    this.#tabs?.postMessage(scans);
  }

  wake() {
    this.#wake();
    this.run();
  }

  /* One tab sends at a time, where the browser can tell; ids keep two from counting twice. */
  async run() {
    if (this.#running) return;
    this.#running = true;
    const send = () => this.#sendAll();
    try {
      await (navigator.locks ? navigator.locks.request(`lectern-station-${this.#station}`, send) : send());
    } finally {
      this.#running = false;
    }
    if (this.waits && this.trouble !== "closed") this.run();
  }

  async #sendAll() {
    for (let volley = this.#next(); volley.length; volley = this.#next()) {
      const { results = [], trouble, isSlow } = await this.#send(volley);
      await this.#settle(results);
      this.trouble = trouble;
      // What a line or a server is too slow for, fewer at once may be short enough for.
      if (isSlow) this.#most = Math.max(1, Math.floor(this.#most / 4));
      if (!trouble) this.#most = Math.min(AT_ONCE, this.#most * 2);
      if (!trouble) this.#tries = 0;
      this.#told();
      if (trouble === "closed") return;
      if (trouble) await this.#pause();
    }
  }

  /* In their order; walk-ins and scans go to different doors. */
  #next() {
    const waiting = this.#waiting;
    const isOther = (scan) => Boolean(scan.walkIn) !== Boolean(waiting[0].walkIn);
    const ends = waiting.findIndex(isOther);
    const most = Math.min(this.#most, waiting[0]?.walkIn ? WALK_INS_AT_ONCE : AT_ONCE);
    return waiting.slice(0, ends < 0 ? most : Math.min(most, ends));
  }

  async #send(volley) {
    const isWalkIn = Boolean(volley[0].walkIn);
    const sent = volley.map(isWalkIn ? walkInSent : scanSent);
    try {
      const response = await fetch(isWalkIn ? "walk-ins/" : "scans/", {
        method: "POST",
        body: JSON.stringify({ [isWalkIn ? "walk_ins" : "scans"]: sent, sent_at: new Date().toISOString() }),
        headers: { "Content-Type": "application/json" },
        credentials: "omit",
        redirect: "error",
        signal: patience(),
      });
      const text = await response.text();
      if (response.status === 410) return { results: resultsIn(text), trouble: "closed" };
      if (response.status >= 400) return { trouble: "server", isSlow: response.status >= 500 };
      // A login to the hall's network answers with 200 as well: only answers to these ids are ours.
      const ids = new Set(volley.map((scan) => scan.id));
      const results = resultsIn(text).filter((result) => ids.has(result.client_id));
      return { results, trouble: results.length ? "" : "lost" };
    } catch (error) {
      return { trouble: "lost", isSlow: error.name === "TimeoutError" };
    }
  }

  /* Those of a volley lie on the disk together, and are told together. */
  async #settle(results) {
    const settled = [];
    for (const answer of results) {
      const scan = this.all.get(answer.client_id);
      if (!scan || scan.answer) continue;
      const isCorrected = answer.result !== scan.device[0] || answer.reason !== scan.device[1];
      const code = scan.walkIn ? answer.code || "" : scan.code;
      settled.push({ ...scan, code, answer, answeredAt: Date.now(), isCorrected });
    }
    if (!settled.length) return;
    await this.#keep(settled);
    settled.forEach((scan) => this.#put(scan));
    this.#told(settled, "answered");
  }

  #pause() {
    const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)];
    this.#tries += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}

const seen = (scan) => ({
  client_id: scan.id,
  checkpoint: scan.checkpoint,
  scanned_at: new Date(scan.at).toISOString(),
  by: scan.by,
});

const scanSent = (scan) => ({
  ...seen(scan),
  code: scan.code,
  direction: scan.direction,
  method: scan.method,
  override: Boolean(scan.override),
  undo: Boolean(scan.undo),
  note: scan.note || "",
});

const walkInSent = (scan) => ({ ...seen(scan), ...scan.walkIn, anyway: Boolean(scan.anyway) });

function resultsIn(text) {
  try {
    const { results } = JSON.parse(text);
    return Array.isArray(results) ? results : [];
  } catch {
    return [];
  }
}

/* [result, reason] as it stands: the server's word, else the device's. */
export function outcomeOf(scan) {
  return scan.answer ? [scan.answer.result, scan.answer.reason] : scan.device;
}
