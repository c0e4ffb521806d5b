/* Who is expected: asked of the server again and again, kept encrypted, found by code and by name. */

import { begins } from "../desk/codes.js";
import { wordsOf } from "../kept/matching.js";
import { seal, unseal } from "./secret.js";
import { dropList, keepList, listOf } from "./store.js";

const PATIENCE = 20_000; // ms
const MOST_FOUND = 12;

export class List {
  people = [];
  checkpoints = [];
  about = {};
  at = 0; // when the server was asked for what is here; 0 for no list
  skew = 0; // ms by which this device's clock is behind the server's
  #byCode = new Map();
  #marks = {};
  #key;
  #station;

  constructor(station, key) {
    this.#station = station;
    this.#key = key;
  }

  get key() {
    return this.#key;
  }

  async load() {
    if (!this.#key) return;
    try {
      const kept = await listOf(this.#station);
      if (kept) this.#take(await unseal(this.#key, kept));
    } catch {
      // Another link's, or a device that keeps nothing: the server will be asked.
    }
  }

  /* "", or why there is no new list: lost, server, closed. */
  async sync() {
    const at = Date.now();
    try {
      const list = await this.#ask("list/");
      const about = await this.#ask("about/");
      if (list === "closed" || about === "closed") return "closed";
      if (list === "server" || about === "server") return "server";
      this.#take({
        people: list?.people || this.people,
        checkpoints: list?.checkpoints || this.checkpoints,
        about: about || this.about,
        skew: this.skew,
        marks: this.#marks,
        at,
      });
    } catch {
      return "lost";
    }
    await this.#keep();
    return "";
  }

  async #ask(path) {
    const headers = this.#marks[path] ? { "If-None-Match": this.#marks[path] } : {};
    const response = await fetch(path, {
      headers,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: patience(),
    });
    const date = Date.parse(response.headers.get("Date") || "");
    if (response.status === 410) return "closed";
    if (response.status === 304) return null;
    if (response.status !== 200) return "server";
    const answer = await response.json(); // of a login to the hall's network this fails
    if (path === "list/" ? !Array.isArray(answer.people) : !answer.folding) throw new Error("not ours");
    this.#marks[path] = response.headers.get("ETag") || "";
    if (date) this.skew = date - Date.now();
    return answer;
  }

  #take(value) {
    Object.assign(this, {
      people: value.people,
      checkpoints: value.checkpoints,
      about: value.about,
      skew: value.skew,
      at: value.at,
    });
    this.#marks = value.marks;
    this.#byCode = new Map(value.people.map((person) => [person.code, person]));
  }

  async #keep() {
    if (!this.#key) return;
    const { people, checkpoints, about, skew, at } = this;
    const sealed = await seal(this.#key, { people, checkpoints, about, skew, at, marks: this.#marks });
    await keepList({ station: this.#station, ...sealed }).catch(() => {}); // full: in memory alone
  }

  async forget() {
    this.#take({ people: [], checkpoints: [], about: {}, skew: 0, at: 0, marks: {} });
    await dropList(this.#station).catch(() => {});
  }

  person(code) {
    return this.#byCode.get(code);
  }

  checkpoint(token) {
    return this.checkpoints.find((each) => each.checkpoint === token);
  }

  /* Those who are called so, whatever the spaces and the capitals. */
  named(name) {
    const same = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s·・.]/gu, "");
    const wanted = same(name);
    return this.people.filter((person) => same(person.name) === wanted || same(person.name_en) === wanted);
  }

  /* The rule of attendance/found_by.py, without phones: every word is somewhere in `search`, or begins the code. */
  matching(text) {
    const words = this.about.folding ? wordsOf(text.slice(0, 100), this.about.folding) : [];
    if (!words.length) return [];
    const says = ({ search, code }) => (word) => search.includes(word) || begins(code, word);
    const found = this.people.filter((person) => words.every(says(person)));
    const rank = (person) => (person.search.startsWith(words[0]) ? 0 : 1);
    return found.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_FOUND);
  }
}

export function patience() {
  return AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
}
