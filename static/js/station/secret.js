/* The list lies on the device encrypted; its key is made from the link's token and kept nowhere, so
   it is forgotten with the link. Without https a browser has no such means: then nothing is kept. */

const bytes = (text) => new TextEncoder().encode(text);

export async function keyOf(token) {
  if (!crypto.subtle) return null;
  const raw = await crypto.subtle.importKey("raw", bytes(token), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes("lectern station"), info: bytes("list") };
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(how, raw, kind, false, ["encrypt", "decrypt"]);
}

export async function seal(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = bytes(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

export async function unseal(key, { iv, sealed }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}

/* Which station's rows these are, on this device alone: a short mark that leads to no token. */
export function markOf(token) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const sign of token) {
    a = Math.imul(a ^ sign.codePointAt(0), 2654435761);
    b = Math.imul(b ^ sign.codePointAt(0), 1597334677);
  }
  return ((a ^ (b >>> 13)) >>> 0).toString(16) + ((b ^ (a >>> 16)) >>> 0).toString(16);
}
