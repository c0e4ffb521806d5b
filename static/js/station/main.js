/* The station: the desk without an account, which always decides on this device.

   What is read is decided by `rules`, written to the device by `scans`, and only then shown; the
   server's word comes after it and is shown over it. Nobody waits for the network. */

import { read } from "../desk/codes.js";
import { steady } from "../desk/finger.js";
import { Camera } from "./camera.js";
import { List } from "./list.js";
import { Kiosk, openSheet, sheet } from "./modes.js";
import { reading } from "./reading.js";
import { Scans } from "./scans.js";
import { cardOf, make, showCamera, showFound, showLine, showLog, showRefusal, rulesOf, told as outcome } from "./screen.js";
import { keyOf, markOf } from "./secret.js";
import { signal, soundSwitch } from "./signals.js";
import { walkIns } from "./walk_in.js";

const SYNC = 45_000; // ms between two looks at the list
const DRAWN = 150; // ms between two drawings of what was done
const MOST_CORRECTIONS = 12; // cards at once
const words = document.body.dataset;
const part = (id) => document.getElementById(id);
const token = location.pathname.split("/")[3] || "";
const station = markOf(token);

const list = new List(station, await keyOf(token).catch(() => null));
const scans = new Scans(station, list, told);
const here = { by: "", checkpoint: "", direction: "in", mode: "desk", ...remembered() };
const kiosk = new Kiosk();
let lineTrouble = "";
let shown = ""; // the scan whose outcome stands on the screen
let unshown = 0; // corrections that have no card any more

/* --- What was done ------------------------------------------------------------------------------- */

let work = Promise.resolve();

/* One after the other, so that the second of two fast codes sees what became of the first. */
function scanned(facts) {
  const { by, checkpoint, direction, mode } = here;
  const how = mode === "paper" ? sheet(list) : mode === "kiosk" ? { method: "kiosk" } : {};
  work = work.then(() => scans.add({ by, checkpoint, direction, method: "scanner", ...facts, ...how }));
  return work;
}

function told(some = [], what = "") {
  if (what === "decided") {
    some.forEach(present);
    showLine(scans, list, lineTrouble); // at once: "everything is sent" is not true any more
  }
  if (what === "answered") answered(some);
  draw();
  if (scans.trouble === "closed") close();
}

/* The server's word over the device's: on the card itself, or beside it where somebody else stands
   there by now. After a long outage many come at once: the newest have their cards and one signal. */
function answered(some) {
  if (some.some((scan) => scan.walkIn && scan.code)) sync(); // with the people who are new on it
  const isNew = (scan) => scan.isCorrected || scan.walkIn || scan.device[1] === "unknown_code";
  some.filter((scan) => scan.id === shown && isNew(scan)).forEach(present);
  const corrected = some.filter((scan) => scan.isCorrected && scan.id !== shown);
  if (!corrected.length) return;
  const cards = corrected.slice(-MOST_CORRECTIONS).map((scan) => cardOf(scan, list, { anyway, choose, seen: true }));
  part("corrections").append(...cards);
  const all = [...part("corrections").children];
  const over = all.slice(0, Math.max(0, all.length - MOST_CORRECTIONS));
  for (const card of over) card.remove();
  unshown += over.length + corrected.length - cards.length;
  part("more-corrections").textContent = words.moreCorrections.replace("NUMBER", unshown);
  part("more-corrections").hidden = !unshown;
  notice(corrected.at(-1), cards.at(-1));
}

function present(scan) {
  shown = scan.id;
  const acts = kiosk.isOn ? {} : { anyway, choose, undo: scan.undo ? null : undo };
  const card = cardOf(scan, list, acts);
  part("outcome").replaceChildren(card);
  notice(scan, card);
}

const anyway = (scan, note) =>
  again(scan, scan.walkIn ? { walkIn: scan.walkIn, anyway: true } : { override: true, note });
const choose = (scan, person) => again({ ...scan, code: person.code, method: "search" }, {});
const undo = (scan) => again(scan, { undo: true });

function again({ id, code, checkpoint, direction, method }, more) {
  document.querySelector(`#corrections [data-scan="${id}"]`)?.remove();
  scanned({ code, checkpoint, direction, method, ...more });
  part("q").focus();
}

function notice(scan, card) {
  kiosk.shown();
  signal(outcome(scan, list).tone);
  card.scrollIntoView({ block: "nearest", behavior: "instant" });
}

let drawing = 0;
let drawn = 0;

/* Once for all that came in one breath, and in a moment: a device may have ten thousand scans. */
function draw() {
  drawing ||= setTimeout(() => {
    [drawing, drawn] = [0, Date.now()];
    if (scans.trouble !== "closed") showLog(scans, list);
    showLine(scans, list, lineTrouble);
  }, Math.min(DRAWN, Math.max(0, drawn + DRAWN - Date.now())));
}

/* --- Reading codes and names ----------------------------------------------------------------------- */

const box = reading({
  scanned: (code) => scanned({ code }),
  broken: (text) => refuse(words.noCode.replace("CODE", text)),
  look,
  isKnown: (code) => Boolean(list.person(code)),
  isHere: () => !part("work").hidden,
});

/* The only one of a name that is typed as it stands on a sheet; of more, somebody has to choose. */
function onSheet(text) {
  const same = list.named(text);
  const found = same.length ? same : list.matching(text);
  return here.mode === "paper" && text && found.length === 1 ? found[0] : null;
}

function look(text, isSent = false) {
  if (kiosk.isOn) {
    if (isSent && text) notAtAKiosk();
    return;
  }
  const only = isSent && onSheet(text);
  if (only) {
    scanned({ code: only.code });
    box.clear();
    return;
  }
  const sign = (person) => {
    scanned({ code: person.code, method: "search" });
    box.clear();
  };
  const found = text ? list.matching(text) : [];
  showFound(found, text, list, scans, here.checkpoint, here.direction === "out", sign, walkIn.open);
}

/* Nobody searches at a kiosk: what a scanner read there is some other code, and who held it up is told. */
function notAtAKiosk() {
  refuse(words.noBadge);
  box.clear();
}

function refuse(text) {
  showRefusal(text);
  kiosk.shown();
  signal("stop");
}

const walkIn = walkIns(list, {
  add(person, anyway) {
    scanned({ code: "", direction: "in", method: "walk-in", walkIn: person, anyway });
    box.clear();
  },
  sign: (person) => scanned({ code: person.code, method: "search" }),
});

const camera = new Camera(part("picture"), {
  decoder: words.decoder,
  found(text) {
    const { codes, maybe } = read(text);
    const code = codes?.length === 1 ? codes[0] : maybe;
    if (code) scanned({ code, method: "camera" });
    else refuse(words.noBadge);
  },
  changed: (trouble) => showCamera(camera, trouble),
});
part("camera").addEventListener("click", () => (camera.isOn ? camera.stop() : camera.start()));
part("turn").addEventListener("click", () => camera.turn());
part("light").addEventListener("click", () => camera.light());
soundSwitch(part("sound"));

/* --- Where one stands -------------------------------------------------------------------------------- */

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(`lectern.station.${station}`)) || {};
  } catch {
    return {};
  }
}

function begin() {
  if (camera.isOn) camera.pause();
  const chooser = part("checkpoint");
  chooser.replaceChildren(
    ...list.checkpoints.map(({ checkpoint, name, place }) => {
      const option = make("option", "", [name, place].filter(Boolean).join(" · "));
      option.value = checkpoint;
      return option;
    }),
  );
  if (list.checkpoint(here.checkpoint)) chooser.value = here.checkpoint;
  offerScreen();
  part("station").textContent = list.about.station || "";
  part("conference").textContent = list.about.conference || "";
  part("by").value = here.by;
  part("begin").elements.direction.value = here.direction;
  part("begin").elements.mode.value = here.mode;
  kiosk.set(false);
  openSheet(list, false);
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
  kiosk.set(here.mode === "kiosk");
  openSheet(list, here.mode === "paper");
  part("rules").textContent = rulesOf(place, list);
  part("rules").hidden = !part("rules").textContent;
  document.title = [place?.name, list.about.station].filter(Boolean).join(" · ") || document.title;
  part("q").focus();
  if (kiosk.isOn) camera.start("user", false);
  else if (camera.wasOn && !camera.isOn && here.mode === "desk") camera.start();
}

/* Where people sign themselves in, the way to the screen that shows the code. */
function offerScreen() {
  const place = list.checkpoint(part("checkpoint").value);
  part("screen-line").hidden = !place?.by_themselves;
  part("screen").href = place ? `here/${place.checkpoint}/` : "";
}
part("checkpoint").addEventListener("change", offerScreen);

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
kiosk.guard(part("change"), begin);

async function close() {
  if (camera.isOn) camera.pause();
  part("work").hidden = part("begin").hidden = part("change").hidden = true;
  part("found").replaceChildren();
  part("outcome").replaceChildren();
  part("corrections").replaceChildren();
  part("more-corrections").hidden = true;
  part("log").replaceChildren();
  try {
    sessionStorage.removeItem(`lectern.station.${station}`);
  } catch {
    // A device that keeps nothing.
  }
  await Promise.all([list.forget(), scans.forget()]);
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
  if (scans.isFull && scans.waits) event.preventDefault();
});
