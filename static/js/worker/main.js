/* The worker at /sw.js: keeps the program for reading without a network.

   - Pages: the network first, always. The kept copy is shown only when the network fails, when a
     gateway says that the site is away (502, 503, 504), or when nothing came for PATIENCE
     milliseconds; the answer that comes later replaces the copy, and the page is told.
   - A copy says so itself: its <body> gets data-saved (when it was made), which offline/offline.js prints.
   - Files under names that never change their content come from the device first.
   - Only public pages that caches may hold are kept. Everything else (the admin, the desk, personal
     links, forms, feeds) does not pass through here at all.
   - Somebody's own page: the network's, and without one what the page kept of itself, encrypted (own.js).
   - A screen in the hall comes back without a network: its page and files are kept together, and
     display/screen.js keeps what it shows and tells its age itself.
   - Where the device keeps nothing (full, or forbidden), the network's answer is given as it is.

   No module: the server joins the files of this folder into one script (config/public/offline.py), this
   one first, behind a line of its own: const LECTERN = {version, languages, shell}. */

const PATIENCE = 5000; // milliseconds without an answer
const MOST_PAGES = 400;
const MOST_FILES = 250;
const MOST_IMAGES = 60; // of one conference, fetched ahead
const MOST_BYTES = 12e6; // of one conference, fetched ahead
const AT_ONCE = 2; // requests in the background
const MOST_SCREENS = 40; // rooms and views that one device was used for

const PAGES = `lectern-pages-${LECTERN.version}`;
const FILES = "lectern-files";
const OWNED = "lectern-own"; // own/copy.js writes it
const SCREENS = "lectern-screens"; // display/screen.js keeps its data there too
const LANGUAGES = LECTERN.languages.join("|");
const PUBLIC = new RegExp(
  `^/(?:${LANGUAGES})/(?:offline/|news/|conferences/[^/]+/(?!register/).*|alliances/.*)?$`,
);
const SCREEN = new RegExp(`^/(?:${LANGUAGES})/display/[^/]+/[^/]+/$`);

const OWN = new RegExp(`^/(?:${LANGUAGES})/r/([^/]+)/$`);

const FILE = /^\/(?:static\/(?!admin\/)|media\/public\/[^/]+\.webp$)/;
// A module is asked for by the one that imports it.
const SCRIPT_OF_PAGES = /^\/static\/js\/(?:kept|offline|own|program|shared)\//;
const SCRIPT_OF_SCREENS = /^\/static\/js\/display\//;
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
  event.waitUntil(Promise.all([self.clients.claim(), dropOldOwn()]));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (FILE.test(url.pathname)) {
    // Of public pages alone: what the admin and the desk load is none of ours.
    const from = request.referrer && new URL(request.referrer).pathname;
    const isOfPages = PUBLIC.test(from) || SCRIPT_OF_PAGES.test(from);
    // One's own page tells no address, and without a network its files are those of the shell.
    const isOfOwn = !from && LECTERN.shell.includes(url.pathname);
    if (SCREEN.test(from) || SCRIPT_OF_SCREENS.test(from)) event.respondWith(screenFile(request));
    else if ((isOfPages || isOfOwn) && request.cache !== "no-store") event.respondWith(file(request));
  } else if (SCREEN.test(url.pathname)) {
    if (request.mode === "navigate") event.respondWith(screen(event, request, url));
  } else if (OWN.test(url.pathname)) {
    if (request.mode === "navigate") event.respondWith(own(event, request, url));
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
