/* Screens in the hall: a page and all its files, kept together. */

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
