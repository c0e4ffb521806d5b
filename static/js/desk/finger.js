/* A second tap at the place of the first was not meant for what appeared there meanwhile. */

const AGAIN = 1500; // ms; a restless finger starts them anew
const SAME_PLACE = 48; // px

/* Below `root`: swallows such taps. Typing in between, or a tap elsewhere, ends the watch. */
export function steady(root) {
  let last = null;
  root.addEventListener(
    "click",
    (event) => {
      if (!event.detail) return; // from the keyboard
      const here = { x: event.clientX, y: event.clientY, at: event.timeStamp };
      if (last && here.at - last.at < AGAIN && distance(here, last) < SAME_PLACE) {
        event.preventDefault();
        event.stopPropagation();
        last.at = here.at;
        return;
      }
      last = event.target.closest("button, a") ? here : null;
    },
    true,
  );
  for (const kind of ["keydown", "input"]) {
    root.addEventListener(kind, () => (last = null), true);
  }
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
