/* The schedule's days, filters and search without a network. The worker answers the address of a part
   with the whole schedule that it kept (data-whole); this shows the part of it, by the rules of
   matching.js. */

import { element, isTooLong, kept, placeOf, say, wordsOf } from "./matching.js";

const NAMES = ["day", "room", "track", "kind", "language", "q"];
const asked = new URLSearchParams(location.search);
for (const name of [...asked.keys()]) if (!NAMES.includes(name) || !asked.get(name)) asked.delete(name);

const content = document.getElementById("content");
const words = document.getElementById("words").dataset;
const everything = location.pathname;
const isOfDay = [...asked.keys()].every((name) => name === "day");

if ("whole" in document.body.dataset && [...asked].length) {
  // A part of the program tells nothing of now and next.
  delete document.getElementById("reader-tools")?.dataset.whole;
  content.querySelector("[data-now]")?.remove();
  fillIn();
  kept().then((program) => show(foundIn(program), program)).catch(() => {
    const line = element("p", "soft", words.savedWhole);
    line.setAttribute("role", "status");
    content.querySelector(".schedule-tools").after(line);
  });
}

/** The form and the days say what was asked for. */
function fillIn() {
  for (const field of content.querySelectorAll(".filters [name]")) {
    if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value);
    else field.value = asked.get(field.name) || "";
  }
  for (const tab of content.querySelectorAll(".day-tabs a")) {
    const query = new URLSearchParams(asked);
    const day = new URL(tab.href).searchParams.get("day");
    query.delete("day");
    if (day === asked.get("day")) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
    tab.search = day ? new URLSearchParams([["day", day], ...query]) : query;
  }
}

/** The sessions and talks that were asked for; of a search the best first. */
function foundIn({ sessions, folding }) {
  const one = (name, value) => !asked.get(name) || asked.get(name) === value;
  const rooms = asked.getAll("room");
  const typed = wordsOf(asked.get("q") || "", folding);
  return sessions
    .filter((row) => one("day", row.day) && one("track", row.track) && one("kind", row.kind))
    .filter((row) => row.language === "both" || one("language", row.language))
    .filter((row) => !rooms.length || rooms.includes(row.room))
    .map((row) => ({ ...row, rank: placeOf(row.says, typed) }))
    .filter((row) => row.rank >= 0)
    .sort((one, other) => one.rank - other.rank);
}

const entryOf = (code) => content.querySelector(`[data-code="${code}"]`);

/** Leaves of the days what was found; how many sessions that are. */
function keep(found) {
  const codes = new Set(found.map(({ code }) => code));
  let count = 0;
  for (const entry of content.querySelectorAll(".day article[data-code]")) {
    const talks = [...entry.querySelectorAll("[data-code]")];
    const left = codes.has(entry.dataset.code) ? talks : talks.filter((talk) => codes.has(talk.dataset.code));
    for (const talk of talks) talk.hidden = !left.includes(talk);
    entry.hidden = !codes.has(entry.dataset.code) && !left.length;
    if (!entry.hidden) count += left.length || 1;
  }
  const isEmpty = (part) => !part.querySelector("article:not([hidden])");
  for (const part of content.querySelectorAll(".cell, .agenda > li, .day")) part.hidden = isEmpty(part);
  for (const band of content.querySelectorAll(".band")) {
    let next = band.nextElementSibling;
    while (next?.hidden && next.matches(".cell")) next = next.nextElementSibling;
    band.hidden = !next?.matches(".cell");
  }
  if (!isOfDay) {
    // Columns and pictures are of whole days.
    for (const part of content.querySelectorAll(".map, .room-head, .corner, .parallel-label")) part.hidden = true;
    for (const bands of content.querySelectorAll(".bands")) bands.classList.remove("is-grid", "is-wide");
  }
  return count;
}

/** What a search found in place of the days: sessions and talks each on its own. */
function list(found) {
  const days = [...content.querySelectorAll(".day")];
  const shortDays = new Map(
    [...content.querySelectorAll(".day-tabs a")].map((tab) => [new URL(tab.href).searchParams.get("day"), tab.textContent]),
  );
  const titleOf = (entry) => [...entry.querySelector(".session-title a").cloneNode(true).childNodes];
  const results = element("ol", "plain results");
  for (const { code, day, parent } of found) {
    const entry = entryOf(code);
    if (!entry) continue;
    const told = [];
    if (entry.dataset.starts) told.push(shortDays.get(day) || entry.closest(".day")?.querySelector("h2").textContent || "");
    const forum = parent && entryOf(parent);
    if (forum) told.push(...(told[0] ? [" · "] : []), ...titleOf(forum));
    const item = element("li", "");
    if (told.length) item.append(element("p", "label", ...told));
    item.append(entry.matches("li") ? element("ol", "plain talks", entry) : entry);
    results.append(item);
  }
  for (const talks of results.querySelectorAll("article .talks")) talks.hidden = true;
  for (const day of days) day.hidden = true;
  days[0]?.before(results);
  return results.children.length;
}

const between = (parts, mark) => parts.flatMap((part, at) => (at ? [mark, part] : [part]));

function personLink(person) {
  const link = element("a", "person-name", say(person.name));
  link.href = new URL(`../speakers/${person.code}/`, location.href);
  return link;
}

/** Whom a search names, as templates/program/_found.html: all of them, since no other page could
    list the rest without a network. Null where it names nobody. */
function named({ people, organizations, folding }) {
  const typed = wordsOf(asked.get("q"), folding);
  const isNamed = (row) => placeOf([row.says], typed) >= 0;
  const of = new Map(people.map((person) => [person.code, person]));
  const lines = people.filter(isNamed).map((person) => {
    const about = between(person.about.map(say), " · ");
    return element("li", "", personLink(person), " ", element("span", "soft", ...about));
  });
  for (const { name, people: codes } of organizations.filter(isNamed)) {
    const members = codes.map((code) => personLink(of.get(code)));
    lines.push(element("li", "", say(name), words.colon, ...between(members, words.comma)));
  }
  if (!lines.length) return null;
  const section = element("section", "found", element("h2", "", words.named), element("ul", "plain people", ...lines));
  section.firstChild.id = "found";
  section.setAttribute("aria-labelledby", "found");
  return section;
}

/** People stand first where only they, or what they do, were found. */
function addNamed(section, found) {
  const results = content.querySelector(".results");
  const head = element("h2", "visually-hidden", words.sessions);
  if (found.length) results.before(head);
  if (!section) return;
  if (found[0]?.rank === 0) results.after(section);
  else if (found.length) head.before(section);
  else content.querySelector(".empty").after(section);
}

function toldOf(count, longest) {
  if (longest) return words.tooLong.replace("{count}", longest);
  return count ? words.shown.replace("{count}", count) : words.nothing;
}

function show(found, program) {
  const tooLong = isTooLong(asked.get("q") || "", program);
  if (tooLong) found = [];
  const count = asked.get("q") ? list(found) : keep(found);
  const link = element("a", "", words.everything);
  link.href = everything;
  const status = element("p", "soft", toldOf(count, tooLong && program.longest));
  status.setAttribute("role", "status");
  const line = element("div", count ? "chosen no-print" : "empty", status, element("p", "", link));
  content.querySelector(".schedule-tools").after(line);
  content.querySelector(".announced")?.closest(".section").setAttribute("hidden", "");
  if (asked.get("q") && !tooLong) addNamed(named(program), found);
}
