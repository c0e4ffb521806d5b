/* Keeps the station's page and its files, so that it opens without a network. The page is the same for
   every station: kept under an address without a token. Its list is none of this worker's.

   Behind a line of its own: const STATION = {version, shell, files}. */

const KEPT = `lectern-station-${STATION.version}`;
const PATIENCE = 4000; // ms without an answer
const DESK = /^\/[^/]+\/station\/[^/]+\/$/; // a station's page; what lies below, its screen, is the network's

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const kept = await caches.open(KEPT);
      await kept.addAll([STATION.shell, ...STATION.files]);
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("lectern-station-") && name !== KEPT) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && DESK.test(url.pathname)) event.respondWith(page(request));
  else if (STATION.files.includes(url.pathname)) event.respondWith(file(request, url));
});

async function file(request, url) {
  return (await (await caches.open(KEPT)).match(url.pathname)) || fetch(request);
}

/* The network's page; the kept one where it fails, is slow, or answers with something else. */
async function page(request) {
  const kept = await (await caches.open(KEPT)).match(STATION.shell);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (!answer || answer.status >= 500) return kept || answer || Response.error();
    if (answer.type === "opaqueredirect" || answer.redirected) return kept || answer;
    if (answer.status !== 200) return answer;
    const isOurs = (await answer.clone().text()).includes('<body class="station"');
    return isOurs ? answer : kept || answer;
  } catch {
    return kept || Response.error();
  }
}
