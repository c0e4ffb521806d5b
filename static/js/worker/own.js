/* Somebody's own page, behind their personal link: the network's, always. What came of it is kept by
   the page itself, encrypted with its link (own/copy.js); here is only asked whether there is such a
   copy, and in place of a page that does not come one is shown that names nobody and reads the copy. */

async function own(event, request, url) {
  const address = await ownCopy(url).catch(() => "");
  const answer = fetch(request);
  event.waitUntil(
    answer.then((response) => isNobodys(response) && address && forgetOwn(address)).catch(() => {}),
  );
  if (!address) return answer;
  try {
    const first = await Promise.race([answer, wait(PATIENCE)]);
    if (first && !isAway(first)) return first;
  } catch {
    // Shown from the copy.
  }
  const [, language] = url.pathname.split("/");
  return (await keptAt(`${url.origin}/${language}/r/`)) || answer;
}

/** The link was made anew, or the registration is gone. */
function isNobodys({ status }) {
  return status === 404 || status === 410;
}

/** Where the copy of this page is; "" without one. The same name as in own/copy.js. */
async function ownCopy(url) {
  await dropOldOwn();
  const token = OWN.exec(url.pathname)[1];
  const text = new TextEncoder().encode(`lectern own page ${token}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const address = `/own-copy/${[...digest].map((each) => each.toString(16).padStart(2, "0")).join("")}`;
  return (await (await caches.open(OWNED)).match(address)) ? address : "";
}

async function forgetOwn(address) {
  await (await caches.open(OWNED)).delete(address);
}

/** A month after the conference the copy goes. */
async function dropOldOwn() {
  const cache = await caches.open(OWNED);
  const today = new Date().toISOString().slice(0, 10);
  for (const key of await cache.keys()) {
    const until = (await cache.match(key))?.headers.get("X-Until") || "";
    if (until < today) await cache.delete(key);
  }
}
