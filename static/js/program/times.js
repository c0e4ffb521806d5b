/* Which sessions run now and come next (beside each, in the strip above the schedule, in the home's
   own block, which the server draws), and times in the reader's own zone. */

import { told } from "../shared/clocks.js";
import {
  button, buttons, content, fill, inLang, isSaved, locale, make, memory, sessions, sessionsOf, strip, tools, words,
} from "./page.js";

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };
const formatters = new Map(); // one takes milliseconds to make

function formatter(timeZone, options) {
  const key = timeZone + JSON.stringify(options);
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  }
  return formatters.get(key);
}

/** '10:30' of a moment in seconds; '02:30 (UTC+2)' in the night in which this time comes twice. */
const clockIn = (timeZone, at) => told(timeZone, at * 1000, { apart: words.apart });

// --- The clock ---

let ahead = 0; // milliseconds that the true time is ahead of this device's

/** A device's clock may be wrong by minutes; the server's is asked once a visit. A clock that is
    an hour off was set so on purpose (a rehearsal of the day), and is believed. */
async function readServerClock() {
  try {
    const known = sessionStorage.getItem("lectern:ahead");
    if (known === null) {
      const asked = Date.now();
      const { headers } = await fetch(import.meta.url, { method: "HEAD", cache: "no-store" });
      const age = Number(headers.get("Age")) || 0;
      const there = Date.parse(headers.get("Date")) + age * 1000;
      ahead = there - (asked + Date.now()) / 2;
      if (!(Math.abs(ahead) > 30_000 && Math.abs(ahead) < 3_600_000)) ahead = 0;
      sessionStorage.setItem("lectern:ahead", String(ahead));
    } else ahead = Number(known);
  } catch {
    ahead = 0;
  }
  if (ahead) tick();
}

const seconds = () => (Date.now() + ahead) / 1000;

// --- Now and next ---

const timed = sessions.filter((session) => session.starts && !session.isCancelled);
// Where the server says now and next itself (the conference's home), its headings say it.
const BLOCK = "[data-now-next], section.now";
const marked = timed.filter(({ element }) => !element.closest(BLOCK));

// A schedule of one day tells of that day alone, one filtered otherwise of nothing.
const isWhole = Boolean(tools && "whole" in tools.dataset);
const isTold = isWhole || Boolean(tools && "day" in tools.dataset);

const runs = (at) => (session) => session.starts <= at && at < session.ends;

/** Those of one level that start first after `at`. */
function nextOf(rows, at) {
  const later = rows.filter((session) => session.starts > at);
  const first = Math.min(...later.map((session) => session.starts));
  return later.filter((session) => session.starts === first);
}

let shown = "";

function tick() {
  const at = seconds();
  const top = marked.filter((session) => !session.parent || !tools);
  const now = marked.filter(runs(at));
  const isDuring = top.some((session) => session.starts <= at);
  let next = isDuring && tools ? nextOf(top, at) : [];
  for (const forum of now) {
    next = next.concat(nextOf(marked.filter((talk) => talk.parent === forum.code), at));
  }
  const state = [now, next].map((rows) => rows.map((s) => s.code).join()).join("|");
  if (state !== shown) {
    shown = state;
    for (const session of marked) {
      label(session, now.includes(session) ? "now" : next.includes(session) ? "next" : "");
    }
  }
  if (tools && isTold) say(at, top, top.filter(runs(at)), next);
  renewBlock(at);
}

function label({ element, title }, what) {
  const old = element.querySelector(":scope > .state, :scope > div > .state");
  if ((old?.dataset.state || "") === what) return;
  old?.remove();
  element.classList.toggle("is-now", what === "now");
  element.classList.toggle("is-next", what === "next");
  if (what) {
    const tag = make("span", { class: "tag state", "data-state": what }, words[what]);
    title.before(tag);
  }
}

let said = null;

/** The strip above the schedule. It is no live region: whoever listens is not interrupted. */
function say(at, top, now, next) {
  if (!top.length) return;
  const first = Math.min(...top.map((session) => session.starts));
  const last = Math.max(...top.map((session) => session.ends));
  const parts = [];
  const isToday = dayOf(first) === dayOf(at);
  if (at < first && isWhole) {
    parts.push(make("p", {}, fill(words.starts, { when: until(first - at) })));
  } else if (at >= last) {
    if (isWhole) parts.push(make("p", {}, words.ended));
  } else if (at >= first || isToday) {
    const following = at < first ? nextOf(top, at) : next.filter((session) => !session.parent);
    if (now.length) parts.push(...listed(words.now, now));
    if (following.length) parts.push(...listed(`${words.next} · ${when(following[0], at)}`, following));
    const target = now[0] || following[0];
    parts.push(make("p", {}, make("a", { class: "jump", href: `#${target.code}` }, words.jump)));
  }
  const key = parts.map((part) => part.outerHTML).join("");
  if (key === said) return;
  said = key;
  strip.hidden = !parts.length;
  // Whoever stands on one of its links stands on the same one afterwards.
  const focused = strip.contains(document.activeElement) && document.activeElement.href;
  strip.replaceChildren(...parts);
  if (focused) {
    const links = [...strip.querySelectorAll("a")];
    (links.find((link) => link.href === focused) || links[0] || content).focus();
  }
}

/** A label and the sessions below it, the first three by name. */
function listed(label, rows) {
  const list = make("ul", { class: "plain" });
  for (const { title, name, lang, element } of rows.slice(0, 3)) {
    const href = title.querySelector("a")?.getAttribute("href") || title.getAttribute("href") || "#";
    const line = make("li", {}, make("a", { href, ...inLang(lang) }, name));
    const room = element.querySelector(":scope > p > .session-room");
    if (room) line.append(" ", make("span", { class: "soft" }, ...room.cloneNode(true).childNodes));
    list.append(line);
  }
  if (rows.length > 3) {
    const rest = make("a", { class: "soft", href: `#${rows[3].code}` }, fill(words.others, { count: rows.length - 3 }));
    list.append(make("li", {}, rest));
  }
  return [make("p", { class: "label" }, label), list];
}

/** '10:30', or with its day when that is not today, on the conference's clock. */
function when(session, at) {
  const clock = clockIn(words.zone, session.starts);
  const on = dayOf(session.starts);
  return on === dayOf(at) ? clock : `${on} ${clock}`;
}

const dayOf = (at) => formatter(words.zone, DAY).format(at * 1000);

/** 'in 5 days', '3小时后'. */
function until(left) {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  if (left >= 36 * 3600) return format.format(Math.round(left / 86400), "day");
  if (left >= 5400) return format.format(Math.round(left / 3600), "hour");
  return format.format(Math.max(1, Math.ceil(left / 60)), "minute");
}

// --- The home's block of now and next: drawn by the server, asked for again when it is over ---

let renewing = 0;

function renewBlock(at) {
  const block = document.querySelector(BLOCK);
  if (!block || isSaved) return;
  const moments = [...block.querySelectorAll("[data-starts]")].flatMap((element) => [
    Number(element.dataset.starts), Number(element.dataset.ends),
  ]);
  block.dataset.met = block.dataset.met || String(at);
  const coming = moments.filter((moment) => moment > Number(block.dataset.met));
  const over = Number(block.dataset.until) || Math.min(...coming);
  if (at < over || at < renewing) return;
  renewing = at + 60;
  // Not all readers in the same second.
  setTimeout(() => fetchBlock(block).catch(() => {}), Math.random() * 15_000);
}

async function fetchBlock(block) {
  const response = await fetch(location.pathname, { cache: "no-cache" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(BLOCK);
  if (block.contains(document.activeElement)) return; // later
  if (!fresh) {
    block.remove();
    return;
  }
  block.replaceWith(document.adoptNode(fresh));
  const found = sessionsOf(fresh);
  sessions.push(...found);
  document.dispatchEvent(new CustomEvent("lectern:sessions", { detail: found }));
}

let timer;

/** Again at the next whole minute, or when something starts or ends before. */
function schedule() {
  clearTimeout(timer);
  tick();
  const at = seconds();
  const minute = 60 - (at % 60);
  const moments = marked.flatMap((s) => [s.starts - at, s.ends - at]).filter((left) => left > 0);
  timer = setTimeout(schedule, Math.min(minute, ...moments) * 1000 + 50);
}

export function startClock() {
  if (!timed.length && !document.querySelector(BLOCK)) return;
  schedule();
  document.addEventListener("visibilitychange", () => document.hidden || schedule());
  setTimeout(readServerClock);
}

// --- The reader's own time ---

const there = words.zone;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The times in the reader's zone beside those of the conference, where they differ. */
export function offerOwnTimes() {
  if (!there || !here || there === here) return;
  // In a task of its own: whoever taps meanwhile is answered first.
  setTimeout(() => {
    try {
      ownTimes();
    } catch {
      // A zone that this browser does not know: the conference's times stand.
    }
  });
}

function ownTimes() {
  const whole = { year: "numeric", month: "2-digit", day: "2-digit", ...CLOCK };
  const mine = formatter(here, whole);
  const theirs = formatter(there, whole);
  const starts = new Set(sessions.map((session) => session.starts).filter(Boolean));
  const apart = new Set([...starts].filter((at) => mine.format(at * 1000) !== theirs.format(at * 1000)));
  const differs = sessions.filter((session) => apart.has(session.starts));
  if (!differs.length) return;

  const day = formatter(here, DAY);
  const theirDay = formatter(there, DAY);
  const show = (isOn) => {
    content.querySelectorAll(".own-time").forEach((element) => element.remove());
    if (!isOn) return;
    for (const session of differs) {
      const [from, to] = [session.starts * 1000, session.ends * 1000];
      const isOtherDay = day.format(from) !== theirDay.format(from);
      const span = `${clockIn(here, session.starts)}–${clockIn(here, session.ends)}`;
      const time = isOtherDay ? `${day.format(from)} ${span}` : span;
      const place = session.element.querySelector(":scope > .clock, :scope > p > .clock, dl .clock");
      const note = make("span", { class: "own-time" }, fill(words.ownTime, { time }));
      if (place) place.after(" ", note);
      else session.title.after(" ", note);
    }
  };
  const isOn = memory.get("own-time", false);
  const toggle = button(fill(words.ownZone, { zone: zoneName(differs[0].starts) }), () => {
    const now = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(now));
    memory.set("own-time", now);
    show(now);
  }, { "aria-pressed": String(isOn) });
  if (tools) buttons.append(toggle);
  show(isOn);
}

function zoneName(at) {
  const plain = here.replaceAll("_", " ");
  try {
    const parts = formatter(here, { timeZoneName: "longGeneric" }).formatToParts(at * 1000);
    const name = parts.find((part) => part.type === "timeZoneName").value;
    return /^GMT/.test(name) ? plain : name;
  } catch {
    return plain;
  }
}
