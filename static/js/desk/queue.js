/* What was scanned here and is not answered yet: sent one by one, in order, each with its own id
   until it is answered. It outlives a reload of the page, and ends with its tab. */

const PAUSES = [1000, 2000, 4000, 8000]; // ms between tries, the last one for good
const STUCK = 3; // so often the server broke at one scan: the others go first

export class Queue {
  #key;
  #send;
  #changed;
  #settled;
  #running = false;
  #tries = 0;
  #wake = null;
  #triedAt = 0;

  /* `send(scan)` resolves to {answer} or {trouble}; `changed()` and `settled(scan, answer)` tell the
     page. */
  constructor(key, { send, changed, settled }) {
    this.#key = key;
    this.#send = send;
    this.#changed = changed;
    this.#settled = settled;
    this.trouble = "";
    this.scans = this.#stored();
  }

  get length() {
    return this.scans.length;
  }

  add(scan) {
    this.scans.push(scan);
    this.#store();
    this.#changed();
    if (performance.now() - this.#triedAt > PAUSES[1]) this.wake();
    this.run();
  }

  /* Try again now: the network is back, or somebody has come back to the page. */
  wake() {
    this.#wake?.();
  }

  async run() {
    if (this.#running) return;
    this.#running = true;
    for (let scan = this.#next(); scan; scan = this.#next()) {
      scan.sending = true;
      this.#changed();
      this.#triedAt = performance.now();
      const { answer, trouble } = await this.#send(scan);
      delete scan.sending;
      this.trouble = answer ? "" : trouble;
      if (answer) {
        this.scans.splice(this.scans.indexOf(scan), 1);
        this.#tries = 0;
        this.#store();
        this.#settled(scan, answer);
        continue;
      }
      if (trouble === "server") scan.failures += 1;
      this.#store();
      this.#changed();
      await this.#pause();
    }
    this.#running = false;
    this.#changed();
  }

  /* The first one, but nobody waits behind a scan at which the server breaks again and again. What
     the same person did later stays behind it. */
  #next() {
    const stuck = this.scans.filter((scan) => scan.failures >= STUCK);
    const codes = new Set(stuck.map((scan) => scan.code));
    const free = this.scans.find((scan) => !codes.has(scan.code));
    return free || stuck.sort((a, b) => a.failures - b.failures)[0];
  }

  #pause() {
    const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)];
    this.#tries += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #stored() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) || [];
    } catch {
      return [];
    }
  }

  #store() {
    try {
      const kept = this.scans.map(({ sending, ...scan }) => scan);
      sessionStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // Private windows may refuse; then the scans live as long as the page.
    }
  }
}

/* One act of one finger. `crypto.randomUUID` is not there without https, as in a hall's network. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
