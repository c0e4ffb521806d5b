/* Texts side by side are saved one by one, as they are left. Without a script, Save takes them all. */

const form = document.querySelector("form.texts");

/** What belongs to one side of a text: its boxes and the stamp of what was shown. */
const boxesOf = (side) => [...side.querySelectorAll("input[type=text], textarea")];
const written = (side) => boxesOf(side).map((box) => box.value).join("\u0000");

function tell(side, words, { isError = false, now = "" } = {}) {
  const state = side.querySelector(".text-state");
  side.classList.toggle("text-refused", isError);
  state.textContent = words;
  if (!now) return;
  const line = document.createElement("span");
  line.className = "text-now";
  line.textContent = now;
  state.append(" ", line);
}

async function save(side) {
  const sent = written(side);
  if (sent === side.dataset.saved) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const box of side.querySelectorAll("input, textarea")) body.set(box.name, box.value);
  tell(side, form.dataset.saving);
  try {
    const response = await fetch(window.location.href, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "error",
    });
    if (!response.ok) throw new Error(String(response.status));
    const { saved, left } = await response.json();
    if (left.length) {
      tell(side, left[0].message, { isError: true, now: left[0].now });
      return;
    }
    if (saved.length) side.querySelector("input[type=hidden]").value = saved[0].stamp;
    side.dataset.saved = sent;
    tell(side, form.dataset.saved);
  } catch {
    tell(side, form.dataset.failed, { isError: true });
  }
}

if (form) {
  for (const side of form.querySelectorAll(".text-side")) {
    side.dataset.saved = written(side);
    // One after the other: the second one has the stamp of the first.
    let turn = Promise.resolve();
    side.addEventListener("change", () => { turn = turn.then(() => save(side)); });
  }
  const unsaved = () => [...form.querySelectorAll(".text-side")].some((side) => written(side) !== side.dataset.saved);
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (!leaving && unsaved()) event.preventDefault(); });
}
