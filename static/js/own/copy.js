/* A copy of one's own page on this device: encrypted with a key made from the link, which is kept
   nowhere with it, under a name that leads to no link. Without https a browser has no such means:
   then nothing is kept. worker/own.js looks whether there is one; docs/offline.md tells it. */

const CACHE = "lectern-own";
const LENGTH_OF_IV = 12;
const bytes = (text) => new TextEncoder().encode(text);

export const tokenHere = () => location.pathname.split("/")[3] || "";
export const canKeep = () => Boolean(window.crypto?.subtle && window.caches);

/** The same as in worker/own.js. */
async function addressOf(token) {
  const digest = await crypto.subtle.digest("SHA-256", bytes(`lectern own page ${token}`));
  const name = [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join("");
  return `/own-copy/${name}`;
}

async function keyOf(token) {
  const raw = await crypto.subtle.importKey("raw", bytes(token), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes("lectern own page"), info: bytes("copy") };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** `page` is {html, language, title, made}; `until` a day, after which the copy goes. */
export async function keep(token, page, until) {
  const iv = crypto.getRandomValues(new Uint8Array(LENGTH_OF_IV));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(token), bytes(JSON.stringify(page)));
  const body = new Blob([iv, sealed]);
  const cache = await caches.open(CACHE);
  await cache.put(await addressOf(token), new Response(body, { headers: { "X-Until": until } }));
}

/** The page that was kept, or null. */
export async function kept(token) {
  const found = await (await caches.open(CACHE)).match(await addressOf(token));
  if (!found) return null;
  const body = new Uint8Array(await found.arrayBuffer());
  const [iv, sealed] = [body.slice(0, LENGTH_OF_IV), body.slice(LENGTH_OF_IV)];
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(token), sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}

export async function forget(token) {
  await (await caches.open(CACHE)).delete(await addressOf(token));
}
