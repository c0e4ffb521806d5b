/* What was typed into a form with `data-typed` comes back where its page is gone back to: after a line
   that was cut in the middle, too. It stays in the history of this tab, with the form's own id (again.js). */

const isRefused = document.querySelector("[role=alert]");

for (const form of document.querySelectorAll("form[data-typed]")) {
  const key = `typed-${form.dataset.typed}`;
  const kept = window.history.state?.[key];
  if (kept && !isRefused && stands(form, kept)) fill(form, kept);
  form.addEventListener("submit", (event) => {
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    if (event.submitter?.name === "more") return; // More rows, say: the next page brings all of it along
    window.history.replaceState({ ...window.history.state, [key]: typed }, "");
  });
}

// A page that shows what stands has a mark of it: what was typed over something else stays away.
function stands(form, kept) {
  const mark = form.elements.namedItem("mark");
  return !mark || kept.some(([name, value]) => name === "mark" && value === mark.value);
}

function fill(form, kept) {
  for (const box of form.elements) {
    if (!box.name || ["hidden", "file", "submit"].includes(box.type)) continue;
    const said = kept.filter(([name]) => name === box.name).map(([, value]) => value);
    const isChoice = ["checkbox", "radio"].includes(box.type);
    if (isChoice) box.checked = said.includes(box.value);
    else if (said.length) [box.value] = said;
    else continue;
    if (isChoice ? box.checked : box.value && box.tagName !== "SELECT") open(box);
  }
  form.dispatchEvent(new Event("change")); // what is asked only if
}

function open(box) {
  const fold = box.closest("details");
  if (fold) fold.open = true;
}
