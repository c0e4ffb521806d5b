/* How far background work is: asked quietly until it has ended. Without this script the page loads
   itself anew. */

const PAUSES = [1000, 2000, 4000]; // ms; longer while nothing moves or nobody answers
const place = document.querySelector("#work");
const said = document.querySelector("#work-said");
let misses = 0;

const isOpen = () => place.querySelector("[data-is-open]") !== null;

async function look() {
  const response = await fetch(location.href, { headers: { "X-Fragment": "work" } });
  if (!response.ok || response.redirected) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return show(page.querySelector("[data-state]"));
}

/* Whether anything moved. While the state stays, so does the button under somebody's finger. */
function show(next) {
  const now = place.querySelector("[data-state]");
  if (!next) throw new Error("no state");
  if (now.dataset.state === next.dataset.state) {
    const count = now.querySelector("[data-count]");
    const told = next.querySelector("[data-count]");
    if (!count || !told || count.textContent === told.textContent) return false;
    count.textContent = told.textContent;
    now.querySelector("progress").replaceWith(next.querySelector("progress"));
    return true;
  }
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(next);
  said.textContent = next.querySelector("[data-said]").textContent;
  if (hadFocus) place.querySelector("a.btn, button")?.focus();
  return true;
}

async function keepLooking() {
  while (isOpen()) {
    const pause = PAUSES[Math.min(misses, PAUSES.length - 1)];
    await new Promise((done) => setTimeout(done, pause));
    const hasMoved = await look().catch(() => false);
    misses = hasMoved ? 0 : misses + 1;
  }
}

keepLooking();
