/* The desk page without reloads. Everything works without this file; with it nobody waits: what is
   scanned or tapped goes into a queue at once and the next person can be served, whatever the
   network does. */

import { Acts, alertCard } from "./acts.js";
import { read } from "./codes.js";
import { load, send } from "./door.js";
import { steady } from "./finger.js";
import { keepThroughNavigation, keepingTyped } from "./typed.js";
import { Queue, newId } from "./queue.js";

const desk = document.getElementById("desk");
const words = desk.dataset;
const part = (id) => document.getElementById(id);
const box = () => part("q");
let chosen = null; // another place, while the page of it is on its way
const here = () => ({ ...part("search").dataset, ...chosen }); // where scans from now on are made

const acts = new Acts(words);
const queue = new Queue(`lectern.desk.${words.slug}`, {
  send: (scan) => send(scan, here().scans),
  changed: () => {
    acts.draw();
    tell();
  },
  settled: (scan, card) => {
    if (card.dataset.result === "search") {
      acts.drop(scan.id);
      if (!box().value) lookFor(scan.text);
    } else {
      acts.settle(scan.id, document.importNode(card, true));
      buzz(card.dataset.tone);
    }
    signedIn();
    if (!queue.length) refresh();
  },
});

/* --- Scans ------------------------------------------------------------------------------------- */

function scanned(facts) {
  const { checkpoint, place, direction, station } = here();
  const scan = {
    id: newId(),
    at: Date.now(),
    failures: 0,
    method: "code",
    ...{ checkpoint, place, direction, station },
    ...facts,
  };
  acts.begin(scan);
  queue.add(scan);
}

// A scanner writes faster than a hand: what it wrote behind something typed before is a code too.
const HAND = 100; // ms between two keys
let burstBegins = 0;
let lastKey = 0;

function key(event) {
  if (event.timeStamp - lastKey > HAND) burstBegins = box().value.length;
  lastKey = event.timeStamp;
}

function burst() {
  const text = box().value.slice(burstBegins);
  return read(text).codes ? text : "";
}

/* Takes the codes out of what a scanner wrote; false when it is something to search for. */
function took(text) {
  if (!here().scans) return false;
  const { codes = [], maybe, broken } = read(text);
  if (broken && burst()) return false; // typed, then scanned
  for (const code of codes) scanned({ code });
  if (maybe) scanned({ code: maybe, maybe: true, text });
  if (broken) say(alertCard(words.noCode.replace("CODE", broken)));
  return Boolean(codes.length || maybe || broken);
}

let isSignedOut = false; // as the last act was told

function tell() {
  const { length, trouble } = queue;
  const state = part("queue-state");
  const sentence = length === 1 ? words.waitingOne : words.waitingMany.replace("NUMBER", length);
  const why = trouble && words[camel(`trouble-${trouble}`)];
  state.textContent = length ? [sentence, why].filter(Boolean).join(" ") : words.waitingNone;
  state.classList.toggle("is-waiting", length > 0);
  state.classList.toggle("is-trouble", Boolean(length && trouble));
  part("queue-sign-in").hidden = !(isSignedOut || (length && trouble === "signed-out"));
}

/* What was asked for comes into sight, wherever the page was scrolled to: a phone shows the search
   box alone above the log. Called when a hand or a scanner has just done something, never for what
   comes by itself. */
function reveal(element) {
  const { top } = element.getBoundingClientRect();
  const isSeen = top >= box().getBoundingClientRect().bottom && top < innerHeight * 0.8;
  if (!element.firstElementChild || isSeen) return;
  element.scrollIntoView({ block: "start", behavior: "instant" });
}

/* The answer to an act, or a failure in words. */
function say(card) {
  acts.say(card);
  reveal(part("answer"));
  buzz(card.dataset.tone);
}

function camel(name) {
  return name.replace(/-(.)/g, (_dash, letter) => letter.toUpperCase());
}

function buzz(tone) {
  if (tone && navigator.vibrate) navigator.vibrate(tone === "good" ? 40 : [90, 60, 90]);
}

/* --- Search ------------------------------------------------------------------------------------ */

let asked = 0; // only the newest answer is shown
let typing;

async function lookFor(text) {
  clearTimeout(typing);
  if (!text.trim()) return;
  const mine = ++asked;
  const body = new FormData(part("search"));
  body.set("q", text);
  body.set("live", "yes"); // a search signs nobody in
  desk.dataset.state = "busy";
  const failed = (why) => mine === asked && fail(why);
  const found = await load(part("search").action, { body, failed });
  if (mine !== asked) return;
  delete desk.dataset.state;
  if (!found) return;
  signedIn();
  acts.stepBack();
  keepingTyped(desk, () => show(found.page, "found", "more", "side"));
  reveal(part("found"));
}

/* Whoever is found, or being looked for, is no longer shown. */
function clear() {
  clearTimeout(typing);
  asked += 1;
  delete desk.dataset.state;
  part("found").replaceChildren();
  const walkIn = part("walk-in");
  if (walkIn && !walkIn.contains(document.activeElement)) walkIn.open = false;
  box().value = "";
  box().focus();
  reveal(part("answer"));
}

function show(page, ...ids) {
  for (const id of ids) part(id).replaceChildren(...page.getElementById(id).childNodes);
}

/* Why something was not done, with the way out beside it. */
function refused(why) {
  isSignedOut = why === "signed-out";
  tell();
  return alertCard(words[camel(why)] || words.failed); // lost, stale, signed-out
}

function signedIn() {
  isSignedOut = false;
  tell();
}

function fail(why) {
  part("found").replaceChildren(refused(why));
  reveal(part("found"));
}

/* --- Acts that the person at the desk waits for: undo, a walk-in, another place ------------------- */

async function act(form) {
  if (form.dataset.sent) return; // a second tap while the first is under way
  form.dataset.sent = "yes";
  const before = box().value;
  const button = form.querySelector("[type=submit]");
  button.setAttribute("aria-busy", "true");
  // After a failure the same id goes out again with the next try: it counts once.
  const failed = (why) => say(refused(why));
  const done = await load(form.action, { body: new FormData(form), failed });
  delete form.dataset.sent;
  button.removeAttribute("aria-busy");
  if (!done) return;
  signedIn();
  form.reset();
  keepingTyped(desk, () => show(done.page, "found", "more", "side"));
  const card = done.page.querySelector("#answer > *");
  if (card) say(card);
  const wrong = part("more").querySelector(".invalid-feedback");
  if (wrong) {
    const field = wrong.parentElement.querySelector("input:not([type=hidden])");
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "nearest", behavior: "instant" });
  } else if (part("found").firstElementChild) {
    lookAt(part("found").firstElementChild); // somebody of this name
  } else if (box().value === before) {
    clear();
  }
}

async function ask(link) {
  const found = await load(link.href, { failed: (why) => fail(why) });
  if (found) signedIn();
  const card = found?.page.querySelector("#answer > *");
  if (!card) return;
  acts.ask(card);
  lookAt(card);
}

/* What must be answered before anything else. */
function lookAt(element) {
  reveal(element);
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/* Who is scanned from now on is meant for the chosen place, also while its page is on its way. */
async function move(form) {
  const body = new FormData(form);
  const { checkpoint, station, direction } = Object.fromEntries(body);
  const place = form.elements.checkpoint.selectedOptions[0].textContent;
  const mine = { checkpoint, station, direction, place };
  chosen = mine;
  box().focus();
  const moved = await load(form.action, { body, part: false, failed: (why) => fail(why) });
  if (chosen !== mine) return; // another one was chosen meanwhile
  chosen = null;
  if (!moved) return;
  signedIn();
  keepingTyped(desk, () => {
    for (const id of ["place", "search", "found", "more", "side", "lists"]) {
      const fresh = moved.page.getElementById(id);
      if (fresh && part(id)) part(id).replaceWith(fresh);
    }
  });
  // The same place in the other language.
  const languages = moved.page.querySelector(".languages");
  if (languages) document.querySelector(".languages")?.replaceWith(languages);
  history.replaceState(null, "", moved.url);
  const refusal = moved.page.querySelector("#answer > .is-alert");
  if (refusal) say(refusal);
  box().focus();
}

/* Other desks sign people in too: counts and log keep up. */
async function refresh() {
  if (part("side").contains(document.activeElement)) return;
  const found = await load(part("search").action);
  if (!found) return;
  signedIn();
  show(found.page, "side");
}

/* --- What the volunteer does --------------------------------------------------------------------- */

desk.addEventListener("input", (event) => {
  if (event.target !== box() || event.isComposing) return;
  clearTimeout(typing);
  typing = setTimeout(() => lookFor(box().value), 250);
});

desk.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.id === "search") {
    const text = box().value;
    if (took(text) || took(burst())) clear();
    else lookFor(text).then(() => box().value === text && box().select());
  } else if ("scan" in form.dataset) {
    const facts = Object.fromEntries(new FormData(form));
    // A question is dealt with by answering it, a found person by being signed in.
    acts.close(form);
    scanned({
      code: facts.code,
      method: facts.method,
      checkpoint: facts.checkpoint,
      direction: facts.direction || "in",
      override: Boolean(facts.override),
      name: form.dataset.name,
    });
    clear();
  } else if (form.classList.contains("place-form")) {
    move(form);
  } else {
    act(form);
  }
});

desk.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ("stepLink" in link.dataset) {
    event.preventDefault();
    ask(link);
  } else if ("close" in link.dataset) {
    event.preventDefault();
    acts.close(link);
    box().focus();
  }
});

// Choosing a checkpoint is enough; the button is for pages without this script.
desk.addEventListener("change", (event) => {
  if (event.target.id === "place-checkpoint") event.target.form.requestSubmit();
});

// An input method keeps the scanner's Enter for itself: the code is in the box, but not sent.
let enterEnds = false;
let composing = false;
document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("keydown", (event) => {
  const isEnter = event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter";
  if (event.isComposing || event.keyCode === 229) {
    enterEnds = isEnter;
    if (isEnter) setTimeout(takeComposed); // where the composition ended before this key was told
    return;
  }
  const field = event.target;
  if (isEnter && field !== box() && field.matches?.("#desk input[type=text], #desk input:not([type])")) {
    // The scanner wrote into a form's field: it is a person at the door all the same.
    if (read(field.value).codes && took(field.value)) {
      event.preventDefault();
      field.value = "";
      reveal(part("answer"));
    }
    return;
  }
  // A scanner types wherever the focus is; outside of fields that is the box.
  const writes = field.matches?.("input, select, textarea");
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key?.length !== 1 || isShortcut) return;
  if (!writes && event.key !== " ") box().focus();
  if (document.activeElement === box()) key(event);
});
document.addEventListener("compositionend", () => {
  composing = false;
  if (enterEnds) setTimeout(takeComposed);
  else if (document.activeElement === box()) box().dispatchEvent(new Event("input", { bubbles: true }));
});

function takeComposed() {
  if (composing) return; // its end will say so
  enterEnds = false;
  const text = box().value;
  if (document.activeElement === box() && read(text).codes && took(text)) clear();
}

addEventListener("beforeunload", (event) => {
  if (queue.length) event.preventDefault();
});
keepThroughNavigation(box, `lectern.desk.${words.slug}.typed`);
for (const [target, kind] of [
  [window, "online"],
  [window, "focus"],
  [document, "visibilitychange"],
]) {
  target.addEventListener(kind, () => {
    if (document.hidden) return;
    queue.wake();
    if (isSignedOut) refresh();
  });
}
setInterval(() => document.hidden || queue.length || refresh(), 30_000);

steady(desk);
for (const id of ["queue", "queue-state"]) part(id).hidden = !here().scans;
for (const scan of queue.scans) acts.begin(scan);
tell();
queue.run();
if (!document.querySelector(".walk-in[open]")) box().focus();
