/* The worker at /sw.js: keeps the program for reading without a network.

   - Pages: the network first, always. The kept copy is shown only when the network fails, when a
     gateway says that the site is away (502, 503, 504), or when nothing came for PATIENCE
     milliseconds; the answer that comes later replaces the copy, and the page is told.
   - A copy says so itself: its <body> gets data-saved (when it was made), which offline.js prints.
   - Files under names that never change their content come from the device first.
   - Only public pages that caches may hold are kept. Everything else (the admin, the desk, personal
     links, forms, feeds) does not pass through here at all.
   - A screen in the hall comes back without a network: its page and files are kept together, and
     display.js keeps what it shows and tells its age itself.
   - Where the device keeps nothing (full, or forbidden), the network's answer is given as it is.

   The server puts a line before this one: const LECTERN = {version, languages, shell}. */

"use strict";

const PATIENCE = 5000; // milliseconds without an answer
const MOST_PAGES = 400;
const MOST_FILES = 250;
const MOST_IMAGES = 60; // of one conference, fetched ahead
const MOST_BYTES = 12e6; // of one conference, fetched ahead
const AT_ONCE = 2; // requests in the background
const MOST_SCREENS = 40; // rooms and views that one device was used for

const PAGES = `lectern-pages-${LECTERN.version}`;
const FILES = "lectern-files";
const SCREENS = "lectern-screens"; // display.js keeps its data there too
const LANGUAGES = LECTERN.languages.join("|");
const PUBLIC = new RegExp(
  `^/(?:${LANGUAGES})/(?:offline/|news/|conferences/[^/]+/(?!register/).*|alliances/.*)?$`,
);
const SCREEN = new RegExp(`^/(?:${LANGUAGES})/display/[^/]+/[^/]+/$`);

const FILE = /^\/(?:static\/(?!admin\/)|media\/public\/[^/]+\.webp$)/;
const NAMED = /(?:href|src)="(\/(?:static\/|media\/public\/)[^"]+)"/g;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const [pages, files] = [await caches.open(PAGES), await caches.open(FILES)];
      for (const address of LECTERN.shell) {
        const response = await fetch(address, { cache: "no-cache" });
        if (isAway(response)) throw new Error(response.status);
        if (address.endsWith("/")) await keepPage(pages, address, response);
        else if (response.ok) await files.put(address, response);
      }
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (FILE.test(url.pathname)) {
    // Of public pages alone: what the admin and the desk load is none of ours.
    const from = request.referrer && new URL(request.referrer).pathname;
    if (SCREEN.test(from)) event.respondWith(screenFile(request));
    else if (PUBLIC.test(from) && request.cache !== "no-store") event.respondWith(file(request));
  } else if (SCREEN.test(url.pathname)) {
    if (request.mode === "navigate") event.respondWith(screen(event, request, url));
  } else if (url.pathname === "/" && request.mode === "navigate") {
    event.respondWith(entrance(request));
  } else if (url.pathname.endsWith("/") && PUBLIC.test(url.pathname)) {
    if (request.cache !== "no-store") event.respondWith(page(event, request, url));
  }
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keepProgram(event.data, event.source));
  if (event.data?.type === "screen") event.waitUntil(keepScreen(event.data, event.source));
  if (event.data?.type === "take over") event.waitUntil(takeOver());
});

/** The worker of a new version of the site replaces the old one while nobody looks at a page, or
    when the last one is closed. Taken over at once, a page that is being opened at that moment stays
    empty for ever: Chromium stops the old worker with the page in its hands. */
async function takeOver() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.every((page) => page.visibilityState === "hidden")) await self.skipWaiting();
}

// --- Pages ------------------------------------------------------------------------------------

async function page(event, request, url) {
  url.hash = "";
  const pages = await caches.open(PAGES).catch(() => null);
  if (!pages) return fetch(request); // a device that keeps nothing
  const kept = request.mode === "navigate" ? await copyOf(url) : null;
  let isShown = false;
  const answer = fetch(request).then((response) => {
    const copy = response.clone();
    // An answer that comes too late for this page is kept all the same, and the page is told.
    if (isShown) event.waitUntil(tell(event, kept, response));
    event.waitUntil(keepPage(pages, url.href, copy).catch(() => {}));
    return response;
  });
  event.waitUntil(answer.catch(() => {}));
  try {
    if (!kept) return await answer;
    const first = await Promise.race([answer, wait(PATIENCE)]);
    if (first && !isAway(first)) return first;
    isShown = !first;
    return saved(kept, first ? "" : "slow");
  } catch (error) {
    if (kept) return saved(kept, "");
    if (request.mode === "navigate") return notKept(url);
    throw error;
  }
}

/** A gateway says that the site does not answer; those of 52x are a CDN's. */
function isAway({ status }) {
  return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

/** Keeps an answer, when it is a page that may be kept; its HTML, or "". */
async function keepPage(pages, address, response) {
  if (response.redirected || response.type === "opaqueredirect") return "";
  if (response.status === 404 || response.status === 410) await forget(address);
  if (!mayBeKept(response)) return "";
  const body = await response.text();
  await pages.put(address, copyFrom(response, body));
  await trim(pages, MOST_PAGES);
  return body;
}

/** Whether an answer is a public page at its own address. */
function mayBeKept(response) {
  const control = response.headers.get("Cache-Control") || "";
  const isPublic = /\bpublic\b/.test(control) && !/no-store|private/.test(control);
  const isHtml = (response.headers.get("Content-Type") || "").startsWith("text/html");
  return response.status === 200 && !response.redirected && isPublic && isHtml;
}

/** What is kept of a page: its body, what protects it, its age and its mark. */
function copyFrom(response, body) {
  const at = Date.parse(response.headers.get("Date") || "") || Date.now();
  const headers = { "X-Content-Type-Options": "nosniff", "X-Saved": String(at), "X-Mark": response.headers.get("ETag") || "" };
  for (const name of ["Content-Type", "Content-Security-Policy", "Referrer-Policy"]) {
    if (response.headers.has(name)) headers[name] = response.headers.get(name);
  }
  return new Response(body, { headers });
}

/** The copy of a page: of this version of the site, else of an older one; of a part of it (a filter,
    a search, an order), the whole one, of which the page shows that part or says that it cannot; of
    an agenda, the schedule with those sessions alone. */
async function copyOf(url) {
  const exact = await keptAt(url.href);
  if (exact) return { response: exact, marks: {} };
  if (!url.search) return null;
  const isAgenda = url.pathname.endsWith("/my/") && url.searchParams.has("s");
  const path = isAgenda ? url.pathname.replace(/my\/$/, "schedule/") : url.pathname;
  const whole = await keptAt(url.origin + path);
  if (!whole) return null;
  const only = url.searchParams.getAll("s").join(",").replace(/[^0-9A-Za-z,]/g, "");
  return { response: whole, marks: isAgenda ? { only } : { whole: "1" } };
}

async function keptAt(address) {
  const newest = await (await caches.open(PAGES)).match(address);
  return newest || caches.match(address);
}

/** The copy as a page that says what it is. */
async function saved(kept, why) {
  const marks = { saved: kept.response.headers.get("X-Saved"), why, ...kept.marks };
  const shown = Object.entries(marks).map(([name, value]) => ` data-${name}="${value}"`).join("");
  const body = (await kept.response.text()).replace("<body", `<body${shown}`);
  return new Response(body, { headers: kept.response.headers });
}

async function notKept(url) {
  const [, language] = url.pathname.split("/");
  const page = LECTERN.languages.includes(language) ? language : nativeLanguage();
  return (await keptAt(`${url.origin}/${page}/offline/`)) || Response.error();
}

async function entrance(request) {
  try {
    return await fetch(request);
  } catch {
    const home = new URL(`/${nativeLanguage()}/`, location.origin);
    const kept = await copyOf(home);
    return kept ? saved(kept, "") : notKept(home);
  }
}

function nativeLanguage() {
  const isChinese = (navigator.language || "").toLowerCase().startsWith("zh");
  return LECTERN.languages.find((code) => code.startsWith("zh") === isChinese);
}

/** A page that shows a copy learns that the network answered after all. */
async function tell(event, kept, response) {
  const id = event.resultingClientId || event.clientId;
  const client = id && (await self.clients.get(id));
  const isSame = response.headers.get("ETag") === kept.response.headers.get("X-Mark");
  if (client && response.ok) client.postMessage({ type: "answered", isSame });
}

async function forget(address) {
  for (const name of await caches.keys()) {
    if (name.startsWith("lectern-pages-")) await (await caches.open(name)).delete(address);
  }
}

// --- Files ------------------------------------------------------------------------------------

async function file(request) {
  const files = await caches.open(FILES).catch(() => null); // none: a device that keeps nothing
  const kept = await files?.match(request, { ignoreVary: true });
  if (kept && isForever(kept)) return kept;
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const other = kept || (files && (await otherSize(files, request.url)));
    if (other) return other;
    throw error;
  }
  if (files && response.status === 200 && !response.redirected) {
    // A full device keeps no more; the file is shown all the same.
    await files.put(request, response.clone()).then(() => trim(files, MOST_FILES)).catch(() => {});
  }
  return response;
}

/** The same image in another size: better than none. */
async function otherSize(files, address) {
  const image = /\/media\/public\/[0-9a-f]{64}/.exec(address);
  const found = image && (await files.keys()).find((key) => key.url.includes(image[0]));
  return found && files.match(found);
}

function isForever(response) {
  return /immutable/.test(response.headers.get("Cache-Control") || "");
}

// --- Screens in the hall ------------------------------------------------------------------------

/** The network's page when it came whole, with its files; else the kept one, which asks on by
    itself. Where the program is withdrawn, the kept one has nothing to show and waits. */
async function screen(event, request, url) {
  url.hash = "";
  const kept = await keptScreen(url.href);
  const answer = fetch(request);
  const taken = answer.then((response) => takeScreen(url.href, response.clone()));
  event.waitUntil(taken.catch(() => {}));
  if (!kept) return answer;
  const found = await Promise.race([taken.catch(() => ""), wait(PATIENCE)]);
  return found === "whole" ? answer : saved({ response: kept, marks: {} }, found || "");
}

async function keptScreen(address) {
  try {
    return await (await caches.open(SCREENS)).match(address);
  } catch {
    return undefined; // a device that keeps nothing
  }
}

/** "whole": a screen's page is there with all its files, and kept; "gone": there is no such
    program; "": something else answered, a gateway or the login of a network. */
async function takeScreen(address, response) {
  if (response.status === 404 || response.status === 410) return "gone";
  if (!mayBeKept(response)) return "";
  const body = await response.text();
  if (!body.includes('<body class="display"')) return "";
  const files = new Map();
  for (const [, name] of body.matchAll(NAMED)) {
    const known = await keptScreen(name);
    if (known && isForever(known)) continue;
    const fresh = await fetch(name);
    if (fresh.status !== 200) return "";
    files.set(name, fresh);
  }
  await inTurn(() => keepWhole(address, copyFrom(response, body), files)).catch(() => {});
  return "whole";
}

let turn = Promise.resolve();

/** One after the other: what one page keeps is not tidied away by the next. */
function inTurn(act) {
  const done = turn.then(act);
  turn = done.catch(() => {});
  return done;
}

async function keepWhole(address, page, files) {
  const screens = await caches.open(SCREENS);
  for (const [name, response] of files) await screens.put(name, response);
  await screens.delete(address); // the newest stands last
  await screens.put(address, page);
  const keys = await screens.keys();
  const pages = keys.filter(({ url }) => SCREEN.test(new URL(url).pathname));
  const left = pages.splice(0, pages.length - MOST_SCREENS);
  const needed = new Set();
  for (const key of pages) {
    const { origin, pathname } = new URL(key.url);
    needed.add(key.url).add(`${origin}${pathname}data.json`).add(`${origin}${pathname}clock`);
    const html = await (await screens.match(key)).text();
    for (const [, name] of html.matchAll(NAMED)) needed.add(origin + name);
  }
  for (const key of [...left, ...keys]) if (!needed.has(key.url)) await screens.delete(key);
}

/** A screen asks for it: its first page came before the worker. */
async function keepScreen({ address }, client) {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin || !SCREEN.test(url.pathname)) return;
  const found = await takeScreen(url.href, await fetch(url.href, { cache: "no-cache" }));
  if (found === "whole") client?.postMessage({ type: "kept" });
}

async function screenFile(request) {
  const kept = await keptScreen(request.url);
  if (kept && isForever(kept)) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// --- In the background --------------------------------------------------------------------------

const busy = new Set(); // programs that are being fetched

/** Keep `extra` pages, and the program that the page belongs to: once a release, a language and a
    version of the site. `sparing`: the reader pays for data, so no single sessions, no images. */
async function keepProgram({ program, release, extra, sparing }, client) {
  const pages = await caches.open(PAGES);
  const named = new Set(); // files that the pages need
  await each(extra, (each) => fetchPage(pages, each, named));
  await dropOldAgendas(pages, extra);
  await keepFiles(named, sparing);
  if (!program || busy.has(program)) return;
  busy.add(program);
  try {
    const mark = `${program}kept-release`;
    const before = await pages.match(mark);
    const isNew = !before || (await before.text()) !== String(release);
    if (isNew && !(await hasRoom())) return;
    if (isNew && !(await fetchProgram(pages, program, named, sparing))) return;
    if (isNew) await pages.put(mark, new Response(String(release)));
    await renewOldCopies(pages);
    client?.postMessage({ type: "kept", release });
  } finally {
    busy.delete(program);
  }
}

/** A device that is nearly full keeps what its reader opens, and is not asked at each page again. */
async function hasRoom() {
  const { quota, usage } = (await self.navigator.storage?.estimate?.().catch(() => null)) || {};
  return !quota || quota - usage > MOST_BYTES;
}

/** Whether all of it came; what did not is tried again with the next page. */
async function fetchProgram(pages, program, named, sparing) {
  const answer = await fetch(`${program}offline.json`);
  if (!answer.ok) return false;
  const filters = answer.clone(); // matching.js reads it
  const wanted = await answer.json();
  let size = 0;
  const ahead = [...wanted.pages, ...(sparing ? [] : wanted.addresses)];
  const failed = await each(ahead, async (each) => {
    if (size < MOST_BYTES) size += (await fetchPage(pages, each, named)).length;
  });
  await keepFiles(named, sparing);
  await pages.put(filters.url, filters);
  return !failed;
}

async function fetchPage(pages, address, named) {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin || !PUBLIC.test(url.pathname)) return "";
  const response = await fetch(url.href, { cache: "no-cache" });
  if (isAway(response)) throw new Error(response.status); // tried again, and the old copy stays
  const html = await keepPage(pages, url.href, response);
  for (const [, name] of html.matchAll(NAMED)) named?.add(name);
  return html;
}

async function keepFiles(named, sparing) {
  const images = [...named].filter((name) => name.startsWith("/media/"));
  const left = new Set(sparing ? images : images.slice(MOST_IMAGES));
  const wanted = [...named].filter((name) => FILE.test(name) && !left.has(name));
  await each(wanted, (each) => file(new Request(each)));
}

/** Runs `act` for each item, a few at once; the number that failed. */
async function each(items, act) {
  const rest = [...items];
  let failed = 0;
  const run = async () => {
    while (rest.length) await act(rest.shift()).catch(() => (failed += 1));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  return failed;
}

/** After a deploy: fetch again what an older version of the site left, and drop it then. What the
    network does not give now is read from the old copy meanwhile. */
async function renewOldCopies(pages) {
  for (const name of await oldVersions()) {
    const old = await caches.open(name);
    const failed = await each(await old.keys(), async ({ url }) => {
      const isPage = url.endsWith("/") || url.includes("/my/?");
      if (isPage && !(await pages.match(url))) await fetchPage(pages, url);
      await old.delete(url);
    });
    if (!failed) await caches.delete(name);
  }
}

/** In the order in which they were made: what comes after is of a worker that is just starting. */
async function oldVersions() {
  const names = (await caches.keys()).filter((name) => name.startsWith("lectern-pages-"));
  return names.slice(0, Math.max(0, names.indexOf(PAGES)));
}

/** Of agendas, the newest alone: each star made another address. */
async function dropOldAgendas(pages, extra) {
  const newest = extra.find((address) => address.includes("/my/?"));
  if (!newest) return;
  const base = newest.split("?")[0];
  for (const request of await pages.keys()) {
    const url = new URL(request.url);
    if (url.pathname === base && url.search && url.pathname + url.search !== newest) {
      await pages.delete(request);
    }
  }
}

/** Oldest first out. */
async function trim(cache, most) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) {
    if (!key.url.endsWith("/offline/")) await cache.delete(key);
  }
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
