/* Codes from the device's camera, one after the other, while it runs. `BarcodeDetector` reads them
   where the browser has it, else the decoder in a worker. */

import { decodeQR } from "../../vendor/qr/decode.js";

const WIDEST = 960; // px of a picture that the decoder looks at
const BREATH = 40; // ms between two looks
const AWAY = 3000; // ms out of sight until the same code is another scan
const KEPT = "lectern.station.camera";

export class Camera {
  isOn = false;
  #video;
  #found;
  #changed;
  #decoder;
  #address;
  #detector = null;
  #stream = null;
  #seen = new Map(); // text -> when it was in sight last
  #canvas = document.createElement("canvas");
  #facing = ""; // as it is now
  #isKept = true;
  #starts = 0;
  #choice = { facing: "environment", isOn: false, ...chosenBefore() };

  /* `found(text)` for each code that comes into sight; `changed(trouble)` when it starts, stops or
     fails: "", refused, none, busy, insecure or failed. `decoder` is the address of the worker. */
  constructor(video, { decoder, found, changed }) {
    this.#video = video;
    this.#address = decoder;
    this.#found = found;
    this.#changed = changed;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#release();
      else if (this.isOn) this.start(this.#facing, this.#isKept);
    });
  }

  get wasOn() {
    return this.#choice.isOn;
  }

  get hasTorch() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  get isLit() {
    return Boolean(this.#track?.getSettings?.().torch);
  }

  get #track() {
    return this.#stream?.getVideoTracks()[0];
  }

  /* A kiosk shows people themselves, whatever a desk of this device chose: not to be `kept`. */
  async start(facing = this.#choice.facing, kept = true) {
    this.#release();
    [this.#facing, this.#isKept] = [facing, kept];
    const mine = ++this.#starts;
    if (!navigator.mediaDevices?.getUserMedia) return this.#fail(isSecureContext ? "none" : "insecure");
    this.isOn = true;
    try {
      const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: facing, ...size } });
      // Stopped meanwhile, or started anew.
      if (!this.isOn || document.hidden || mine !== this.#starts) return end(stream);
      this.#stream = stream;
      this.#track.addEventListener("ended", () => this.#stream === stream && this.#fail("busy"));
      this.#video.srcObject = stream;
      await this.#video.play();
      this.#detector ||= await nativeDetector();
    } catch (error) {
      if (mine !== this.#starts || (error.name === "AbortError" && !this.isOn)) return;
      return this.#fail(troubleOf(error));
    }
    if (kept) this.#choose({ facing, isOn: true });
    this.#changed("");
    this.#look(this.#stream);
  }

  /* Until somebody works here again. */
  pause() {
    this.isOn = false;
    this.#release();
    this.#changed("");
  }

  stop() {
    this.#choose({ isOn: false });
    this.pause();
  }

  /* The other one: of a phone its front for its back. */
  turn() {
    return this.start(this.#facing === "user" ? "environment" : "user");
  }

  async light() {
    await this.#track?.applyConstraints({ advanced: [{ torch: !this.isLit }] }).catch(() => {});
    this.#changed("");
  }

  #fail(trouble) {
    this.isOn = false;
    this.#release();
    this.#changed(trouble);
  }

  #release() {
    if (this.#stream) end(this.#stream);
    this.#stream = this.#video.srcObject = null;
  }

  #choose(choice) {
    Object.assign(this.#choice, choice);
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.#choice));
    } catch {
      // A device that keeps nothing: chosen again next time.
    }
  }

  async #look(stream) {
    while (this.#stream === stream) {
      for (const text of await this.#read().catch(() => [])) this.#see(text);
      await new Promise((resolve) => setTimeout(resolve, BREATH));
    }
  }

  /* A badge stays in sight for a while: that is one scan. */
  #see(text) {
    const now = performance.now();
    const last = this.#seen.get(text) ?? -Infinity;
    this.#seen.set(text, now);
    if (now - last > AWAY) this.#found(text);
  }

  async #read() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width) return [];
    if (this.#detector) return (await this.#detector.detect(this.#video)).map(({ rawValue }) => rawValue);
    const scale = Math.min(1, WIDEST / Math.max(width, height));
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    Object.assign(this.#canvas, { width: w, height: h });
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.#video, 0, 0, w, h);
    const text = await this.#decoded(context.getImageData(0, 0, w, h));
    return text ? [text] : [];
  }

  #decoded({ width, height, data }) {
    if (this.#decoder === "none") return textIn({ width, height, data });
    this.#decoder ||= new Worker(this.#address, { type: "module" });
    return new Promise((resolve) => {
      this.#decoder.onmessage = (event) => resolve(event.data);
      this.#decoder.onerror = () => {
        this.#decoder = "none"; // a browser that cannot fetch it without a network: here, then
        resolve("");
      };
      this.#decoder.postMessage({ width, height, data }, [data.buffer]);
    });
  }
}

function textIn(picture) {
  try {
    return decodeQR(picture);
  } catch {
    return ""; // no code in it
  }
}

async function nativeDetector() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  return formats?.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

function troubleOf({ name }) {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "failed";
}

const end = (stream) => stream.getTracks().forEach((track) => track.stop());

function chosenBefore() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}
