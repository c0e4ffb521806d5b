/* The scans of this station: decided here at once, on the disk before anything is shown, sent with
   their ids until each is answered. The server's word replaces the device's. */

import { newId } from "../desk/queue.js";
import { patience } from "./list.js";
import { decide } from "./rules.js";
import { seal, unseal } from "./secret.js";
import { dropScan, keepScan, scansOf } from "./store.js";

const PAUSES = [1000, 2000, 4000, 8000]; // ms between tries, the last one for good
const AT_ONCE = 100;
const WALK_INS_AT_ONCE = 10;
const KEPT_FOR = 12 * 3600_000; // ms after its answer

export class Scans {
  all = new Map(); // id -> scan
  trouble = ""; // why the last try failed: lost, server, closed
  isFull = false; // the device could not write the last scan
  #station;
  #list;
  #told;
  #tabs;
  #running = false;
  #tries = 0;
  #wake = () => {};

  /* `told(scan, what)`: "decided" by this device, "answered" by the server, "elsewhere" in another
     tab; or without a scan, when only the state changed. */
  constructor(station, list, told) {
    this.#station = station;
    this.#list = list;
    this.#told = told;
    this.#tabs = globalThis.BroadcastChannel && new BroadcastChannel(`lectern-station-${station}`);
    this.#tabs?.addEventListener("message", ({ data }) => {
      this.all.set(data.id, data);
      told(data, "elsewhere");
    });
  }

  async load() {
    for (const scan of await scansOf(this.#station)) {
      if (scan.answer && Date.now() - scan.answeredAt > KEPT_FOR) dropScan(scan.id).catch(() => {});
      else this.all.set(scan.id, await this.#opened(scan));
    }
  }

  /* What was typed about a walk-in lies encrypted on the device, until it is sent. */
  async #sealed(scan) {
    if (!scan.walkIn) return scan;
    const { walkIn, ...rest } = scan;
    if (scan.answer) return rest;
    return this.#list.key ? { ...rest, typed: await seal(this.#list.key, walkIn) } : scan;
  }

  async #opened({ typed, ...scan }) {
    return typed ? { ...scan, walkIn: await unseal(this.#list.key, typed) } : scan;
  }

  get waiting() {
    return [...this.all.values()].filter((scan) => !scan.answer).sort((a, b) => a.at - b.at);
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
    this.all.set(scan.id, scan);
    await this.#keep(scan);
    this.#told(scan, "decided");
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
    const later = [...this.all.values()].filter(
      (scan) =>
        scan.code === code &&
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

  async #keep(scan) {
    try {
      await keepScan(await this.#sealed(scan));
      this.isFull = false;
    } catch {
      this.isFull = true;
    }
    this.#tabs?.postMessage(scan);
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
    if (this.waiting.length && this.trouble !== "closed") this.run();
  }

  async #sendAll() {
    for (let volley = this.#next(); volley.length; volley = this.#next()) {
      const { results = [], trouble } = await this.#send(volley);
      for (const result of results) {
        const scan = this.all.get(result.client_id);
        if (scan && !scan.answer) await this.#settle(scan, result);
      }
      this.trouble = trouble;
      if (!trouble) this.#tries = 0;
      this.#told();
      if (trouble === "closed") return;
      if (trouble) await this.#pause();
    }
  }

  /* In their order; walk-ins and scans go to different doors. */
  #next() {
    const waiting = this.waiting;
    const isOther = (scan) => Boolean(scan.walkIn) !== Boolean(waiting[0].walkIn);
    const ends = waiting.findIndex(isOther);
    const most = waiting[0]?.walkIn ? WALK_INS_AT_ONCE : AT_ONCE;
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
      if (response.status >= 400) return { trouble: "server" };
      // A login to the hall's network answers with 200 as well: only answers to these ids are ours.
      const ids = new Set(volley.map((scan) => scan.id));
      const results = resultsIn(text).filter((result) => ids.has(result.client_id));
      return { results, trouble: results.length ? "" : "lost" };
    } catch {
      return { trouble: "lost" };
    }
  }

  async #settle(scan, answer) {
    scan.answer = answer;
    if (scan.walkIn) scan.code = answer.code || "";
    scan.answeredAt = Date.now();
    scan.isCorrected = answer.result !== scan.device[0] || answer.reason !== scan.device[1];
    await this.#keep(scan);
    this.#told(scan, "answered");
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
