/* What is kept in the background. */

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
  const filters = answer.clone(); // kept/matching.js reads it
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
    if (!LECTERN.shell.includes(new URL(key.url).pathname)) await cache.delete(key);
  }
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
