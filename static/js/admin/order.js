/* Rows that are put in order by dragging, also without a mouse: two buttons beside each. Without this
   script they are dragged, or moved to either end. */

const words = document.querySelector("[data-order-words]")?.dataset;
const ROW = ".inline-related.has_original, tr.has_original";

function rowsBeside(row) {
  return [...row.parentElement.children].filter((each) => each.matches(ROW));
}

function number(rows) {
  const isReversed = Boolean(rows[0].closest(".reversed"));
  rows.forEach((row, place) => {
    row.querySelector("input._reorder_").value = isReversed ? rows.length - place : place + 1;
  });
}

function move(button, row, by) {
  const rows = rowsBeside(row);
  const place = rows.indexOf(row) + by;
  if (place < 0 || place >= rows.length) return;
  rows[place].insertAdjacentElement(by < 0 ? "beforebegin" : "afterend", row);
  number(rowsBeside(row));
  button.focus(); // moved in the page, it has lost it
  said.textContent = words.said.replace("{place}", place + 1).replace("{many}", rows.length);
}

const said = document.createElement("p");
if (words) {
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.append(said);
  for (const input of document.querySelectorAll("input._reorder_")) {
    const row = input.closest(ROW);
    const beside = row?.querySelector(".sort");
    if (!beside) continue;
    for (const [by, sign, label] of [[-1, "↑", words.up], [1, "↓", words.down]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "order-step", textContent: sign, title: label });
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => move(button, row, by));
      beside.append(button);
    }
  }
}
