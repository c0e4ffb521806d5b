/* Comforts of the admin's forms. Everything works without them. */
"use strict";
(() => {
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

  // On a wide screen the filters stand open; on a narrow one they would hide the list.
  const filters = document.getElementById("changelist-filter");
  if (filters) filters.open = window.matchMedia("(min-width: 64rem)").matches;

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
})();
