/* What an outcome sounds and feels like, told apart with closed eyes: up for a welcome, twice the same for
   who is here already, a question that stays open, low and long for no. */

const KEPT = "lectern.station.silent";

// Each tone: Hz, when it begins and how long it lasts, in seconds.
const TONES = {
  good: [[660, 0, 0.1], [990, 0.1, 0.16]],
  again: [[660, 0, 0.09], [660, 0.16, 0.09]],
  ask: [[520, 0, 0.14], [390, 0.17, 0.14], [585, 0.34, 0.2]],
  judge: [[520, 0, 0.14], [390, 0.17, 0.14], [585, 0.34, 0.2]],
  stop: [[170, 0, 0.5]],
};
const BUZZES = { good: 40, again: [40, 80, 40], ask: [90, 60, 90, 60, 90], judge: [90, 60, 90, 60, 90], stop: 500 };

let audio = null;
let isSilent = remembered();

/* No browser plays before somebody has touched its page. */
function unlock() {
  const Audio = globalThis.AudioContext || globalThis.webkitAudioContext;
  if (!audio && Audio) audio = new Audio();
  if (audio?.state === "suspended") audio.resume().catch(() => {});
}
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, unlock, { capture: true, passive: true });

export function signal(tone) {
  navigator.vibrate?.(BUZZES[tone] || BUZZES.stop);
  if (isSilent || audio?.state !== "running") return;
  for (const [pitch, begins, lasts] of TONES[tone] || TONES.stop) play(pitch, audio.currentTime + begins, lasts);
}

function play(pitch, at, lasts) {
  const [voice, volume] = [audio.createOscillator(), audio.createGain()];
  voice.type = pitch < 200 ? "square" : "triangle";
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.4, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
  voice.connect(volume).connect(audio.destination);
  voice.start(at);
  voice.stop(at + lasts);
}

function remembered() {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false;
  }
}

/* A button that is pressed while there is sound. */
export function soundSwitch(button) {
  const draw = () => button.setAttribute("aria-pressed", String(!isSilent));
  draw();
  button.addEventListener("click", () => {
    isSilent = !isSilent;
    try {
      localStorage.setItem(KEPT, isSilent ? "yes" : "no");
    } catch {
      // A device that keeps nothing: chosen again next time.
    }
    draw();
    if (!isSilent) signal("good");
  });
}
