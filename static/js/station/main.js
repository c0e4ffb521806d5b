/* The station: the desk without an account, which always decides on this device.

   What is read is decided by `rules`, written to the device by `scans`, and only then shown; the
   server's word comes after it and is shown over it. Nobody waits for the network. */

import { read } from "../desk/codes.js";
import { steady } from "../desk/finger.js";
import { List } from "./list.js";
import { Scans } from "./scans.js";
import { cardOf, make, showFound, showLine, showLog, showRefusal } from "./screen.js";
import { keyOf, markOf } from "./secret.js";

const SYNC = 45_000; // ms between two looks at the list
const HAND = 100; // ms between two keys: a scanner writes faster
const words = document.body.dataset;
const part = (id) => document.getElementById(id);
const token = location.pathname.split("/")[3] || "";
const station = markOf(token);

const list = new List(station, await keyOf(token).catch(() => null));
const scans = new Scans(station, list, told);
const here = { by: "", checkpoint: "", direction: "in", ...remembered() };
let lineTrouble = "";
let shown = ""; // the scan whose outcome stands on the screen

/* --- What was done ------------------------------------------------------------------------------- */

let work = Promise.resolve();

/* One after the other, so that the second of two fast codes sees what became of the first. */
function scanned(facts) {
  const { by, checkpoint, direction } = here;
  work = work.then(() => scans.add({ by, checkpoint, direction, method: "scanner", ...facts }));
  return work;
}

function told(scan, what) {
  if (scan && what === "decided") present(scan);
  if (scan && what === "answered") answered(scan);
  draw();
  if (scans.trouble === "closed") close();
}

/* The server's word over the device's: on the card itself, or beside it where somebody else stands
   there by now. */
function answered(scan) {
  const isNew = scan.isCorrected || scan.device[1] === "unknown_code";
  if (isNew && scan.id === shown) present(scan);
  else if (scan.isCorrected) {
    const card = cardOf(scan, list, { anyway, seen: true });
    part("corrections").append(card);
    signal(card);
  }
}

function present(scan) {
  shown = scan.id;
  const card = cardOf(scan, list, { anyway, undo: scan.undo ? null : undo });
  part("outcome").replaceChildren(card);
  signal(card);
}

const anyway = (scan) => again(scan, { override: true });
const undo = (scan) => again(scan, { undo: true });

function again({ id, code, checkpoint, direction, method }, more) {
  document.querySelector(`#corrections [data-scan="${id}"]`)?.remove();
  scanned({ code, checkpoint, direction, method, ...more });
  part("q").focus();
}

function signal(card) {
  const isGood = card.matches(".is-good, .is-again");
  navigator.vibrate?.(isGood ? 40 : [90, 60, 90]);
  card.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function draw() {
  showLog(scans, list);
  showLine(scans, list, lineTrouble);
}

/* --- Reading codes and names ----------------------------------------------------------------------- */

let began = 0;
let lastKey = 0;

/* Takes the codes out of a text; false for something to search for. */
function took(text) {
  const { codes = [], maybe, broken } = read(text);
  const known = maybe && list.person(maybe) ? [maybe] : [];
  for (const code of [...codes, ...known]) scanned({ code });
  if (broken) showRefusal(words.noCode.replace("CODE", broken));
  return Boolean(codes.length || known.length || broken);
}

const burst = () => part("q").value.slice(began);

function enter() {
  const text = part("q").value;
  if (took(text) || (read(burst()).codes && took(burst()))) clear();
  else look();
}

function look() {
  const text = part("q").value.trim();
  const sign = (person) => {
    scanned({ code: person.code, method: "search" });
    clear();
  };
  showFound(text ? list.matching(text) : [], text, list, scans, here.checkpoint, here.direction === "out", sign);
}

function clear() {
  part("q").value = "";
  began = 0;
  part("found").replaceChildren();
  part("q").focus();
}

part("read").addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});
part("q").addEventListener("input", (event) => {
  if (!event.isComposing) look();
});

// An input method keeps the scanner's Enter for itself: the code is in the box, but not sent.
let enterEnds = false;
document.addEventListener("keydown", (event) => {
  if (part("work").hidden) return;
  const isEnter = event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter";
  if (event.isComposing || event.keyCode === 229) {
    enterEnds = isEnter;
    if (isEnter) setTimeout(composed);
    return;
  }
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key?.length !== 1 || isShortcut) return;
  // A scanner types wherever the focus is.
  if (!event.target.matches?.("input, select, textarea") && event.key !== " ") part("q").focus();
  if (event.timeStamp - lastKey > HAND) began = part("q").value.length;
  lastKey = event.timeStamp;
});
document.addEventListener("compositionend", () => {
  if (enterEnds) setTimeout(composed);
  else look();
});

function composed() {
  enterEnds = false;
  if (read(part("q").value).codes && took(part("q").value)) clear();
}

/* --- Where one stands -------------------------------------------------------------------------------- */

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(`lectern.station.${station}`)) || {};
  } catch {
    return {};
  }
}

function begin() {
  const chooser = part("checkpoint");
  chooser.replaceChildren(
    ...list.checkpoints.map(({ checkpoint, name, place }) => {
      const option = make("option", "", [name, place].filter(Boolean).join(" · "));
      option.value = checkpoint;
      return option;
    }),
  );
  if (list.checkpoint(here.checkpoint)) chooser.value = here.checkpoint;
  part("station").textContent = list.about.station || "";
  part("conference").textContent = list.about.conference || "";
  part("by").value = here.by;
  part("begin").elements.direction.value = here.direction;
  part("work").hidden = part("change").hidden = true;
  part("begin").hidden = false;
  part("by").focus();
}

function stand() {
  const place = list.checkpoint(here.checkpoint);
  const way = here.direction === "out" ? ` · ${words.leaving}` : "";
  part("place").textContent = (place?.name || here.checkpoint) + way;
  part("name").textContent = [place?.place, list.about.station, here.by].filter(Boolean).join(" · ");
  part("begin").hidden = true;
  part("work").hidden = part("change").hidden = false;
  document.title = [place?.name, list.about.station].filter(Boolean).join(" · ") || document.title;
  part("q").focus();
}

part("begin").addEventListener("submit", (event) => {
  event.preventDefault();
  Object.assign(here, Object.fromEntries(new FormData(part("begin"))));
  here.by = here.by.trim();
  try {
    sessionStorage.setItem(`lectern.station.${station}`, JSON.stringify(here));
  } catch {
    // A device that keeps nothing: asked again after a reload.
  }
  stand();
});
part("change").addEventListener("click", begin);

async function close() {
  part("work").hidden = part("begin").hidden = part("change").hidden = true;
  part("found").replaceChildren();
  part("outcome").replaceChildren();
  part("corrections").replaceChildren();
  part("log").replaceChildren();
  await list.forget();
}

/* --- The list, and the network ------------------------------------------------------------------------ */

async function sync() {
  const had = list.at;
  lineTrouble = token ? await list.sync() : "closed"; // a link that was cut off
  if (lineTrouble === "closed") {
    scans.trouble = "closed";
    draw();
    return close();
  }
  if (!had && list.at) ready();
  draw();
}

function ready() {
  if (here.by && list.checkpoint(here.checkpoint)) stand();
  else begin();
}

if (words.worker) navigator.serviceWorker?.register(words.worker).catch(() => {});
navigator.storage?.persist?.().catch(() => {});
steady(part("work"));

await Promise.all([list.load(), scans.load().catch(() => (scans.isFull = true))]);
if (list.at) ready();
draw();
sync();
scans.run();
setInterval(() => document.hidden || sync(), SYNC);
setInterval(draw, 20_000);
for (const [target, kind] of [
  [window, "online"],
  [window, "focus"],
  [document, "visibilitychange"],
]) {
  target.addEventListener(kind, () => {
    if (document.hidden) return;
    scans.wake();
    if (kind === "online") sync();
  });
}
addEventListener("beforeunload", (event) => {
  if (scans.isFull && scans.waiting.length) event.preventDefault();
});
