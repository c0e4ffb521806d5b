/* The worker at /sw.js: keeps the program for reading without a network.

   - Pages: the network first, always. The kept copy is shown only when the network fails, when a
     gateway says that the site is away (502, 503, 504), or when nothing came for PATIENCE
     milliseconds; the answer that comes later replaces the copy, and the page is told.
   - A copy says so itself: its <body> gets data-saved (when it was made), which offline.js prints.
   - Files under names that never change their content come from the device first.
   - Only public pages that caches may hold are kept. Everything else (the admin, the desk, personal
     links, forms, feeds) does not pass through here at all.

   The server puts a line before this one: const LECTERN = {version, languages, shell}. */

"use strict";

const PATIENCE = 5000; // milliseconds without an answer
const MOST_PAGES = 400;
const MOST_FILES = 250;
const MOST_IMAGES = 60; // of one conference, fetched ahead
const MOST_BYTES = 12e6; // of one conference, fetched ahead
const AT_ONCE = 2; // requests in the background

const PAGES = `lectern-pages-${LECTERN.version}`;
const FILES = "lectern-files";
const LANGUAGES = LECTERN.languages.join("|");
const PUBLIC = new RegExp(
  `^/(?:${LANGUAGES})/(?:offline/|conferences/[^/]+/(?!register/).*|alliances/.*)?$`,
);

const FILE = /^\/(?:static\/(?!admin\/)|media\/public\/[^/]+\.webp$)/;
const NAMED = /(?:href|src)="(\/(?:static\/|media\/public\/)[^"]+)"/g;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const [pages, files] = [await caches.open(PAGES), await caches.open(FILES)];
      for (const address of LECTERN.shell) {
        const response = await fetch(address, { cache: "no-cache" });
        if (address.endsWith("/")) await keepPage(pages, address, response);
        else if (response.ok) await files.put(address, response);
      }
      await self.skipWaiting();
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
    if (PUBLIC.test(from) && request.cache !== "no-store") event.respondWith(file(request));
  } else if (url.pathname === "/" && request.mode === "navigate") {
    event.respondWith(entrance(request));
  } else if (url.pathname.endsWith("/") && PUBLIC.test(url.pathname)) {
    if (request.cache !== "no-store") event.respondWith(page(event, request, url));
  }
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "keep") event.waitUntil(keepProgram(event.data, event.source));
});

// --- Pages ------------------------------------------------------------------------------------

async function page(event, request, url) {
  url.hash = "";
  const pages = await caches.open(PAGES);
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
    if (first && ![502, 503, 504].includes(first.status)) return first;
    isShown = !first;
    return saved(kept, first ? "" : "slow");
  } catch (error) {
    if (kept) return saved(kept, "");
    if (request.mode === "navigate") return notKept(url);
    throw error;
  }
}

/** Keeps an answer, when it is a page that may be kept; its HTML, or "". */
async function keepPage(pages, address, response) {
  if (response.redirected || response.type === "opaqueredirect") return "";
  if (response.status === 404 || response.status === 410) await forget(address);
  const control = response.headers.get("Cache-Control") || "";
  const isPublic = /\bpublic\b/.test(control) && !/no-store|private/.test(control);
  if (response.status !== 200 || !isPublic) return "";
  if (!(response.headers.get("Content-Type") || "").startsWith("text/html")) return "";
  const body = await response.text();
  const at = Date.parse(response.headers.get("Date") || "") || Date.now();
  const headers = { "X-Content-Type-Options": "nosniff", "X-Saved": String(at), "X-Mark": response.headers.get("ETag") || "" };
  for (const name of ["Content-Type", "Content-Security-Policy", "Referrer-Policy"]) {
    if (response.headers.has(name)) headers[name] = response.headers.get(name);
  }
  await pages.put(address, new Response(body, { headers }));
  await trim(pages, MOST_PAGES);
  return body;
}

/** The copy of a page: of this version of the site, else of an older one; of a schedule, the whole
    one in place of a part; of an agenda, the schedule with those sessions alone. */
async function copyOf(url) {
  const exact = await keptAt(url.href);
  if (exact) return { response: exact, marks: {} };
  const base = url.pathname.replace(/my\/$/, "schedule/");
  if (!url.search || !base.endsWith("/schedule/")) return null;
  const whole = await keptAt(url.origin + base);
  if (!whole) return null;
  const only = url.searchParams.getAll("s").join(",").replace(/[^0-9A-Za-z,]/g, "");
  return { response: whole, marks: base === url.pathname ? { whole: "1" } : { only } };
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
  const files = await caches.open(FILES);
  const kept = await files.match(request, { ignoreVary: true });
  if (kept && isForever(kept)) return kept;
  try {
    const response = await fetch(request);
    if (response.status === 200) {
      await files.put(request, response.clone());
      await trim(files, MOST_FILES);
    }
    return response;
  } catch (error) {
    const other = kept || (await otherSize(files, request.url));
    if (other) return other;
    throw error;
  }
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
    if (isNew && !(await fetchProgram(pages, program, named, sparing))) return;
    if (isNew) await pages.put(mark, new Response(String(release)));
    await renewOldCopies(pages);
    client?.postMessage({ type: "kept", release });
  } finally {
    busy.delete(program);
  }
}

/** Whether all of it came; what did not is tried again with the next page. */
async function fetchProgram(pages, program, named, sparing) {
  const answer = await fetch(`${program}offline.json`);
  if (!answer.ok) return false;
  const wanted = await answer.json();
  let size = 0;
  const ahead = [...wanted.pages, ...(sparing ? [] : wanted.sessions)];
  const failed = await each(ahead, async (each) => {
    if (size < MOST_BYTES) size += (await fetchPage(pages, each, named)).length;
  });
  await keepFiles(named, sparing);
  return !failed;
}

async function fetchPage(pages, address, named) {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin || !PUBLIC.test(url.pathname)) return "";
  const html = await keepPage(pages, url.href, await fetch(url.href, { cache: "no-cache" }));
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

async function oldVersions() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith("lectern-pages-") && name !== PAGES);
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
