/* Pages: the network's answer, or the kept copy. */

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
