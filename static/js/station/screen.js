/* What stands on the screen: one outcome, large; the line below the head; what was done before. */

import { badgeOf } from "./badge.js";
import { spaced } from "../desk/codes.js";
import { outcomeOf } from "./scans.js";

const MOST_LINES = 30;

const words = document.body.dataset;
const part = (id) => document.getElementById(id);

export function make(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== "" && child !== null));
  return made;
}

const camel = (name) => name.replace(/[-_](.)/g, (_dash, letter) => letter.toUpperCase());
const word = (...names) => words[camel(names.join("-"))] || "";

/* {tone, title, text, by}: an outcome in words, a color and a shape. */
export function told(scan, list) {
  const [result, reason] = outcomeOf(scan);
  const isOut = scan.direction === "out" && !scan.undo;
  const isUnknownYet = !scan.answer && reason === "unknown_code";
  if (isUnknownYet) return { tone: "judge", title: word("title-judge"), text: word("reason-unknown-yet") };
  const title = isOut && result === "admitted" ? "title-left" : isOut && result === "already" ? "title-left-already" : `title-${result}`;
  let text = reason && result !== "admitted" ? word("reason", reason) : "";
  if (result === "already" && !isOut) {
    const since = scan.answer?.first_at || scan.since;
    text = since ? words.since.replace("TIME", clock(since, list.about.zone)) : "";
  }
  if (scan.walkIn && result === "admitted" && !scan.answer) text = words.walkInWaits;
  // What this device knows no words for, the server has said.
  if (scan.answer && !text && result === "refused") text = scan.answer.message;
  return { tone: { admitted: "good", already: "again", undone: "again", question: "ask" }[result] || "stop", title: word(title), text };
}

function clock(moment, zone) {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false };
  try {
    return new Date(moment).toLocaleTimeString(document.documentElement.lang, { ...options, timeZone: zone });
  } catch {
    return new Date(moment).toLocaleTimeString([], options);
  }
}

/* The outcome of one scan as a card; `acts` are called when their buttons are pressed: `anyway`, `undo`
   where it can be undone, `seen` where it is told beside another one. */
export function cardOf(scan, list, acts) {
  const person = list.person(scan.code);
  const { tone, title, text } = told(scan, list);
  const card = make("article", `outcome is-${tone}`);
  card.dataset.scan = scan.id;
  card.dataset.result = outcomeOf(scan)[0];
  card.append(
    make("p", "outcome-title", make("span", "outcome-shape"), title),
    make("p", "outcome-who", person ? person.name : nameSaid(scan)),
  );
  if (!person && scan.walkIn) card.append(make("p", "outcome-organization", scan.walkIn.organization));
  if (person?.name_en && person.name_en !== person.name) card.append(make("p", "outcome-also", person.name_en));
  if (text) card.append(make("p", "outcome-text", text));
  if (!acts.anyway && !["good", "again"].includes(tone)) card.append(make("p", "outcome-text", words.kioskHelp));
  if (person) card.append(...facts(person, list));
  if (scan.isCorrected) card.append(make("p", "outcome-corrected", words.byServer));
  const buttons = make("p", "outcome-acts");
  if (acts.seen) buttons.append(button("btn", words.seen, () => card.remove()));
  if (tone === "ask" && acts.anyway) buttons.append(button("btn btn-primary", words.anyway, () => askWhy(card, scan, acts.anyway)));
  if (tone === "good" && acts.undo && scan.code) {
    const undo = button("btn", words.undo, () => {
      if (undo.dataset.sure) return acts.undo(scan);
      undo.dataset.sure = "yes";
      undo.textContent = words.undoSure;
    });
    buttons.append(undo);
  }
  if (scan.walkIn && scan.code && tone === "good") {
    const category = list.about.categories?.[scan.walkIn.category];
    card.append(badgeOf({ ...scan.walkIn, category }, scan.code, list.about.conference));
    buttons.append(button("btn", words.print, () => print()));
  }
  if (scan.answer?.people && acts.choose) {
    const doubles = make("ul", "station-found");
    const anyway = () => acts.anyway(scan);
    showDoubles(doubles, scan.answer.people, list, { choose: (each) => acts.choose(scan, each), anyway });
    card.append(doubles);
  } else if (buttons.firstChild) card.append(buttons);
  return card;
}

/* Who lets somebody in says why: with one press, or in words of their own. */
function askWhy(card, scan, anyway) {
  const chosen = words.reasons.split("|").map((reason) => button("btn", reason, () => anyway(scan, reason)));
  const own = make("input", "form-control");
  own.maxLength = 200;
  own.setAttribute("aria-label", words.reasonOwn);
  own.placeholder = words.reasonOwn;
  const form = make("form", "outcome-own", own);
  const send = make("button", "btn btn-primary", words.anyway);
  form.append(send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    anyway(scan, own.value.trim());
  });
  card.querySelector(".outcome-acts").replaceWith(
    make("p", "outcome-text", words.reasonAsked),
    make("p", "outcome-acts", ...chosen),
    form,
  );
  chosen[0].focus();
}

/* Whom the list does not know, the server may have named in its sentence. */
const nameSaid = (scan) =>
  scan.walkIn?.name || (scan.answer && scan.answer.result !== "refused" ? scan.answer.message : spaced(scan.code));

function facts(person, list) {
  const about = list.about;
  const where = person.chosen.map((code) => about.forums?.[code]).filter(Boolean);
  const lines = [
    ["outcome-organization", person.organization],
    ["outcome-category", [about.categories?.[person.category], person.title].filter(Boolean).join(" · ")],
    ...where.map((forum) => ["outcome-forum", forum]),
    ["outcome-note", document.body.matches(".is-kiosk") ? "" : person.note], // for the staff alone
  ];
  return lines.filter(([, text]) => text).map(([name, text]) => make("p", name, text));
}

function button(className, text, act) {
  const made = make("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/* "09:00-12:00 · Speakers only": whom a checkpoint takes in without a question; "" for everybody always. */
export function rulesOf(place, list) {
  const moment = (seconds) => clock(seconds * 1000, list.about.zone);
  const [opens, closes] = [place?.opens_at ?? null, place?.closes_at ?? null];
  const open =
    opens !== null && closes !== null
      ? words.openBetween.replace("FROM", moment(opens)).replace("TO", moment(closes))
      : opens !== null
        ? words.openFrom.replace("FROM", moment(opens))
        : closes !== null
          ? words.openUntil.replace("TO", moment(closes))
          : "";
  const whom = (place?.categories || []).map((value) => list.about.categories?.[value] || value);
  const only = whom.length ? words.onlyFor.replace("CATEGORIES", whom.join(words.comma)) : "";
  const everybody = place && !place.confirmed_only ? words.allStatuses : "";
  return [open, only, everybody].filter(Boolean).join(" · ");
}

export function showCamera(camera, trouble) {
  part("viewer").hidden = part("turn").hidden = !camera.isOn;
  part("camera").setAttribute("aria-pressed", String(camera.isOn));
  part("light").hidden = !camera.hasTorch;
  part("light").setAttribute("aria-pressed", String(camera.isLit));
  part("camera-trouble").textContent = trouble ? word("camera", trouble) : "";
  part("camera-trouble").hidden = !trouble;
}

export function showAlert(text) {
  part("alert").textContent = text;
  part("alert").hidden = !text;
}

/* Nothing but a sentence: a broken code. */
export function showRefusal(text) {
  const title = make("p", "outcome-title", make("span", "outcome-shape"), words.titleRefused);
  part("outcome").replaceChildren(make("article", "outcome is-stop", title, make("p", "outcome-text", text)));
}

/* Those of the same name as a walk-in: one of them, or somebody else. */
export function showDoubles(place, people, list, { choose, anyway }) {
  const lines = people.map((person) => {
    const more = [person.organization, person.title, list.about.categories?.[person.category]];
    const about = make("span", "soft", more.filter(Boolean).join(" · "));
    const name = make("span", "found-who", make("span", "found-name", person.name), " ", about);
    return make("li", "", name, button("btn btn-primary", words.itIs, () => choose(person)));
  });
  const other = make("li", "", make("span", "found-who", words.doubles), button("btn", words.somebodyElse, anyway));
  place.replaceChildren(other, ...lines);
}

export function showFound(people, text, list, scans, place, isOut, sign, walkIn) {
  const lines = people.map((person) => {
    const way = scans.wayOf(person.code, place);
    const isHere = way.admitted && !way.left;
    const name = make("span", "found-name", person.name);
    const more = [person.organization, person.title, list.about.categories?.[person.category]];
    const about = make("span", "soft", more.filter(Boolean).join(" · "));
    const act = button(isHere === isOut ? "btn btn-primary" : "btn", isOut ? words.signOut : words.sign, () => sign(person));
    const state = isHere ? make("span", "tag tag-good", words.here) : "";
    return make("li", "", make("span", "found-who", name, " ", about), state, act);
  });
  if (!people.length && text) {
    const add = button("btn", words.addWalkIn, () => walkIn(text));
    lines.push(make("li", "found-none", make("span", "found-who", words.nobody), add));
  }
  part("found").replaceChildren(...lines);
}

export function showLog(scans, list) {
  const all = [...scans.all.values()];
  const newest = all.slice(-MOST_LINES).reverse();
  const entered = all.filter(({ method }) => method === "paper" || method === "late");
  const numbers = new Map(entered.slice(-MOST_LINES).map(({ id }, n, some) => [id, entered.length - some.length + n + 1]));
  part("log").replaceChildren(
    ...newest.map((scan) => {
      const { tone, title, text } = told(scan, list);
      const person = list.person(scan.code);
      const line = make(
        "li",
        `is-${tone}`,
        make("span", "log-number", numbers.has(scan.id) ? `${numbers.get(scan.id)}.` : ""),
        make("span", "outcome-shape"),
        make("span", "log-who", person?.name || nameSaid(scan)),
        make("span", "soft", [title, text].filter(Boolean).join(" · ")),
        make("span", "soft", clock(scan.at + list.skew, list.about.zone)),
        scan.answer ? (scan.isCorrected ? make("span", "tag", words.byServer) : "") : make("span", "tag tag-wait", words.onItsWay),
      );
      line.dataset.result = outcomeOf(scan)[0];
      return line;
    }),
  );
}

export function showLine(scans, list, lineTrouble) {
  const { waits } = scans;
  const trouble = scans.trouble || lineTrouble;
  const minutes = Math.floor((Date.now() - list.at) / 60_000);
  part("line").dataset.state = trouble || "on";
  part("line-on").textContent = trouble === "server" ? words.lineServer : trouble ? words.lineOff : words.lineOn;
  part("waits").textContent = waits ? words.waits.replace("NUMBER", waits) : words.waitsNone;
  part("waits").dataset.count = waits;
  const age = !list.at ? words.ageNone : minutes < 1 ? words.ageNow : words.age.replace("NUMBER", minutes);
  part("age").textContent = Math.abs(list.skew) > 120_000 ? `${age} · ${words.clock}` : age;
  if (trouble === "closed") {
    const left = waits ? ` ${words.closedWaits.replace("NUMBER", waits)}` : "";
    showAlert(words.closed + left);
  } else showAlert(scans.isFull ? words.full : "");
}
