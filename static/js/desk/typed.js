/* What is being typed stays, whatever takes the place of its page or of a part of it: a scanner does
   not wait for an answer, and a code of which half is gone is nobody's. */

/* Put other elements into `whole` by `replace`, with what was written in their boxes since. */
export function keepingTyped(whole, replace) {
  const boxes = [...whole.querySelectorAll("input[id]")].filter((box) => box.value !== box.defaultValue);
  const typed = boxes
    .filter((box) => ["text", "search", "tel", "email"].includes(box.type))
    .map((box) => ({ id: box.id, text: box.value, isAt: box === document.activeElement }));
  replace();
  for (const { id, text, isAt } of typed) {
    const box = document.getElementById(id);
    if (!box || box.value === text || box.value !== box.defaultValue) continue;
    box.value = text;
    box.closest("details")?.setAttribute("open", "");
    if (isAt) box.focus();
  }
}

/* The text of a box for the same page after it was left: another language, signed in again. */
export function keepThroughNavigation(box, key) {
  try {
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    if (kept && !box().value) box().value = kept;
    addEventListener("pagehide", () => {
      const { value, defaultValue } = box();
      if (value && value !== defaultValue) sessionStorage.setItem(key, value);
    });
  } catch {
    // Private windows may refuse.
  }
}
