/* What was done here, the newest on top: on its way, or with its answer. An open question and a
   refusal stay until somebody has dealt with them or many came after. */

import { spaced } from "./codes.js";

const MOST_SETTLED = 5;

export class Acts {
  #words;
  #place = document.getElementById("answer");
  #list = document.getElementById("scans");
  #acts = []; // {id, scan, card}: a card is an element, or null while its scan is on its way
  #step = null; // a question of the page itself, such as whether to undo

  constructor(words) {
    this.#words = words;
    const card = this.#place.firstElementChild;
    if (card?.dataset.step) this.#step = card;
    else if (card) this.#acts.push({ card });
  }

  begin(scan) {
    this.#acts.unshift({ id: scan.id, scan, card: null });
    this.draw();
  }

  settle(id, card) {
    const act = this.#acts.find((each) => each.id === id);
    if (act) act.card = card;
    else this.#acts.unshift({ id, card });
    this.draw();
  }

  drop(id) {
    this.#acts = this.#acts.filter((act) => act.id !== id);
    this.draw();
  }

  /* Something said that belongs to no scan: the answer to an undo, a failure in words. */
  say(card) {
    this.#step = null;
    this.#acts.unshift({ card });
    this.draw();
  }

  ask(card) {
    this.#step = card;
    this.draw();
  }

  /* Close the question or answer in which `element` stands. */
  close(element) {
    if (this.#step?.contains(element)) this.#step = null;
    this.#acts = this.#acts.filter((act) => !act.card?.contains(element));
    this.draw();
  }

  /* Somebody looks for the next person: what went well needs no place any more. */
  stepBack() {
    const [first] = this.#acts;
    if (first?.card && isDone(first.card)) first.isOld = true;
    this.draw();
  }

  draw() {
    let settled = 0;
    this.#acts = this.#acts.filter((act) => !act.card || (settled += 1) <= MOST_SETTLED);
    const rest = [...this.#acts];
    const top = this.#step || (rest.length && !rest[0].isOld ? this.#card(rest.shift()) : null);
    fill(this.#place, top ? [top] : []);
    fill(this.#list, rest.map((act) => this.#line(act)));
  }

  #line(act) {
    act.line ||= document.createElement("li");
    fill(act.line, [this.#card(act)]);
    return act.line;
  }

  #card(act) {
    if (act.card) return act.card;
    const { scan } = act;
    act.waiting ||= waitingCard(scan);
    const state = scan.sending ? this.#words.sending : this.#words.waiting;
    act.waiting.lastElementChild.textContent = [scan.place, state].filter(Boolean).join(" · ");
    return act.waiting;
  }
}

/* What stays stays untouched: it keeps its focus, and is not read out again. */
function fill(place, wanted) {
  const before = [...place.children];
  if (before.length === wanted.length && before.every((each, n) => each === wanted[n])) return;
  place.replaceChildren(...wanted);
}

function waitingCard(scan) {
  const card = document.createElement("div");
  card.className = "answer is-waiting";
  card.append(line("answer-text", scan.name || spaced(scan.code)), line("soft", ""));
  return card;
}

function isDone(card) {
  return ["good", "note"].includes(card.dataset.tone);
}

function line(className, text) {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = text;
  return made;
}

/* A card with a sentence of the page itself. */
export function alertCard(sentence) {
  const card = line("answer is-alert", sentence);
  card.dataset.tone = "alert";
  return card;
}
