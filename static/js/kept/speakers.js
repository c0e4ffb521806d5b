/* The list of speakers in another order, or searched, without a network. The worker answers such an
   address with the list that it kept (data-whole); this orders and searches it, by the rules of
   matching.js and in the orders that the server made (`lists` of offline.json). */

import { element, isTooLong, kept, placeOf, say, wordsOf } from "./matching.js";

const MANY = 12; // people, from which on a bar of letters helps, as in public/speaker_list.py
const asked = new URLSearchParams(location.search);
const q = (asked.get("q") || "").split(/\s+/).filter(Boolean).join(" ");
const order = asked.get("order") || "";
const words = document.getElementById("words").dataset;
const content = document.getElementById("content");
const all = content.querySelector(".speakers");
const cards = new Map([...(all?.children ?? [])].map((card) => [card.id, card]));

if ("whole" in document.body.dataset && (q || order)) {
  fillIn();
  kept().then(show).catch(() => line(words.wholeList));
}

/** The form and the orders say what was asked for. */
function fillIn() {
  const form = content.querySelector(".list-search");
  if (!form) return; // a single person
  form.elements.q.value = q;
  if (order) form.prepend(Object.assign(element("input"), { type: "hidden", name: "order", value: order }));
  for (const link of content.querySelectorAll(".orders a")) {
    const own = new URL(link.href).searchParams.get("order") || "";
    if (own === order) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    link.search = new URLSearchParams([["order", own], ["q", q]].filter(([, value]) => value));
  }
}

/** Whether somebody, or their organization, says every word; by code. */
function finder({ people, organizations, folding }) {
  const typed = wordsOf(q, folding);
  const said = new Map(people.map(({ code, says }) => [code, [says]]));
  for (const { people: codes, says } of organizations) for (const code of codes) said.get(code).push(says);
  return (code) => placeOf(said.get(code), typed) >= 0;
}

/** A line that says something in place of a page's own, with the way back to everybody. */
function line(text) {
  const link = element("a", "", words.everybody);
  link.href = location.pathname;
  const made = element("p", "found", text, " ", link);
  made.setAttribute("role", "status");
  all.before(made);
}

function letters(groups) {
  const links = groups.map(({ key, heading }) => {
    const link = element("a", "", heading);
    link.href = `#${key}`;
    return element("li", "", link);
  });
  const made = element("nav", "letters no-print", element("ul", "", ...links));
  made.setAttribute("aria-label", words.letters);
  return made;
}

function section({ key, heading, people }) {
  const head = element("h2", "", heading ? say(heading) : words.notStated);
  head.id = key;
  const list = element("ul", "cards speakers", ...people.map((code) => cards.get(code)));
  const made = element("section", `people-group is-by-${order}`, head, list);
  made.setAttribute("aria-labelledby", key);
  return made;
}

function show(program) {
  if (isTooLong(q, program)) {
    line(words.tooLong.replace("{count}", program.longest));
    all.remove();
    return;
  }
  const isFound = finder(program);
  const everybody = [{ people: [...cards.keys()] }];
  const groups = (order ? program.lists[order] : everybody)
    .map((group) => ({ ...group, people: group.people.filter(isFound) }))
    .filter(({ people }) => people.length);
  const count = groups.reduce((sum, { people }) => sum + people.length, 0);
  if (q) line(words.foundPeople.replace(/\{(count|q)\}/g, (_all, name) => ({ count, q })[name]));
  if (order === "name" && count >= MANY && groups.length > 1) all.before(letters(groups));
  if (order) all.before(...groups.map(section));
  else all.replaceChildren(...groups.flatMap(({ people }) => people.map((code) => cards.get(code))));
  if (!all.children.length || order) all.remove();
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}
