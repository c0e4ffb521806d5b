/* Texts side by side are saved one by one, as they are left. Without a script, Save takes them all.

   A line that is cut loses nothing: what is not saved stays in its box, says so, and is sent again when
   the line is back. An answer that was lost is asked for with the same text once more, before a newer
   one goes out, so that nobody is told of a change that was their own. */

const form = document.querySelector("form.texts");
const AGAIN = 5000; // ms
const TOO_LONG = 30000; // ms

/** What belongs to one side of a text: its boxes and the stamp of what was shown. */
const boxesOf = (side) => [...side.querySelectorAll("input[type=text], textarea")];
const stampOf = (side) => side.querySelector("input[type=hidden]");
const written = (side) => boxesOf(side).map((box) => box.value);
const same = (one, other) => one.join("\u0000") === other.join("\u0000");

/** side: {saved: [text], sent: [text] without an answer or null, isAsked: theirs or mine, turn, timer} */
const states = new Map();

function tell(side, words, { isError = false } = {}) {
  side.classList.toggle("text-refused", isError);
  side.querySelector(".text-state").textContent = words;
}

async function post(side, texts, isSecond = false) {
  const body = new FormData();
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  body.set(token.name, token.value);
  const was = stampOf(side);
  body.set(was.name, was.value);
  boxesOf(side).forEach((box, at) => body.set(box.name, texts[at]));
  const response = await fetch(window.location.href, {
    method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual",
    signal: AbortSignal.timeout(TOO_LONG),
  });
  if (response.ok) return response.json();
  // Whoever signed in again in another tab has a new token, which the page as it is now tells.
  if (response.status === 403 && !isSecond && await renewed(token)) return post(side, texts, true);
  const isClosed = response.type === "opaqueredirect" || response.status === 403;
  throw Object.assign(new Error(String(response.status)), { words: isClosed ? "closed" : "trouble" });
}

async function renewed(token) {
  const page = await fetch(window.location.href, { redirect: "manual" });
  if (!page.ok) return false;
  const now = new DOMParser().parseFromString(await page.text(), "text/html");
  const found = now.querySelector("form.texts [name=csrfmiddlewaretoken]");
  if (found) token.value = found.value;
  return Boolean(found);
}

/** True where the side stands as it is written. */
async function save(side) {
  const state = states.get(side);
  const texts = written(side);
  window.clearTimeout(state.timer);
  if (state.isAsked) return false;
  if (same(texts, state.saved) && !state.sent) return true;
  tell(side, form.dataset.saving);
  const first = state.sent && !same(state.sent, texts) ? state.sent : texts;
  state.sent = first;
  let answer;
  try {
    answer = await post(side, first);
  } catch (error) {
    const words = error.words ?? "failed";
    tell(side, form.dataset[words], { isError: true });
    // What certainly did not arrive needs no asking.
    if (words === "closed") state.sent = null;
    else state.timer = window.setTimeout(() => queue(side), AGAIN);
    return false;
  }
  state.sent = null;
  const [saved, left] = [answer.saved[0], answer.left[0]];
  if (left) {
    tell(side, left.message, { isError: true });
    if (left.reason === "meanwhile") ask(side, left);
    return false;
  }
  if (saved) stampOf(side).value = saved.stamp;
  state.saved = first;
  if (!same(written(side), first)) return save(side);
  tell(side, form.dataset.saved);
  told();
  return true;
}

/** Says it once everything of the page is in both languages, and leads on. */
function told() {
  const done = document.querySelector("[data-complete]");
  if (done) done.hidden = ![...states].every(([side, { saved }]) => saved.some(Boolean) && same(written(side), saved));
}

/** Somebody else wrote there meanwhile: both stand on the page until one is chosen. */
function ask(side, { now, values, stamp }) {
  const state = states.get(side);
  state.isAsked = true;
  const shown = side.querySelector(".text-state");
  const theirs = document.createElement("span");
  theirs.className = "text-now";
  theirs.textContent = now || "–";
  const choose = (words, take) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      state.isAsked = false;
      stampOf(side).value = stamp;
      state.saved = values;
      take();
      boxesOf(side)[0].focus();
      queue(side);
    });
    return button;
  };
  shown.append(
    theirs,
    choose(form.dataset.mine, () => {}),
    " ",
    choose(form.dataset.theirs, () => {
      boxesOf(side).forEach((box, at) => { box.value = values[at]; });
      tell(side, form.dataset.saved);
    }),
  );
}

/** While a button is pressed nothing on the page moves, or the press would miss it. */
let released = Promise.resolve();
window.addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    for (const name of ["pointerup", "pointercancel"]) {
      window.addEventListener(name, () => setTimeout(resolve), { capture: true, once: true });
    }
  });
}, { capture: true });

/** One after the other: the second one has the stamp of the first. */
function queue(side) {
  const state = states.get(side);
  state.turn = state.turn.then(() => released).then(() => save(side));
  return state.turn;
}

if (form) {
  const sides = [...form.querySelectorAll(".text-side")].filter(stampOf);
  for (const side of sides) {
    const saved = side.classList.contains("text-refused") ? [] : written(side);
    states.set(side, { saved, sent: null, isAsked: false, turn: Promise.resolve(true) });
    side.addEventListener("change", () => queue(side));
  }
  const unsaved = () => sides.filter((side) => !same(written(side), states.get(side).saved));
  let leaving = false;
  /** Saves what is not; what could not be is shown. */
  const areSaved = async () => {
    const done = await Promise.all(sides.map(queue));
    leaving = done.every(Boolean);
    if (!leaving) {
      const first = sides[done.indexOf(false)];
      first.scrollIntoView({ block: "center" });
      boxesOf(first)[0].focus({ preventScroll: true });
    }
    return leaving;
  };
  // What was not saved when the page came says so; it goes with the press of Save.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await areSaved()) form.submit();
  });
  // Two stars for one: of the text as it is once everything is saved.
  const stars = document.getElementById("text-stars");
  stars?.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter;
    const was = stampOf(button.closest(".text-side"));
    if (!await areSaved()) return;
    button.value = was.name.replace(/was$/, "") + was.value;
    stars.requestSubmit(button);
  });
  window.addEventListener("online", () => unsaved().forEach(queue));
  window.addEventListener("beforeunload", (event) => { if (!leaving && unsaved().length) event.preventDefault(); });
}
