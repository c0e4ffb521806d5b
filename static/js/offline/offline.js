/* Reading without a network, seen from the page: starts the worker (worker/), tells it what to keep,
   and says so when this page is a kept copy. */

import { told } from "../shared/clocks.js";

const words = document.getElementById("words").dataset;
const body = document.body;
const locale = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";

// --- A kept copy says how old it is ---

function bar(sentences, label) {
  document.getElementById("saved-bar")?.remove();
  const line = document.createElement("p");
  line.id = "saved-bar";
  line.className = "saved-bar no-print";
  line.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = label;
  button.addEventListener("click", () => location.reload());
  const text = document.createElement("span");
  text.textContent = sentences.join(" ");
  line.append(text, button);
  document.querySelector("main > .wrap")?.prepend(line);
}

function sentence(text) {
  return /[.。!！]$/.test(text) ? text : text + (locale === "en-GB" ? "." : "。");
}

const { saved, why } = body.dataset;
if (saved) {
  const made = new Date(Number(saved));
  const isToday = made.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "long" };
  const format = new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const clock = { apart: words.apart, shown: format.format(made) };
  const when = told(undefined, Number(saved), clock); // in the device's zone
  const reason = why === "slow" ? words.savedSlow : words.savedWhy;
  // Of a list by pages its first is shown; filters and searches are shown by scripts of their own.
  const page = new URLSearchParams(location.search).get("page") || "1";
  const isOther = "whole" in body.dataset && page !== "1";
  const sentences = [sentence(words.saved.replace("{when}", when)), reason];
  bar(isOther ? [...sentences, words.savedFirst] : sentences, words.again);
}

// --- The page for what is not kept lists what is ---

async function list(section) {
  const rows = section.querySelector("ul");
  const seen = new Set();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const isMain = /\/conferences\/[^/]+\/(?:schedule\/|my\/\?.*)$/.test(request.url);
      if (!isMain || seen.has(request.url)) continue;
      seen.add(request.url);
      const html = await (await cache.match(request)).text();
      const page = new DOMParser().parseFromString(html, "text/html");
      const link = document.createElement("a");
      link.href = request.url;
      link.lang = page.documentElement.lang;
      link.textContent = page.title.replace(/ · Lectern$/, "");
      rows.appendChild(document.createElement("li")).append(link);
    }
  }
  section.hidden = !rows.children.length;
}

const kept = document.getElementById("kept-pages");
if (kept && "caches" in window) list(kept).catch(() => {});

// --- The worker ---

const AWAY = 3000; // milliseconds

/** Functions that name more addresses to keep. */
export const extras = [];

const workers = navigator.serviceWorker;

if (workers && words.offline === "on") {
  watch();
  // After the page itself: nobody waits for this.
  addEventListener("load", () => {
    (window.requestIdleCallback || setTimeout)(() => start().catch(() => {}));
  });
} else if (workers) clearAway().catch(() => {});

/** Reading offline was switched off: later pages come without a worker, and clear away again what
    the old one put down while this one was being read. */
async function clearAway() {
  const found = await workers.getRegistration("/");
  await found?.unregister();
  for (const name of await caches.keys()) {
    if (name.startsWith("lectern-")) await caches.delete(name);
  }
  body.dataset.kept = "off";
}

/** A new version of the worker takes over while nobody looks (worker/main.js says why). A page that
    is only being left for the next one is gone before it asks. */
function watch() {
  let away;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(away);
    if (!document.hidden) return;
    away = setTimeout(async () => {
      const found = await workers.getRegistration("/");
      found?.waiting?.postMessage({ type: "take over" });
    }, AWAY);
  });

  workers.addEventListener("message", ({ data }) => {
    if (data.type === "kept") body.dataset.kept = data.release;
    if (data.type !== "answered") return;
    if (data.isSame) document.getElementById("saved-bar")?.remove();
    else bar([words.fresh], words.reload);
  });
}

function ask(worker, isFirst) {
  const own = new URL(location.href);
  own.hash = "";
  const { conference, release } = body.dataset;
  const link = navigator.connection || {};
  worker.postMessage({
    type: "keep",
    // Later pages pass through the worker by themselves.
    extra: [...(isFirst ? [own.href] : []), ...extras.flatMap((named) => named())],
    program: conference && words.my ? words.my.replace(/my\/$/, "") : "",
    release,
    sparing: Boolean(link.saveData) || /2g/.test(link.effectiveType || ""),
  });
}

async function start() {
  const isFirst = !workers.controller;
  // A new version of the worker keeps the program anew; it may come while the old one is asked.
  if (!isFirst && !body.dataset.saved) {
    workers.addEventListener("controllerchange", () => ask(workers.controller, false));
  }
  await workers.register("/sw.js", { scope: "/" });
  const { active } = await workers.ready;
  if (body.dataset.saved) return;
  ask(active, isFirst);
  let waiting;
  document.addEventListener("lectern:stars", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(active, false), 2000);
  });
}
