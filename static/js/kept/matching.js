/* Searching what a device keeps: the rules, and the ground for the pages that search without a network
   (schedule.js, speakers.js).

   What things are found by is kept beside the pages (offline.json, made by
   conference/program/public/kept_filters.py). The rules are those of conference/folding.py and
   conference/program/public/matching.py; tests/program/public/matching_cases.json is true of both. */

// --- Folding: `tables` are {marks, letters, variants}, what a sign is written as ---

const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const CHINESE =
  "[\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\ue815-\\ue864\\uf900-\\ufaff" +
  "\\u{20000}-\\u{2ebef}\\u{2f800}-\\u{2fa1f}\\u{30000}-\\u{323af}]";
const INSIDE_CHINESE = new RegExp(`(${CHINESE})(?: +|[.．。])(?=${CHINESE})`, "gu");
const BETWEEN_WORDS = /[\s,;:!?()[\]，；：！？、（）【】。]+/u;

const through = (table, text) => Array.from(text, (sign) => table[sign] ?? sign).join("");
const lower = (text) => text.toLowerCase().replaceAll("ς", "σ");
const parts = (text) => text.split(/\s+/).filter(Boolean);

export function fold(text, { marks, letters, variants }) {
  const apart = lower(through(marks, text)).normalize("NFKD").replace(ACCENTS, "");
  const plain = through(letters, through(marks, apart)).normalize("NFC");
  return through(variants, lower(plain).replace(INSIDE_CHINESE, "$1"));
}

/** "A.I." as "AI". */
const DOTTED = /(^|[^A-Za-z0-9])((?:[A-Za-z]\.)+[A-Za-z])(?![A-Za-z0-9])\.?/g;
const undotted = (text) => text.replace(DOTTED, (_all, before, letters) => before + letters.replaceAll(".", ""));
// The mark of C# and F# is a part of the name.
const SHARP = /^[^\p{L}\p{N}_]*([A-Za-zＡ-Ｚａ-ｚ][#＃])[^\p{L}\p{N}_]*$/u;
const bareOf = (word) => SHARP.exec(word)?.[1] ?? word.replace(/^\p{P}+|\p{P}+$/gu, "");

/** What somebody typed as folded words, without the marks around them. */
export function wordsOf(typed, tables) {
  const bare = undotted(typed).split(BETWEEN_WORDS).map(bareOf);
  const found = bare.flatMap((word) => parts(fold(word, tables)));
  return [...new Set(found.length ? found : parts(typed))];
}

/** As the server refuses it (public/filters.py). */
export const isTooLong = (typed, { longest }) => Array.from(parts(typed).join(" ")).length > longest;

// --- Whether a text says a word: `said` is [plain, pinyin, initials], each with a text a line ---

const IS_CHINESE = /^[\u2e80-\u2fd5\u31c0-\u31e3\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const isOfAWord = (sign) => /^[\p{L}\p{N}]/u.test(sign) && !IS_CHINESE.test(sign);

function begins(plain, word) {
  const isFree = !isOfAWord(word);
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    if (isFree || !isOfAWord(Array.from(plain.slice(Math.max(0, at - 2), at)).pop() || "")) return true;
  }
  return false;
}

export function says([plain, pinyin, initials], word) {
  if (begins(plain, word)) return true;
  if (!/^[a-z]+$/i.test(word)) return false;
  if (new RegExp(`\\|${[...word].join("[|]?")}\\|`).test(pinyin)) return true;
  if (word.length >= 3) return initials.includes(word);
  return word.length > 1 && `\n${initials}`.includes(`\n${word}`);
}

/** How far down what consists of `parts` belongs, the best first; -1 where a word is in none. */
export function placeOf(parts, words) {
  const places = words.map((word) => parts.findIndex((said) => says(said, word)));
  return places.includes(-1) ? -1 : places.reduce((sum, place) => sum + place, 0);
}

// --- What pages need ---

/** What was kept of the conference of this page, which lies one step below it. */
export async function kept() {
  for (const name of (await caches.keys()).reverse()) {
    const answer = await (await caches.open(name)).match(new URL("../offline.json", location.href));
    if (answer) return answer.json();
  }
  throw new Error("not kept");
}

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A text of the program, marked with its language where it has no other. */
export function say(text) {
  if (typeof text !== "object") return text;
  const span = element("span", "", text.text);
  span.lang = text.lang;
  return span;
}
