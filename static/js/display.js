// A screen in the hall. It looks up the frame of its clock in the data that it polls, so that it
// goes from one session to the next without the server, and shows a publish within ten seconds.
// Nothing grows: a slot's content is replaced, and one timer each ticks and polls.
"use strict";
(() => {
  const POLL = 3000; // ms; with the server's own two seconds and a proxy's five, under ten seconds
  const LONGEST_WAIT = 15000; // ms between two tries while the server does not answer
  const ANSWER_WITHIN = 8000; // ms
  const OFFLINE_AFTER = 12000; // ms without an answer
  const RELOAD_AGAIN = 600; // seconds before the same new code is tried once more
  const GONE_AFTER = 3; // answers in a row that there is no such program
  const SHIFT_EVERY = 240; // seconds; the picture moves by a few pixels, so that none burns in
  const SMALLEST = 9; // of the steps by which long texts are set smaller

  const body = document.body;
  const lead = document.documentElement.lang.startsWith("zh") ? 0 : 1;
  const langs = ["zh-Hans", "en"];
  const words = JSON.parse(body.dataset.words);
  const slots = [...document.querySelectorAll("[data-slot]")];
  const clock = document.querySelector("[data-clock]");
  const date = document.querySelector("[data-date]");
  const progress = document.querySelector("[data-progress]");
  const status = document.querySelector("[data-status]");
  const later = document.querySelector("[data-later]");
  const laterLabel = later.firstElementChild;
  const [nowSlot, laterSlot] = ["now", "later"].map((n) => slots.find((s) => s.dataset.slot === n));
  const clockOf = new Intl.DateTimeFormat("en-GB", {
    timeZone: body.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const dateOf = ["zh-CN", "en-GB"].map((locale) => new Intl.DateTimeFormat(locale, {
    timeZone: body.dataset.zone, weekday: "long", day: "numeric", month: "long",
  }));

  let data = null;
  let etag = "";
  let offset = 0; // ms that the server's clock is ahead of the device's
  let heardAt = Date.now(); // by the device's clock
  let failures = 0;
  let missing = 0;
  let isPolling = false;
  let pollTimer = 0;
  let leaving = 0;
  const shown = new Map();

  const serverNow = () => Date.now() + offset;

  // --- Words in both languages, the page's own one first ---------------------------------------

  const inBoth = (pair, values = {}) => {
    const filled = pair.map((text) => text.replace(/\{(\w)\w*\}/g, (_, name) => values[name]));
    const order = [lead, 1 - lead].filter((side, at) => !at || filled[side] !== filled[1 - side]);
    return order.map((side, at) => {
      const span = document.createElement("span");
      span.lang = langs[side];
      span.className = at ? "also" : "lead";
      span.textContent = filled[side];
      return span;
    });
  };

  const write = (element, pair, values) => {
    const key = pair ? pair[0] + JSON.stringify(values || 0) : "";
    if (!element || element.dataset.said === key) return;
    element.dataset.said = key;
    element.replaceChildren(...(pair ? inBoth(pair, values) : []).flatMap((s) => [s, " "]));
  };

  const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  // --- What is shown ----------------------------------------------------------------------------

  const frameAt = (seconds) => {
    let found = data.frames[0];
    for (const frame of data.frames) {
      if (frame.from > seconds) break;
      found = frame;
    }
    return found;
  };

  const gone = { state: "gone", count: "", now: [], notice: [], next: [], later: [] };

  const draw = (frame) => {
    let changed = body.dataset.state !== frame.state;
    body.dataset.state = frame.state;
    for (const slot of slots) {
      const name = slot.dataset.slot;
      const html = frame[name].map((key) => data.pieces[key]).join("");
      if (shown.get(name) === html) continue;
      shown.set(name, html);
      slot.innerHTML = html; // made by our own templates, which escape
      changed = true;
    }
    if (frame === gone) write(nowSlot, words.gone);
    else delete nowSlot.dataset.said;
    later.hidden = !frame.later.length;
    laterLabel.hidden = frame.state === "untimed";
    return changed;
  };

  // Long titles in two languages are set smaller, step by step, until everything fits.
  const fit = () => {
    for (const slot of slots) {
      if (slot === laterSlot) continue; // its last rows may be out of sight
      for (let step = 0; step <= SMALLEST; step += 1) {
        slot.dataset.fit = step;
        if (slot.scrollHeight <= slot.clientHeight + 2) break;
      }
    }
  };

  const count = (frame, seconds) => {
    const place = nowSlot.querySelector("[data-count]");
    const left = frame.until - seconds;
    const minutes = Math.ceil(left / 60);
    const isCounted = frame.count && left > 0 && minutes < 60 * 18;
    const hours = minutes >= 90 ? "_hours" : "";
    write(place, isCounted ? words[frame.count + hours] : null, {
      n: hours ? minutes % 60 : minutes, h: Math.floor(minutes / 60),
    });
    const isRunning = frame.count === "left" && left > 0;
    progress.hidden = !isRunning;
    if (isRunning) {
      const passed = (seconds - frame.since) / (frame.until - frame.since);
      progress.value = Math.round(passed * 500) / 500;
    }
    body.toggleAttribute("data-is-soon", isRunning && minutes <= 5 && frame.state === "running");
  };

  const tellAge = () => {
    const isOffline = Date.now() - heardAt > OFFLINE_AFTER;
    const time = clockOf.format(heardAt + offset);
    write(status, isOffline ? words.offline : null, { t: time });
  };

  const tick = () => {
    const now = serverNow();
    setTimeout(tick, 1005 - (now % 1000));
    const seconds = Math.floor(now / 1000);
    setText(clock, clockOf.format(now));
    const [first, second] = [dateOf[lead].format(now), dateOf[1 - lead].format(now)];
    setText(date, `${first} · ${second}`);
    body.dataset.shift = Math.floor(seconds / SHIFT_EVERY) % 8;
    tellAge();
    if (!data) return;
    const frame = missing >= GONE_AFTER ? gone : frameAt(seconds);
    const changed = draw(frame);
    count(frame, seconds);
    if (changed) fit();
  };

  // --- What is polled ---------------------------------------------------------------------------

  // The Date of an answer is whole seconds, and Age what a proxy has kept it for.
  const follow = (response, sentAt) => {
    const dated = Date.parse(response.headers.get("Date"));
    if (Number.isNaN(dated)) return;
    const age = Number(response.headers.get("Age")) || 0;
    const found = dated + age * 1000 + 500 - (sentAt + Date.now()) / 2;
    if (Math.abs(found - offset) > 1500) offset = found;
  };

  // New code on the server: load the page anew, once, and only when the server would answer.
  const leaveFor = (code) => {
    if (leaving) return;
    const [seen, at] = location.hash.slice(1).split(".");
    if (seen === code && Date.now() / 1000 - at < RELOAD_AGAIN) return;
    leaving = setTimeout(async () => {
      leaving = 0;
      try {
        const response = await fetch(location.pathname + location.search, { cache: "no-store" });
        if (!response.ok) return;
        history.replaceState(null, "", `#${code}.${Math.floor(Date.now() / 1000)}`);
        location.reload();
      } catch {
        // Asked again with the next answer.
      }
    }, 6000 + Math.random() * 6000);
  };

  const take = async (response) => {
    const fresh = await response.json();
    if (!Array.isArray(fresh.frames) || !fresh.frames.length) throw new Error("no frames");
    data = fresh;
    etag = response.headers.get("ETag") || "";
  };

  const poll = async () => {
    if (isPolling) return;
    isPolling = true;
    clearTimeout(pollTimer);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), ANSWER_WITHIN);
    const sentAt = Date.now();
    try {
      const response = await fetch(body.dataset.poll, {
        cache: "no-store",
        credentials: "omit",
        headers: etag ? { "If-None-Match": etag } : {},
        signal: stop.signal,
      });
      if (response.status === 404) missing += 1;
      else if (response.status === 200) await take(response);
      else if (response.status !== 304) throw new Error(response.status);
      if (response.status !== 404) missing = 0;
      follow(response, sentAt);
      heardAt = Date.now();
      failures = 0;
      if (data && data.code !== body.dataset.codeVersion) leaveFor(data.code);
    } catch {
      failures += 1;
    }
    clearTimeout(late);
    isPolling = false;
    const wait = Math.min(POLL * 2 ** Math.min(failures, 3), LONGEST_WAIT);
    pollTimer = setTimeout(poll, wait * (failures ? 0.75 + Math.random() / 2 : 1));
  };

  // --- The device -------------------------------------------------------------------------------

  const stayAwake = async () => {
    if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
    try {
      await navigator.wakeLock.request("screen");
    } catch {
      // Refused when the battery is low; the device's own settings decide then.
    }
  };

  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("click", () => {
    if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => {});
    stayAwake();
  });
  window.addEventListener("online", poll);
  window.addEventListener("resize", fit);

  body.classList.add("is-live");
  stayAwake();
  fit();
  poll();
  tick();
})();
