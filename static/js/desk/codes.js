/* What was typed or scanned into a box: codes of badges, a broken one, or something to search for.
   The alphabet is that of conference/codes.py. */

const CODE = /^[2-9A-HJKMNP-TV-Z]+$/;
const LENGTH = 10;
const TELLING = 4; // of its characters, by which a search finds it

/* Full-width letters of an input method, small letters, dashes and spaces are the same code. */
function folded(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}]/gu, "");
}

/* {codes} to sign in, one or several that a scanner wrote without a break; {maybe} a code without a
   digit or without a letter, which only the list can tell from a name or a phone; {broken} what a
   scanner wrote and cannot be a code; {} something to search for. */
export function read(text) {
  const code = folded(text);
  if (!CODE.test(code) || code.length < LENGTH) return {};
  const mixed = /\d/.test(code) && /[A-Z]/.test(code);
  if (code.length % LENGTH) return mixed ? { broken: code } : {};
  if (mixed) return { codes: code.match(new RegExp(`.{${LENGTH}}`, "g")) };
  return code.length === LENGTH ? { maybe: code } : {};
}

/* Whether a code begins with these letters, of which two or three stand in many codes. */
export function begins(code, word) {
  const start = folded(word);
  return start.length >= TELLING && code.startsWith(start);
}

/* 'ABCDE 23456', as badges print it. */
export function spaced(code) {
  return `${code.slice(0, LENGTH / 2)} ${code.slice(LENGTH / 2)}`;
}
