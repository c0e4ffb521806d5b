/* What a device does: a desk with a volunteer, a kiosk at which people scan themselves, or papers that are
   typed in afterwards. */

const LOOKED_AT = 6000; // ms until a kiosk forgets who was there
const HELD = 1200; // ms
const part = (id) => document.getElementById(id);

/* At a kiosk the outcome goes by itself, and `change` needs a long press: no guest leaves it by chance. */
export class Kiosk {
  isOn = false;
  #timer;

  set(isOn) {
    this.isOn = isOn;
    document.body.classList.toggle("is-kiosk", isOn);
    part("kiosk-welcome").hidden = !isOn;
    part("outcome").replaceChildren();
  }

  shown() {
    clearTimeout(this.#timer);
    if (!this.isOn) return;
    part("kiosk-welcome").hidden = true;
    this.#timer = setTimeout(() => {
      part("outcome").replaceChildren();
      part("kiosk-welcome").hidden = !this.isOn;
    }, LOOKED_AT);
  }

  /* Calls `act` when the button is pressed; at a kiosk, when it is held. */
  guard(button, act) {
    let held;
    const begin = () => (held = setTimeout(() => this.isOn && act(), HELD));
    button.addEventListener("pointerdown", begin);
    for (const kind of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(kind, () => clearTimeout(held));
    button.addEventListener("click", () => this.isOn || act());
  }
}

/* What stands on a sheet of paper for all its lines: {method, note, at}, `at` on this device's clock. */
export function sheet(list) {
  const form = part("sheet").elements;
  const at = form.at.value ? momentIn(form.at.value, list.about.zone) - list.skew : Date.now();
  return { method: form.method.value, note: form.note.value.trim(), at: Math.min(at, Date.now()) };
}

/* Begins with the hour it is at the conference. */
export function openSheet(list, isOpen) {
  part("sheet").hidden = !isOpen;
  document.body.classList.toggle("is-sheet", isOpen);
  const { at } = part("sheet").elements;
  if (isOpen && !at.value) at.value = wallClock(Date.now() + list.skew, list.about.zone).slice(0, 16);
}

/* "2026-05-21T09:30:00": what clocks show in a zone. */
function wallClock(moment, zone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };
  const told = new Intl.DateTimeFormat("sv-SE", { ...options, hourCycle: "h23", timeZone: zone }).format(moment);
  return told.replace(" ", "T");
}

/* ms since 1970 of what the clocks of a zone show. */
export function momentIn(text, zone) {
  const guess = Date.parse(`${text}Z`);
  const offset = (moment) => Date.parse(`${wallClock(moment, zone)}Z`) - moment;
  return guess - offset(guess - offset(guess));
}
