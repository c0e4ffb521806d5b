/* What was read beside the file: one side shows the other, and a correction changes the page where one
   is. Everything works without this script, by whole pages. */

const page = () => document.querySelector(".office");

// --- The file, folded where it would stand before all else ---------------------------------------------

const narrow = window.matchMedia("(max-width: 63.99rem)");
const fold = () => document.querySelector(".office-fold");
if (fold() && narrow.matches && !window.location.hash.startsWith("#c-")) fold().open = false;
narrow.addEventListener("change", () => { if (fold()) fold().open = !narrow.matches; });
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  if (link.hash.startsWith("#c-") && fold()) fold().open = true;
  document.getElementById(link.hash.slice(1))?.closest("details.office-day")?.setAttribute("open", "");
}, { capture: true });

// On a phone the days of which nothing is asked are one line each: what is to be settled stands first.
if (window.matchMedia("(max-width: 40rem)").matches && !window.location.hash.startsWith("#s")) {
  for (const day of document.querySelectorAll(".office-day")) {
    if (!day.querySelector(":scope > summary .tag-warning")) day.open = false;
  }
}

// --- The two sides ----------------------------------------------------------------------------------

const ordersOf = (element) => element?.closest("[data-orders]")?.dataset.orders.split(" ") ?? [];
let lit = [];

function light(target) {
  for (const element of lit) element.classList.remove("is-lit");
  lit = [];
  const own = target.closest(".office-sides [data-orders]");
  if (!own) return;
  for (const order of ordersOf(own)) {
    lit.push(...document.querySelectorAll(`.office-sides [data-orders~="${CSS.escape(order)}"]`));
  }
  for (const element of lit) element.classList.add("is-lit");
  const inFile = Boolean(own.closest(".office-file"));
  const other = lit.find((element) => Boolean(element.closest(".office-file")) !== inFile);
  const side = other?.closest(".office-file, .office-draft");
  // Only within its own box: the page itself stays where the reader is.
  if (other && side.scrollHeight > side.clientHeight && getComputedStyle(side).overflowY !== "visible") {
    const place = other.getBoundingClientRect();
    const around = side.getBoundingClientRect();
    if (place.top < around.top || place.bottom > around.bottom) {
      side.scrollTop += place.top - around.top - around.height / 3;
    }
  }
}

document.addEventListener("mouseover", (event) => light(event.target));
document.addEventListener("focusin", (event) => light(event.target));
document.addEventListener("click", (event) => {
  const cell = event.target.closest(".office-file [data-orders]");
  if (!cell || event.target.closest("a, button, select, input")) return;
  const [order] = ordersOf(cell);
  const item = document.querySelector(`.office-draft [data-orders~="${CSS.escape(order)}"]`);
  item?.closest("details")?.setAttribute("open", "");
  item?.scrollIntoView({ block: "nearest" });
});

// --- Corrections in place -----------------------------------------------------------------------------

const parse = async (response) =>
  new DOMParser().parseFromString(await response.text(), "text/html");

function take(next, address) {
  const fresh = next.querySelector(".office");
  if (!fresh || !next.querySelector(".office-sides")) {
    window.location.assign(address);
    return;
  }
  const folds = [...document.querySelectorAll(".office-day")].map((fold) => fold.open);
  const scrolls = [".office-file", ".office-draft"].map((name) => document.querySelector(name)?.scrollTop ?? 0);
  const isOpen = fold()?.open;
  page().replaceWith(fresh);
  if (fold()) fold().open = isOpen;
  document.querySelectorAll(".office-day").forEach((fold, n) => { if (n in folds) fold.open = folds[n]; });
  [".office-file", ".office-draft"].forEach((name, n) => {
    const side = document.querySelector(name);
    if (side) side.scrollTop = scrolls[n];
  });
  const messages = next.querySelector("ul.messagelist");
  document.querySelector("ul.messagelist")?.remove();
  if (messages) page().before(messages);
}

async function send(form, submitter) {
  const sent = new FormData(form, submitter);
  document.body.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: sent });
    take(await parse(response), response.url);
    const back = sent.get("back");
    const target = back && document.getElementById(back);
    if (target) {
      target.tabIndex = -1;
      target.focus({ preventScroll: back !== "questions" });
    }
  } catch {
    form.submit();
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.action.endsWith("/correct/") || !form.closest(".office")) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-now]");
  if (form) form.requestSubmit();
});

// An item's fields open where it stands.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-edit]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  const response = await fetch(link.href).catch(() => null);
  const form = response && (await parse(response)).getElementById("office-edit");
  if (!form) {
    window.location.assign(link.href);
    return;
  }
  document.getElementById("office-edit")?.remove();
  link.closest("li").append(form);
  form.querySelector(".closelink").addEventListener("click", (back) => {
    back.preventDefault();
    form.remove();
    link.focus();
  });
  form.querySelector("input:not([type=hidden])")?.focus();
});
