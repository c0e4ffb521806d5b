/* A personal agenda without an account: stars that this device keeps, the filter "only my sessions",
   warnings of overlaps, and the page of an agenda (/my/).

   Kept as {code: [starts, ends, parent's code, title, its language]}, so that an overlap is known
   on a page that has only one of the two sessions. */

import { button, buttons, content, fill, inLang, isSaved, make, memory, sessions, tools, words } from "./page.js";

const MOST = 200;
const AT_ONCE = 60; // sessions
const BUSY_FOR = 8; // milliseconds

let stars = read();

function read() {
  const kept = memory.get("stars", {});
  if (!kept || typeof kept !== "object" || Array.isArray(kept)) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, facts]) => Array.isArray(facts)));
}

const codes = () => Object.keys(stars).sort();
const address = (list) => (list.length ? `${words.my}?s=${list.join(",")}` : words.my);
const factsOf = (session) => [
  session.starts, session.ends, session.parent, session.name, session.lang,
];

let drawMine = null; // on the page of an agenda

export function draw() {
  drawStars();
  drawCounts();
  drawMine?.();
}

function keep(next) {
  stars = next;
  memory.set("stars", stars);
  draw();
  document.dispatchEvent(new Event("lectern:stars"));
}

export const isMine = (code) => code in stars;

/** The titles and times of a page that is no kept copy are the newest ones. */
function renewFacts() {
  const before = JSON.stringify(stars);
  for (const session of sessions) {
    if (isMine(session.code)) {
      stars[session.code] = factsOf({ ...session, parent: session.parent || stars[session.code][2] });
    }
  }
  if (JSON.stringify(stars) !== before) memory.set("stars", stars);
}

// Another window of this browser, and this one when it comes back from the browser's memory.
addEventListener("storage", (event) => {
  if (event.key !== null && event.key !== memory.key("stars")) return;
  stars = read();
  draw();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  stars = read();
  draw();
});

/** Addresses that the worker keeps for reading offline. */
export function toKeep() {
  const list = codes();
  if (!list.length) return [];
  return [address(list), ...list.slice(0, 60).map((code) => words.my.replace(/my\/$/, `sessions/${code}/`))];
}

// --- Overlaps ---

/** The starred sessions that run at the same time as this one: [[code, facts]]. Those that touch
    do not overlap, nor does a talk its own sub-forum. */
function overlapsOf(code, facts) {
  const [starts, ends, parent] = facts;
  if (!starts) return [];
  return Object.entries(stars).filter(([other, [from, to, above]]) =>
    other !== code && from && !cancelled.has(other) && other !== parent && above !== code &&
    starts < to && from < ends);
}

const cancelled = new Set(sessions.filter((s) => s.isCancelled).map((s) => s.code));

// --- Stars on the page ---

const shape = document.getElementById("star-shape");
const said = make("p", { class: "visually-hidden", role: "status" });
content.append(said);

function addStar(session) {
  const star = make("button", {
    type: "button",
    class: "star-button no-print",
    "aria-pressed": "false",
    "aria-label": fill(words.star, { title: session.name }),
  });
  star.append(shape.content.cloneNode(true));
  star.addEventListener("click", () => toggle(session));
  session.element.classList.add("has-star");
  session.title.after(star);
  session.star = star;
}

/** Some at once, the others in tasks of their own: whoever taps meanwhile is answered first. */
export function addStars(rows) {
  const began = performance.now();
  let added = 0;
  while (added < rows.length && performance.now() - began < BUSY_FOR) {
    for (const session of rows.slice(added, added + AT_ONCE)) {
      addStar(session);
      drawStar(session);
    }
    added += AT_ONCE;
  }
  if (added < rows.length) setTimeout(addStars, 0, rows.slice(added));
}

function toggle(session) {
  const next = { ...stars };
  said.textContent = "";
  if (session.code in next) delete next[session.code];
  else if (Object.keys(next).length >= MOST) {
    said.textContent = words.full;
    return;
  } else {
    next[session.code] = factsOf(session);
    const others = overlapsOf(session.code, factsOf(session));
    if (others.length && !session.isCancelled) {
      said.textContent = `${words.overlap}${words.colon}${others.map(([, facts]) => facts[3]).join(words.comma)}`;
    }
  }
  keep(next);
}

function drawStar(session) {
  const isStarred = isMine(session.code);
  session.star.setAttribute("aria-pressed", String(isStarred));
  session.element.classList.toggle("is-mine", isStarred);
  session.warning?.remove();
  session.warning = null;
  if (!isStarred || session.isCancelled || session.element.closest("#my-agenda")) return;
  const others = overlapsOf(session.code, stars[session.code]);
  if (!others.length) return;
  session.warning = make("p", { class: "overlap" }, words.overlap, words.colon);
  others.forEach(([code, facts], n) => {
    if (n) session.warning.append(words.comma);
    const onPage = document.getElementById(code);
    const href = onPage ? `#${code}` : words.my.replace(/my\/$/, `sessions/${code}/`);
    session.warning.append(make("a", { href, ...inLang(facts[4]) }, facts[3] || code));
  });
  session.star.after(session.warning);
}

function drawStars() {
  for (const session of sessions) if (session.star) drawStar(session);
}

// --- Counts, and only my sessions ---

const counters = [...document.querySelectorAll(`a[href="${words.my}"]`)];
const plain = new Map(counters.map((link) => [link, link.textContent]));
const onSchedule = Boolean(tools) && !document.getElementById("my-agenda");
const link = onSchedule ? make("a", { class: "btn", href: words.my }) : null;
if (link) {
  plain.set(link, words.agenda);
  counters.push(link);
}

const only = onSchedule
  ? button(words.mine, () => showMine(!isFiltered()), { "aria-pressed": "false" })
  : null;
const isFiltered = () => only?.getAttribute("aria-pressed") === "true";
const none = make("p", { class: "none-mine soft", hidden: "" }, words.noneMine);

/** Hides what is not mine; `given`: these codes alone (an agenda read offline). */
function showMine(isOn, given) {
  if (only) only.setAttribute("aria-pressed", String(isOn));
  content.classList.toggle("only-mine", isOn);
  const wanted = (session) => !isOn || (given ? given.has(session.code) : isMine(session.code));
  const shown = new Set();
  for (const session of sessions) {
    if (wanted(session)) shown.add(session.code).add(session.parent);
  }
  for (const { code, parent, element } of sessions) {
    // A chosen sub-forum shows its talks, unless some of them were chosen by themselves.
    const hasOwn = sessions.some((s) => s.parent === parent && wanted(s));
    const isShown = shown.has(code) || (parent && shown.has(parent) && !hasOwn);
    element.classList.toggle("is-left-out", isOn && !isShown);
  }
  none.hidden = !isOn || shown.size > 0;
  for (const box of content.querySelectorAll(".cell, .agenda > li, .day, .bands")) {
    const inside = [...box.querySelectorAll("[data-code]")];
    box.classList.toggle("is-left-out", isOn && inside.length > 0 && inside.every((e) => e.classList.contains("is-left-out")));
  }
  for (const head of content.querySelectorAll(".band")) {
    if (head.querySelector("[data-code]")) continue;
    let next = head.nextElementSibling;
    let isEmpty = true;
    while (next && !next.matches(".band")) {
      if (!next.classList.contains("is-left-out")) isEmpty = false;
      next = next.nextElementSibling;
    }
    head.classList.toggle("is-left-out", isOn && isEmpty);
  }
}

function drawCounts() {
  const list = codes();
  for (const counter of counters) {
    const what = plain.get(counter);
    const count = fill(words.counted, { what: "", count: list.length });
    counter.replaceChildren(what);
    if (list.length) counter.append(make("span", { class: "star-count" }, count));
    counter.href = address(list);
  }
  if (only) only.hidden = !list.length && !isFiltered();
  if (isFiltered()) showMine(true);
  drawCancelled();
  if (tools) drawForgets();
}

const gone = make("p", { class: "alert alert-danger", hidden: "" });

function drawCancelled() {
  const rows = sessions.filter((s) => isMine(s.code) && s.isCancelled);
  gone.hidden = !rows.length || Boolean(document.getElementById("my-agenda"));
  gone.replaceChildren(words.cancelled, words.colon);
  rows.forEach((session, n) => {
    if (n) gone.append(words.comma);
    gone.append(make("a", { href: `#${session.code}`, ...inLang(session.lang) }, session.name));
  });
}

const forgets = make("p", { class: "alert", hidden: "" }, words.forgets);

function drawForgets() {
  forgets.hidden = !memory.forgets || !codes().length;
}

// --- The page of an agenda (/my/): this device's own one, or one that came by a link ---

const mine = document.getElementById("my-agenda");

/** Says whose agenda this is, and what can be done with it. */
function startMine() {
  const given = mine.dataset.codes ? mine.dataset.codes.split(",") : [];
  if (!given.length && !location.search && codes().length) {
    location.replace(address(codes()));
    return;
  }
  const was = codes().join() === given.join();
  const bar = make("div", { class: "mine-bar no-print", role: "status" });
  mine.prepend(bar);
  let shown = "";

  const bySession = () => Object.fromEntries(
    sessions.filter((s) => given.includes(s.code)).map((s) => [s.code, factsOf(s)]),
  );
  const take = (base) => {
    const next = { ...base, ...bySession() };
    if (Object.keys(next).length > MOST) {
      bar.prepend(make("p", {}, words.full));
      return;
    }
    keep(next);
    if (codes().join() !== given.join()) location.href = address(codes());
  };

  drawMine = () => {
    const own = codes();
    const isOwn = own.join() === given.join();
    const state = isOwn ? "own" : was ? `outdated ${own}` : own.length ? "foreign" : "empty";
    if (state === shown || !given.length) return;
    const before = shown;
    shown = state;
    bar.replaceChildren();
    if (isOwn && before) bar.append(make("p", {}, words.kept));
    if (isOwn) return;
    if (was) {
      bar.append(make("p", {}, words.outdated), make("a", { class: "btn", href: address(own) }, words.update));
    } else {
      bar.append(make("p", {}, words.foreign));
      if (own.length) {
        bar.append(button(words.add, () => take(stars)), button(words.replace, () => take({})));
      } else bar.append(button(words.keep, () => take({}), { class: "btn btn-primary" }));
    }
  };

  const field = document.getElementById("agenda-link");
  if (field) {
    field.addEventListener("focus", () => field.select());
    const copied = make("span", { role: "status", class: "soft" });
    const copy = button(words.copy, async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        document.execCommand("copy");
      }
      copied.textContent = words.copied;
    });
    const actions = make("p", { class: "actions" }, copy, button(words.print, () => print()), copied);
    field.parentElement.after(actions);
  }
}

// --- Start ---

export function startStars() {
  if (!isSaved) renewFacts();
  addStars(sessions);
  if (tools) {
    if (only) buttons.prepend(only, link);
    tools.append(forgets, gone, none);
  }
  if (mine) startMine();
  draw();
  const given = document.body.dataset.only; // the worker's mark: an agenda read offline
  if (given !== undefined) showMine(true, given ? new Set(given.toUpperCase().split(",")) : undefined);
}
