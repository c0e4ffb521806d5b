/* Comforts of the admin's forms. Everything works without them. */

const box = (name) => document.getElementById(`id_${name}`);
const [startDay, startClock] = [box("starts_at_0"), box("starts_at_1")];
const [endDay, endClock] = [box("ends_at_0"), box("ends_at_1")];

const minutes = (text) => {
  const found = /^(\d{1,2})[:.：]?(\d{2})?$/.exec(text.trim());
  return found ? Number(found[1]) * 60 + Number(found[2] || 0) : null;
};
const clock = (total) =>
  `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;

// A box that is being typed in is never touched: its person knows better.
const set = (target, value) =>
  setTimeout(() => { if (document.activeElement !== target) target.value = value; });

if (startDay && endDay) {
  // The end is on the day of the start until someone says otherwise.
  let lastDay = startDay.value;
  const followDay = () => {
    if (!endDay.value || endDay.value === lastDay) set(endDay, startDay.value);
    lastDay = startDay.value;
  };
  startDay.addEventListener("change", followDay);
  startDay.addEventListener("focus", followDay);
}
if (startClock && endClock) {
  // A session that starts later ends later: its length stays.
  let last = minutes(startClock.value);
  startClock.addEventListener("change", () => {
    const now = minutes(startClock.value);
    const end = minutes(endClock.value);
    if (now !== null && last !== null && end !== null && end > last) {
      const moved = end + now - last;
      if (moved > now && moved < 24 * 60) set(endClock, clock(moved));
    }
    last = now;
  });
}

// A jump to a folded part of the page opens it.
const unfold = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  for (const fold of target?.querySelectorAll("details") ?? []) fold.open = true;
};
window.addEventListener("hashchange", unfold);
unfold();

for (const link of document.querySelectorAll(".secret-link")) {
  link.addEventListener("focus", () => link.select());
}

// Without a clipboard (or this script) the link is copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.done;
    } catch {
      field.select();
    }
  });
}

// A corner of a table's head that says nothing is no head.
for (const head of document.querySelectorAll("th")) {
  if (!head.textContent.trim() && !head.querySelector("img, input")) head.setAttribute("role", "cell");
}

// On a phone a table is pushed sideways; one without a field to step to is pushed by the keys.
for (const table of document.querySelectorAll(".tabular.inline-related")) {
  if (table.querySelector("a[href], button, select, textarea, input:not([type=hidden])")) continue;
  table.tabIndex = 0;
  table.setAttribute("role", "group");
  table.setAttribute("aria-labelledby", table.querySelector(".inline-heading").id);
}

// Select2 puts a box of its own in place of a chooser, and leaves the chooser's name behind.
const nameOf = (select) =>
  select.getAttribute("aria-label") ||
  document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim().replace(/[:：]$/, "");
const nameChoosers = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const chosen = select.nextElementSibling?.querySelector(".select2-selection");
    const name = nameOf(select);
    if (!chosen || !name) continue;
    chosen.removeAttribute("aria-labelledby");
    chosen.setAttribute("aria-label", name);
    const text = chosen.querySelector(".select2-selection__rendered");
    for (const claim of ["role", "aria-readonly"]) text?.removeAttribute(claim);
    if (text?.id) chosen.setAttribute("aria-describedby", text.id);
    for (const field of chosen.querySelectorAll("input")) field.setAttribute("aria-label", name);
  }
};
const jQuery = window.django?.jQuery;
if (jQuery) {
  jQuery(nameChoosers); // after those of the choosers themselves, which were asked for earlier
  document.addEventListener("formset:added", () => setTimeout(nameChoosers));
  jQuery(document).on("select2:open", (event) => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    field?.setAttribute("aria-label", nameOf(event.target) || "");
  });
}
