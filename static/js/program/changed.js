/* What changed since this device last looked at the program: asked once when the release is another
   one, shown with old and new, one's own sessions first, until the reader says "Seen". */

import { button, content, fill, inLang, isSaved, make, memory, release, sessions, tools, words } from "./page.js";
import { isMine } from "./stars.js";

const AT_FIRST = 5; // lines before "Show all"

let seen; // the release that this device last looked at

export function tellChanges() {
  if (!tools || isSaved) return;
  seen = memory.get("seen", 0);
  if (!seen || seen > release) memory.set("seen", release);
  else if (seen < release) ask().catch(() => {});
}

async function ask() {
  const response = await fetch(words.since.replace("0.json", `${seen}.json`));
  if (!response.ok) return;
  const told = await response.json();
  if (told.changes.length || told.more) show(told);
  else memory.set("seen", release);
}

function show({ changes, more }) {
  const rank = ({ code }) => Number(isMine(code));
  const rows = [...changes].sort((a, b) => rank(b) - rank(a));
  const list = make("ul", { class: "plain changes" }, ...rows.map(line));
  [...list.children].slice(AT_FIRST).forEach((row) => (row.hidden = true));
  const heading = make("h2", { id: "news-head" }, words.news);
  const bar = make("section", { class: "news-bar", "aria-labelledby": "news-head" }, heading, list);
  if (rows.length > AT_FIRST) {
    const all = button(fill(words.all, { count: rows.length }), () => {
      [...list.children].forEach((row) => (row.hidden = false));
      list.children[AT_FIRST].querySelector("a")?.focus();
      all.remove();
    });
    bar.append(all);
  }
  const actions = make("p", { class: "actions" });
  if (more) actions.append(make("a", { href: words.changes }, words.more));
  actions.append(button(words.seen, () => {
    memory.set("seen", release);
    document.querySelectorAll(".changed-mark").forEach((mark) => mark.remove());
    bar.remove();
    content.focus();
  }));
  bar.append(actions);
  tools.append(bar);
  mark(changes);
}

/** A text of the answer: in the page's language, or {text, lang} in the other one. */
const said = (value) =>
  value.lang ? make("span", inLang(value.lang), value.text) : value;

function line({ code, kind, label, title, url, fields }) {
  const isAlert = kind === "cancelled" || kind === "removed";
  const row = make("li", { class: "change" }, make("span", { class: `tag ${isAlert ? "is-alert" : "is-accent"}` }, label));
  const what = make("p", { class: "change-what" }, url ? make("a", { href: url }, said(title)) : said(title));
  if (isMine(code)) what.prepend("★ ");
  const list = make("dl", { class: "fields" });
  for (const field of fields) {
    const value = make("dd");
    if (!("old" in field)) value.append(words.rewritten);
    else if (kind === "new") value.append(said(field.new));
    else {
      value.append(
        field.old ? make("del", {}, said(field.old)) : words.unset, " → ",
        field.new ? make("ins", {}, said(field.new)) : words.unset,
      );
    }
    list.append(make("div", {}, make("dt", {}, field.label), value));
  }
  row.append(make("div", {}, what, ...(fields.length ? [list] : [])));
  return row;
}

/** Each changed session says so in its place as well. */
function mark(changes) {
  const changed = new Set(changes.map((change) => change.code));
  for (const { code, title } of sessions) {
    if (changed.has(code)) title.before(make("span", { class: "tag is-accent changed-mark" }, words.changed), " ");
  }
}
