/* One's own page: its address on the clipboard, on paper, and a copy on this device. */

import { canKeep, forget, keep, tokenHere } from "./copy.js";

const part = document.querySelector("[data-own]");
const find = (name) => part.querySelector(`[${name}]`);

// --- The link ---

const link = document.getElementById("own-link");
const copy = find("data-own-copy");
const said = find("data-own-said");

/** As browsers did before they had a clipboard; also where it is forbidden, or without https. */
function copyMarked() {
  link.focus();
  link.setSelectionRange(0, link.value.length);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

copy.hidden = false;
copy.addEventListener("click", async () => {
  said.textContent = ""; // emptied first, so that a second time is read out too
  let isDone = false;
  try {
    await navigator.clipboard.writeText(link.value);
    isDone = true;
  } catch {
    isDone = copyMarked();
  }
  said.textContent = isDone ? said.dataset.done : said.dataset.failed;
});
link.addEventListener("focus", () => link.select());

// --- On paper ---

const print = find("data-own-print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

// --- On this device ---

const words = document.getElementById("words")?.dataset;
const told = find("data-own-kept");

/** What can be read of the page: without what needs the network. */
function readable() {
  const page = part.cloneNode(true);
  for (const each of page.querySelectorAll(".no-copy")) each.remove();
  return page.innerHTML;
}

async function keepThis() {
  const page = { html: readable(), title: document.title, made: Date.now() };
  await keep(tokenHere(), page, part.dataset.until);
  // Only with the worker it is found again.
  await navigator.serviceWorker.ready;
  told.hidden = false;
}

const isOver = part.dataset.until < new Date().toISOString().slice(0, 10);
const mayKeep = canKeep() && words?.offline === "on" && navigator.serviceWorker;
if (mayKeep && !isOver) keepThis().catch(() => {});

find("data-own-forget").addEventListener("click", async ({ target }) => {
  await forget(tokenHere());
  try {
    const { content: slug } = document.querySelector('meta[name="own-of"]');
    localStorage.removeItem(`lectern.own.${slug}`);
  } catch {
    // A phone that keeps nothing has nothing to remove.
  }
  const line = find("data-own-forgotten");
  line.textContent = line.dataset.ownForgotten;
  target.hidden = true;
});
