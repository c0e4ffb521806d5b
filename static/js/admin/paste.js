/* The first page of an import: a file dropped onto it, and a table pasted with its merged cells. Without
   this script the file is chosen and the text box takes tabs. */

const form = document.getElementById("import-form");
const file = form.querySelector("[name=schedule]");
const pasted = form.querySelector("[name=pasted]");
const box = form.querySelector("[name=text]");
const shown = form.querySelector(".pasted");
const words = shown.querySelector("template").dataset;
const MAX_ROWS = 12;

// --- Dropped ----------------------------------------------------------------------------------------

form.querySelector("[data-drop]").hidden = false;
const target = form.querySelector(".drop");
const carriesFile = (event) => event.dataTransfer?.types.includes("Files");
for (const name of ["dragenter", "dragover"]) {
  form.addEventListener(name, (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    target.classList.add("is-over");
  });
}
for (const name of ["dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    if (event.type === "drop" || !form.contains(event.relatedTarget)) target.classList.remove("is-over");
  });
}
form.addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  const one = new DataTransfer();
  one.items.add(event.dataTransfer.files[0]);
  file.files = one.files;
  file.focus();
});

// --- Pasted -----------------------------------------------------------------------------------------

/* Without its styles: the content security policy would refuse each, and complain of it. */
const bare = (html) => html
  .replace(/<style\b[\s\S]*?<\/style>/gi, "")
  .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

/* A table of text alone: what a page brings along is parsed where nothing runs and nothing loads. */
function tableOf(html) {
  const page = new DOMParser().parseFromString(bare(html), "text/html");
  const table = document.createElement("table");
  let rows = 0;
  for (const row of page.querySelectorAll("tr")) {
    rows += 1;
    if (rows > MAX_ROWS) continue;
    const line = table.insertRow();
    for (const cell of row.querySelectorAll(":scope > td, :scope > th")) {
      const copy = line.insertCell();
      copy.textContent = cell.textContent.replace(/\s+/g, " ").trim();
      copy.colSpan = Math.min(Math.max(cell.colSpan, 1), 100);
      if (cell.rowSpan > 1) copy.rowSpan = Math.min(cell.rowSpan, MAX_ROWS - rows + 1);
    }
  }
  return { table, rows };
}

function tableOfTabs(text) {
  const table = document.createElement("table");
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  for (const line of lines.slice(0, MAX_ROWS)) {
    const row = table.insertRow();
    for (const cell of line.split("\t")) row.insertCell().textContent = cell.trim();
  }
  return { table, rows: lines.length };
}

function show({ table, rows }) {
  const sheet = shown.querySelector(".sheet");
  sheet.replaceChildren(table);
  if (rows > MAX_ROWS) {
    const more = document.createElement("p");
    more.className = "quiet";
    more.textContent = words.more.replace("%s", rows - MAX_ROWS);
    sheet.append(more);
  }
  shown.querySelector("strong").textContent = (rows === 1 ? words.one : words.many).replace("%s", rows);
  shown.hidden = false;
}

function forget() {
  pasted.value = "";
  shown.hidden = true;
}

box.addEventListener("paste", (event) => {
  const clipboard = event.clipboardData;
  const html = clipboard?.getData("text/html") ?? "";
  const text = clipboard?.getData("text/plain") ?? "";
  forget();
  if (/<table/i.test(html)) {
    event.preventDefault();
    const one = new DataTransfer();
    one.items.add(new File([html], "paste.html", { type: "text/html" }));
    pasted.files = one.files;
    box.value = text;
    show(tableOf(html));
  } else if (text.includes("\t")) {
    setTimeout(() => show(tableOfTabs(box.value)));
  }
});

// Who goes on writing means what is written.
box.addEventListener("input", forget);
shown.querySelector("button").addEventListener("click", () => {
  box.value = "";
  forget();
  box.focus();
});
