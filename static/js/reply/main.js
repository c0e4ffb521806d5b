/* What is asked only if something else is answered so is hidden until it is. The server decides; without
   this script all is shown, with the sentence that says when. */

for (const form of document.querySelectorAll("form")) {
  const groups = [...form.querySelectorAll("[data-only-if]")];
  if (!groups.length) continue;

  const said = (name) => [...form.elements]
    .filter((box) => box.name === name && !box.disabled)
    .filter((box) => !["radio", "checkbox"].includes(box.type) || box.checked)
    .map((box) => box.value);

  const ask = (group) => {
    const wanted = JSON.parse(group.dataset.onlyIfAny);
    const row = group.closest("[data-prefix]")?.dataset.prefix ?? ""; // several people in one form
    const isAsked = said(row + group.dataset.onlyIf).some((value) => wanted.includes(value));
    const isOpen = isAsked && !group.parentElement.closest("[data-only-if][hidden]");
    group.hidden = !isOpen;
    for (const box of group.querySelectorAll("input, select, textarea")) {
      if (box.closest("[data-only-if]") === group || !isOpen) box.disabled = !isOpen;
    }
  };
  // In the order of the page: what hangs on a hidden question is hidden after it.
  const askAll = () => groups.forEach(ask);

  for (const group of groups) group.querySelector(":scope > .only-if").hidden = true;
  form.addEventListener("change", askAll);
  window.addEventListener("pageshow", askAll); // Back has filled the boxes in again
  askAll();
}
