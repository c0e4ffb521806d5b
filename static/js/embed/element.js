// <lectern-schedule conference="slug" base lang day room track kind theme>: the program of a
// conference on any site. No cookies, no inline style or script, nothing loaded but the program.
// Also lets an <iframe> of ours on the same page be as tall as what it shows.
// No module: other sites load it by a plain <script src>, whose address tells where the program is.
"use strict";
(() => {
  if (customElements.get("lectern-schedule")) return;

  const script = document.currentScript || document.querySelector('script[src$="/embed.js"]');
  const HOME = new URL(script?.src || location.href).origin;
  const ATTRIBUTES = ["conference", "base", "lang", "day", "room", "track", "kind", "theme"];
  const FILTERS = ["day", "room", "track", "kind"];
  const WORDS = {
    en: {
      loading: "Loading the program …", failed: "The program cannot be shown here right now.",
      retry: "Try again", open: "Open the program",
    },
    "zh-hans": {
      loading: "正在加载议程……", failed: "暂时无法在此显示议程。", retry: "重试", open: "打开议程",
    },
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { display: block; color-scheme: light; --ink: #1f2430; --soft: #565e6d; --line: #dcd9d0;
  --paper: #fff; --link: var(--lectern-accent, #1f5aa6); --alert: #a3271f; --wash: #e7eef8;
  container-type: inline-size; background: var(--paper); }
:host([hidden]) { display: none; }
:host([theme=dark]) { color-scheme: dark; --ink: #e7e9ee; --soft: #a8b0be; --line: #333a45;
  --paper: #1c2027; --link: var(--lectern-accent, #8fbcff); --alert: #ff9d92; --wash: #1e2b3f; }
@media (prefers-color-scheme: dark) { :host([theme=auto]) { color-scheme: dark; --ink: #e7e9ee;
  --soft: #a8b0be; --line: #333a45; --paper: #1c2027; --link: var(--lectern-accent, #8fbcff);
  --alert: #ff9d92; --wash: #1e2b3f; } }
.box { padding: 1rem; color: var(--ink); line-height: 1.55; overflow-wrap: anywhere;
  font-style: normal; font-weight: 400; letter-spacing: normal; word-spacing: normal;
  text-align: start; text-indent: 0; text-transform: none; text-shadow: none; white-space: normal; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1.0625rem; line-height: 1.3; }
h3:first-child { margin-top: 0; }
ol { margin: 0; padding: 0; list-style: none; }
.list > li { display: grid; gap: 0 1rem; padding: .6rem 0; border-top: 1px solid var(--line); }
@container (min-width: 30rem) { .list > li { grid-template-columns: 7rem minmax(0, 1fr); } }
p { margin: 0; }
a { color: var(--link); text-underline-offset: .15em; }
.title { color: inherit; font-weight: 600; text-decoration: none; }
.title:hover { color: var(--link); text-decoration: underline; }
.title:focus-visible, a:focus-visible, button:focus-visible { outline: 3px solid var(--link);
  outline-offset: 2px; border-radius: 2px; }
.time { color: var(--soft); font-variant-numeric: tabular-nums; }
.more, .zone { color: var(--soft); font-size: .9375rem; }
.zone { margin-top: .75rem; display: flex; flex-wrap: wrap; gap: 0 1rem; }
.talks { margin-top: .35rem; padding-inline-start: .75rem; border-inline-start: 2px solid var(--line); }
.talks > li { padding: .25rem 0; }
.quiet .title { font-weight: 400; color: var(--soft);
  text-decoration: underline var(--line); }
.gone .title { text-decoration: line-through; color: var(--soft); }
.tag { color: var(--alert); font-size: .875rem; font-weight: 600; }
.dot { width: .6em; height: .6em; margin-inline-end: .4em; }
.on { background: var(--wash); box-shadow: -.5rem 0 var(--wash), .5rem 0 var(--wash); }
.now { display: none; color: var(--link); font-size: .875rem; font-weight: 700; }
.on > div > p > .now { display: inline; }
.bone { height: 1.1em; margin: .8rem 0; border-radius: 4px; background: var(--line); opacity: .6; }
.bone:nth-child(2n) { width: 70%; }
button { font: inherit; color: var(--link); background: none; border: 1px solid; border-radius: 6px;
  padding: .25rem .75rem; min-height: 2.5rem; cursor: pointer; }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin-top: .75rem; }
.hide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`);

  // h("p.more", "text", node, false): an element; what is false or empty is left out.
  const h = (what, ...children) => {
    const [tag, ...classes] = what.split(".");
    const element = document.createElement(tag);
    if (classes.length) element.className = classes.join(" ");
    element.append(...children.filter(Boolean));
    return element;
  };

  // A text, marked with its language where it has no other.
  const say = (text) => {
    if (typeof text !== "object") return text;
    const span = h("span", text.text);
    span.lang = text.lang;
    return span;
  };

  const link = (what, href, ...children) => {
    const element = h(what, ...children);
    if (/^https?:/.test(href)) element.href = href;
    return element;
  };

  const dot = (color) => {
    const SVG = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(SVG, "svg");
    const circle = document.createElementNS(SVG, "circle");
    svg.setAttribute("viewBox", "0 0 10 10");
    svg.setAttribute("class", "dot");
    svg.setAttribute("aria-hidden", "true");
    for (const name of ["cx", "cy", "r"]) circle.setAttribute(name, 5);
    circle.setAttribute("fill", color);
    svg.append(circle);
    return svg;
  };

  const between = (parts, mark) => parts.flatMap((part, at) => (at ? [mark, part] : [part]));

  const session = (row, words) => {
    const facts = [row.kind, row.people, row.room && say(row.room), row.track && say(row.track.name)];
    const body = h(
      "div",
      h(
        "p",
        row.track && dot(row.track.color),
        link("a.title", row.url, say(row.title)),
        row.cancelled && h("span.tag", ` ${words.cancelled}`),
        !row.cancelled && h("span.now", ` ${words.now}`),
      ),
      facts.some(Boolean) && h("p.more", ...between(facts.filter(Boolean), " · ")),
      row.talks && h("ol.talks", ...row.talks.map((talk) => session(talk, words))),
    );
    const item = h("li", row.time && h("p.time", row.time), body);
    item.classList.toggle("gone", !!row.cancelled);
    item.classList.toggle("quiet", !!row.quiet);
    item.setAttribute("part", "session");
    Object.assign(item.dataset, { code: row.code, starts: row.starts || "", ends: row.ends || "" });
    return item;
  };

  class LecternSchedule extends HTMLElement {
    static observedAttributes = ATTRIBUTES;

    #request = null;
    #asked = false;
    #clock = 0;

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      this.#clock = setInterval(() => this.#markNow(), 30000);
      this.#ask();
    }

    disconnectedCallback() {
      clearInterval(this.#clock);
      this.#request?.abort();
    }

    attributeChangedCallback(name, before, after) {
      if (this.isConnected && name !== "theme" && before !== after) this.#ask();
    }

    get #language() {
      const wanted = this.lang || this.closest("[lang]")?.lang || navigator.language;
      return wanted.toLowerCase().startsWith("zh") ? "zh-hans" : "en";
    }

    get #base() {
      try {
        return new URL(this.getAttribute("base") || HOME, location.href).origin;
      } catch {
        return HOME;
      }
    }

    get #page() {
      const slug = encodeURIComponent(this.getAttribute("conference") || "");
      return `${this.#base}/${this.#language}/conferences/${slug}/`;
    }

    // Several attributes set in a row make one request.
    #ask() {
      if (this.#asked) return;
      this.#asked = true;
      queueMicrotask(() => {
        this.#asked = false;
        if (this.isConnected) this.#load();
      });
    }

    async #load() {
      this.#request?.abort();
      const request = (this.#request = new AbortController());
      const words = WORDS[this.#language];
      const bones = Array.from({ length: 5 }, () => h("div.bone"));
      const status = h("p.hide", words.loading);
      status.setAttribute("role", "status");
      this.#show(true, status, ...bones);
      const query = new URLSearchParams();
      for (const name of FILTERS) {
        if (this.getAttribute(name)) query.set(name, this.getAttribute(name));
      }
      try {
        const response = await fetch(`${this.#page}embed/program.json?${query}`, {
          credentials: "omit", referrerPolicy: "no-referrer", signal: request.signal,
        });
        const program = await response.json();
        if (!response.ok) throw new Error(program.error);
        this.#draw(program);
        this.dispatchEvent(new CustomEvent("lectern-loaded", { bubbles: true }));
      } catch {
        if (!request.signal.aborted) this.#fail(words);
      }
    }

    #show(isBusy, ...children) {
      const box = h("div.box", ...children);
      box.setAttribute("part", "box");
      box.setAttribute("aria-busy", isBusy);
      box.lang = this.#language === "en" ? "en" : "zh-Hans";
      this.shadowRoot.replaceChildren(box);
    }

    #fail(words) {
      const retry = h("button", words.retry);
      retry.type = "button";
      retry.addEventListener("click", () => this.#load());
      const message = h("p", words.failed);
      message.setAttribute("role", "alert");
      const acts = h("div.acts", link("a", `${this.#page}schedule/`, words.open), retry);
      this.#show(false, message, acts);
    }

    #draw(program) {
      const { words } = program;
      const part = (label, rows, at) => {
        const head = h("h3", label);
        head.setAttribute("part", "day");
        head.id = `day-${at}`;
        const list = h("ol.list", ...rows.map((row) => session(row, words)));
        list.setAttribute("aria-labelledby", head.id);
        return [head, list];
      };
      const parts = program.days.flatMap((day, at) => part(day.label, day.sessions, at));
      if (program.untimed.length) parts.push(...part(words.untimed, program.untimed, "none"));
      const zone = program.days.length ? words.zone.replace("{zone}", program.zone) : "";
      this.#show(
        false,
        ...(parts.length ? parts : [h("p", words.empty)]),
        h("p.zone", zone && h("span", zone), link("a", program.url, words.open)),
      );
      this.#markNow();
    }

    #markNow() {
      const now = Date.now() / 1000;
      for (const item of this.shadowRoot.querySelectorAll("li[data-starts]")) {
        const { starts, ends } = item.dataset;
        item.classList.toggle("on", !!starts && starts <= now && now < ends);
      }
    }
  }

  customElements.define("lectern-schedule", LecternSchedule);

  // An <iframe> of ours tells its height; only the frame that said so is changed.
  window.addEventListener("message", ({ origin, source, data }) => {
    const height = Number(data?.lecternHeight);
    if (origin !== HOME || !(height > 0 && height < 100000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source) frame.height = Math.ceil(height);
    }
  });

  // A frame that was there before this script has told it to nobody.
  for (const { src, contentWindow } of document.querySelectorAll("iframe")) {
    if (src.startsWith(`${HOME}/`)) contentWindow?.postMessage({ lecternAsks: true }, "*");
  }
})();
