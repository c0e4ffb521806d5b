// A screen in the hall. It looks up the frame of its clock in the data that it polls, so that it
// goes from one session to the next without the server, and shows a publish within ten seconds.
// Nothing grows: a slot's content is replaced, and one timer each ticks and polls.
// What it shows is kept on the device, as is its page (worker/): after a power cut it comes back
// without a network.

import { told } from "../shared/clocks.js";

const POLL = 3000; // ms; with the server's own two seconds and a proxy's five, under ten seconds
const LONGEST_WAIT = 15000; // ms between two tries while the server does not answer
const ANSWER_WITHIN = 8000; // ms
const OFFLINE_AFTER = 12000; // ms without an answer
const RELOAD_AGAIN = 600; // seconds before the same new code is tried once more
const GONE_AFTER = 3; // answers in a row that there is no such program
const SHIFT_EVERY = 240; // seconds; the picture moves by a few pixels, so that none burns in
const SMALLEST = 9; // of the steps by which long texts are set smaller
const KEPT = "lectern-screens"; // the worker's store of screens
const NOTE_EVERY = 60; // seconds; the time is kept for a device whose clock a power cut resets

const body = document.body;
const lead = document.documentElement.lang.startsWith("zh") ? 0 : 1;
const langs = ["zh-Hans", "en"];
const words = JSON.parse(body.dataset.words);
const slots = [...document.querySelectorAll("[data-slot]")];
const clock = document.querySelector("[data-clock]");
const date = document.querySelector("[data-date]");
const { saved, why } = body.dataset; // marks of the worker: this page is a kept one, and why
const progress = document.querySelector("[data-progress]");
const status = document.querySelector("[data-status]");
const later = document.querySelector("[data-later]");
const laterLabel = later.firstElementChild;
const [nowSlot, laterSlot] = ["now", "later"].map((n) => slots.find((s) => s.dataset.slot === n));
// An old browser may not know the zone; the device stands in it.
const formatOf = (locale, parts) => {
  try {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: body.dataset.zone });
  } catch {
    return new Intl.DateTimeFormat(locale, parts);
  }
};
const inEach = (parts) => ["zh-CN", "en-GB"].map((locale) => formatOf(locale, parts));

/** '10:30' of a moment in ms; '02:30 (UTC+2)' in the night in which this time comes twice. */
const clockAt = (at) => told(body.dataset.zone, at);

const dateOf = inEach({ weekday: "long", day: "numeric", month: "long" });
const dayOf = inEach({ day: "numeric", month: "long" });

let data = null;
let etag = "";
let offset = 0; // ms that the server's clock is ahead of the device's
let isSet = false; // whether the server has told the time since this page was loaded
let heardAt = Date.now(); // by the server's clock
let heardTick = performance.now(); // the same moment; a device that sets its clock changes nothing
let failures = 0;
let missing = 0;
let notedAt = 0; // seconds
let isPolling = false;
let pollTimer = 0;
let leaving = 0;
const shown = new Map();

const serverNow = () => Date.now() + offset;

// --- Words in both languages, the page's own one first ---------------------------------------

const inBoth = (pair, values = {}) => {
  const filled = pair.map((text) => text.replace(/\{(\w)\w*\}/g, (_, name) => values[name]));
  const order = [lead, 1 - lead].filter((side, at) => !at || filled[side] !== filled[1 - side]);
  return order.map((side, at) => {
    const span = document.createElement("span");
    span.lang = langs[side];
    span.className = at ? "also" : "lead";
    span.textContent = filled[side];
    return span;
  });
};

const write = (element, pair, values) => {
  const key = pair ? pair[0] + JSON.stringify(values || 0) : "";
  if (!element || element.dataset.said === key) return;
  element.dataset.said = key;
  element.replaceChildren(...(pair ? inBoth(pair, values) : []).flatMap((s) => [s, " "]));
};

const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// --- What is shown ----------------------------------------------------------------------------

const frameAt = (seconds) => {
  let found = data.frames[0];
  for (const frame of data.frames) {
    if (frame.from > seconds) break;
    found = frame;
  }
  return found;
};

const gone = { state: "gone", count: "", now: [], notice: [], next: [], later: [] };

const draw = (frame) => {
  let changed = body.dataset.state !== frame.state;
  body.dataset.state = frame.state;
  for (const slot of slots) {
    const name = slot.dataset.slot;
    const html = frame[name].map((key) => data.pieces[key]).join("");
    if (shown.get(name) === html) continue;
    shown.set(name, html);
    slot.innerHTML = html; // made by our own templates, which escape
    changed = true;
  }
  if (frame === gone) write(nowSlot, words.gone);
  else delete nowSlot.dataset.said;
  later.hidden = !frame.later.length;
  laterLabel.hidden = frame.state === "untimed";
  return changed;
};

// Long titles in two languages are set smaller, step by step, until everything fits.
const fit = () => {
  for (const slot of slots) {
    if (slot === laterSlot) continue; // its last rows may be out of sight
    for (let step = 0; step <= SMALLEST; step += 1) {
      slot.dataset.fit = step;
      if (slot.scrollHeight <= slot.clientHeight + 2) break;
    }
  }
};

const count = (frame, seconds) => {
  const place = nowSlot.querySelector("[data-count]");
  const left = frame.until - seconds;
  const minutes = Math.ceil(left / 60);
  const isCounted = frame.count && left > 0 && minutes < 60 * 18;
  const hours = minutes >= 90 ? "_hours" : "";
  write(place, isCounted ? words[frame.count + hours] : null, {
    n: hours ? minutes % 60 : minutes, h: Math.floor(minutes / 60),
  });
  const isRunning = frame.count === "left" && left > 0;
  progress.hidden = !isRunning;
  if (isRunning) {
    const passed = (seconds - frame.since) / (frame.until - frame.since);
    progress.value = Math.round(passed * 500) / 500;
  }
  body.toggleAttribute("data-is-soon", isRunning && minutes <= 5 && frame.state === "running");
};

const tellAge = () => {
  const isSilent = performance.now() - heardTick > OFFLINE_AFTER;
  if (!isSilent && !(saved && !isSet && failures)) return write(status, null);
  const isToday = dateOf[0].format(heardAt) === dateOf[0].format(serverNow());
  const day = dayOf.map((format) => (isToday ? "" : `${format.format(heardAt)} `));
  const time = clockAt(heardAt);
  write(status, words.offline.map((text, side) => text.replace("{time}", day[side] + time)));
};

const tick = () => {
  const now = serverNow();
  setTimeout(tick, 1005 - (now % 1000));
  const seconds = Math.floor(now / 1000);
  setText(clock, clockAt(now));
  const [first, second] = [dateOf[lead].format(now), dateOf[1 - lead].format(now)];
  setText(date, `${first} · ${second}`);
  body.dataset.shift = Math.floor(seconds / SHIFT_EVERY) % 8;
  tellAge();
  if (seconds - notedAt >= NOTE_EVERY) note();
  const isGone = missing >= GONE_AFTER || (missing && !data);
  if (!data && !isGone) return;
  const frame = isGone ? gone : frameAt(seconds);
  const changed = draw(frame);
  count(frame, seconds);
  if (changed) fit();
};

// --- What is polled ---------------------------------------------------------------------------

// The Date of an answer is whole seconds, and Age what a proxy has kept it for.
const follow = (response, sentAt) => {
  const dated = Date.parse(response.headers.get("Date"));
  if (Number.isNaN(dated)) return;
  const age = Number(response.headers.get("Age")) || 0;
  const found = dated + age * 1000 + 500 - (sentAt + Date.now()) / 2;
  if (Math.abs(found - offset) > 1500) offset = found;
  isSet = true;
};

// New code on the server: load the page anew, once, and only when the server would answer.
const leaveFor = (code) => {
  if (leaving) return;
  const [seen, at] = location.hash.slice(1).split(".");
  if (seen === code && Date.now() / 1000 - at < RELOAD_AGAIN) return;
  leaving = setTimeout(async () => {
    leaving = 0;
    try {
      const response = await fetch(location.pathname + location.search, { cache: "no-store" });
      // A gateway's page, or the login of a network, would never come back by itself.
      if (!response.ok || !(await response.text()).includes(`data-code-version="${code}"`)) return;
      history.replaceState(null, "", `#${code}.${Math.floor(Date.now() / 1000)}`);
      location.reload();
    } catch {
      // Asked again with the next answer.
    }
  }, 6000 + Math.random() * 6000);
};

const take = async (response) => {
  const text = await response.text();
  data = framesOf(text);
  etag = response.headers.get("ETag") || "";
  keep("data.json", text, { ETag: etag });
};

const framesOf = (text) => {
  const found = JSON.parse(text);
  if (!Array.isArray(found.frames) || !found.frames.length) throw new Error("no frames");
  return found;
};

// A gateway that does not find the server says 404 too; ours says so in JSON.
const isOurs = (response) => /^application\/json/.test(response.headers.get("Content-Type") || "");

// --- What is kept on the device ---------------------------------------------------------------

const isKeeping = body.dataset.offline === "on" && "caches" in window;
const keptAt = (name) => new URL(name, new URL(body.dataset.poll, location.href)).href;

const keep = async (name, text, headers = {}) => {
  if (!isKeeping) return;
  try {
    const store = await caches.open(KEPT);
    if (text) await store.put(keptAt(name), new Response(text, { headers }));
    else await store.delete(keptAt(name));
  } catch {
    // A full device: what it shows now does not depend on it.
  }
};

const note = async () => {
  if (!isSet && !data) return;
  notedAt = Math.floor(serverNow() / 1000);
  await keep("clock", JSON.stringify({ offset, heardAt, at: serverNow(), isGone: missing >= GONE_AFTER }));
};

// What an earlier run of this screen kept. The time is no earlier than when it was noted last.
const remember = async () => {
  if (!isKeeping) return;
  try {
    const store = await caches.open(KEPT);
    const [noted, kept] = [await store.match(keptAt("clock")), await store.match(keptAt("data.json"))];
    const clockThen = noted ? await noted.json() : null;
    const [text, mark] = kept ? [await kept.text(), kept.headers.get("ETag")] : [];
    if (clockThen && !isSet) {
      offset = Math.max(clockThen.offset, clockThen.at - Date.now());
      heardAt = clockThen.heardAt;
      if (clockThen.isGone && saved) missing = GONE_AFTER;
    }
    if (!text || data || missing) return;
    const found = framesOf(text);
    // A page that the network gave is not older than what it shows.
    if (!saved && found.release < Number(body.dataset.release)) return;
    [data, etag] = [found, mark || ""];
  } catch {
    // Nothing is kept, or nothing that can be read.
  }
};

const poll = async () => {
  if (isPolling) return;
  isPolling = true;
  clearTimeout(pollTimer);
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), ANSWER_WITHIN);
  const sentAt = Date.now();
  const wasGone = missing >= GONE_AFTER;
  try {
    const response = await fetch(body.dataset.poll, {
      cache: "no-store",
      credentials: "omit",
      headers: etag ? { "If-None-Match": etag } : {},
      signal: stop.signal,
    });
    if (response.status === 404 && isOurs(response)) missing += 1;
    else if (response.status === 200) await take(response);
    else if (response.status !== 304) throw new Error(response.status);
    if (response.status !== 404) missing = 0;
    const isFirst = !isSet;
    follow(response, sentAt);
    [heardAt, heardTick] = [serverNow(), performance.now()];
    failures = 0;
    const isGone = missing >= GONE_AFTER;
    if (isFirst || isGone !== wasGone) note().then(() => isGone && keep("data.json", ""));
    if (data && data.code !== body.dataset.codeVersion) leaveFor(data.code);
  } catch {
    failures += 1;
    if (!data && !missing) await remember();
  }
  clearTimeout(late);
  isPolling = false;
  const wait = Math.min(POLL * 2 ** Math.min(failures, 3), LONGEST_WAIT);
  pollTimer = setTimeout(poll, wait * (failures ? 0.75 + Math.random() / 2 : 1));
};

// --- The device -------------------------------------------------------------------------------

const stayAwake = async () => {
  if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Refused when the battery is low; the device's own settings decide then.
  }
};

document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("click", () => {
  if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => {});
  stayAwake();
});
window.addEventListener("online", poll);
window.addEventListener("resize", fit);

// Its page is kept for a restart without a network; switched off, what was kept is cleared away.
const keepPage = async () => {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  if (!isKeeping) {
    await (await workers.getRegistration("/"))?.unregister();
    if (!("caches" in window)) return;
    for (const name of await caches.keys()) {
      if (name.startsWith("lectern-")) await caches.delete(name);
    }
    body.dataset.kept = "off";
    return;
  }
  await workers.register("/sw.js", { scope: "/" });
  const { active } = await workers.ready;
  workers.addEventListener("message", () => (body.dataset.kept = body.dataset.release));
  if (!saved) active.postMessage({ type: "screen", address: location.pathname + location.search });
};

const start = async () => {
  if (saved !== undefined) {
    // What a kept page shows was right when it was made.
    body.dataset.state = "waiting";
    for (const slot of slots) slot.textContent = "";
    later.hidden = true;
    if (why !== "gone") await remember();
  }
  body.classList.add("is-live");
  stayAwake();
  fit();
  tick();
  poll();
  if (document.readyState === "complete") keepPage().catch(() => {});
  else window.addEventListener("load", () => keepPage().catch(() => {}));
};

start();
