/* The station: the desk without an account, which always decides on this device.

   What is read is decided by `rules`, written to the device by `scans`, and only then shown; the
   server's word comes after it and is shown over it. Nobody waits for the network. */

import { read } from "../desk/codes.js";
import { steady } from "../desk/finger.js";
import { Camera } from "./camera.js";
import { List } from "./list.js";
import { reading } from "./reading.js";
import { Scans } from "./scans.js";
import { cardOf, make, showCamera, showFound, showLine, showLog, showRefusal, rulesOf, told as outcome } from "./screen.js";
import { keyOf, markOf } from "./secret.js";
import { signal, soundSwitch } from "./signals.js";

const SYNC = 45_000; // ms between two looks at the list
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
    notice(scan, card);
  }
}

function present(scan) {
  shown = scan.id;
  const card = cardOf(scan, list, { anyway, undo: scan.undo ? null : undo });
  part("outcome").replaceChildren(card);
  notice(scan, card);
}

const anyway = (scan, note) => again(scan, { override: true, note });
const undo = (scan) => again(scan, { undo: true });

function again({ id, code, checkpoint, direction, method }, more) {
  document.querySelector(`#corrections [data-scan="${id}"]`)?.remove();
  scanned({ code, checkpoint, direction, method, ...more });
  part("q").focus();
}

function notice(scan, card) {
  signal(outcome(scan, list).tone);
  card.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function draw() {
  showLog(scans, list);
  showLine(scans, list, lineTrouble);
}

/* --- Reading codes and names ----------------------------------------------------------------------- */

const box = reading({
  scanned: (code) => scanned({ code }),
  broken: (text) => refuse(words.noCode.replace("CODE", text)),
  look,
  isKnown: (code) => Boolean(list.person(code)),
  isHere: () => !part("work").hidden,
});

function look(text) {
  const sign = (person) => {
    scanned({ code: person.code, method: "search" });
    box.clear();
  };
  showFound(text ? list.matching(text) : [], text, list, scans, here.checkpoint, here.direction === "out", sign);
}

function refuse(text) {
  showRefusal(text);
  signal("stop");
}

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
  part("rules").textContent = rulesOf(place, list);
  part("rules").hidden = !part("rules").textContent;
  document.title = [place?.name, list.about.station].filter(Boolean).join(" · ") || document.title;
  part("q").focus();
  if (camera.wasOn && !camera.isOn) camera.start();
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
  if (camera.isOn) camera.pause();
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
