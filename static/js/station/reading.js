/* The box: codes that a scanner types, through an input method too, and names that somebody looks for. */

import { read } from "../desk/codes.js";

const HAND = 100; // ms between two keys: a scanner writes faster
const box = document.getElementById("q");

/* `scanned(code)` for each code, `broken(text)` for what cannot be one, `look(text, isSent)` for something to search
   for, also while it is typed; `isKnown(code)` tells a code of letters alone from a name. `isHere()`: whether somebody works now. */
export function reading({ scanned, broken, look, isKnown, isHere }) {
  let began = 0;
  let lastKey = 0;
  let enterEnds = false; // an input method keeps the scanner's Enter for itself

  /* Takes the codes out of a text; false for something to search for. */
  function took(text) {
    const found = read(text);
    const codes = found.codes || (found.maybe && isKnown(found.maybe) ? [found.maybe] : []);
    codes.forEach((code) => scanned(code));
    if (found.broken) broken(found.broken);
    return Boolean(codes.length || found.broken);
  }

  const burst = () => box.value.slice(began);

  function clear() {
    box.value = "";
    began = 0;
    look("");
    box.focus();
  }

  function composed() {
    enterEnds = false;
    if (read(box.value).codes && took(box.value)) clear();
  }

  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (took(box.value) || (read(burst()).codes && took(burst()))) clear();
    else look(box.value.trim(), true);
  });
  box.addEventListener("input", (event) => {
    if (!event.isComposing) look(box.value.trim());
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target !== box) return;
    if (enterEnds) setTimeout(composed);
    else look(box.value.trim());
  });
  document.addEventListener("keydown", (event) => {
    if (!isHere()) return;
    const isEnter = event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter";
    if (event.isComposing || event.keyCode === 229) {
      enterEnds = isEnter;
      if (isEnter) setTimeout(composed);
      return;
    }
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key?.length !== 1 || isShortcut) return;
    // A scanner types wherever the focus is.
    if (!event.target.matches?.("input, select, textarea") && event.key !== " ") box.focus();
    if (event.timeStamp - lastKey > HAND) began = box.value.length;
    lastKey = event.timeStamp;
  });
  return { took, clear };
}
