/* The ground of a program's pages on a reader's device: the words that the page brings
   (includes/_reader_scripts.html), its sessions, and what the device remembers.

   Sessions are found by their marks: data-code, data-starts and data-ends (unix seconds). */

const { dataset } = document.body;
export const words = document.getElementById("words").dataset;
const slug = dataset.conference;
const language = document.documentElement.lang;
export const locale = language === "en" ? "en-GB" : "zh-CN";

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

/** An element; `children` are elements and texts. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function button(text, act, attributes = {}) {
  const element = make("button", { type: "button", class: "btn", ...attributes }, text);
  element.addEventListener("click", act);
  return element;
}

/** What this device remembers of this conference. A private window may keep nothing: then it is
    remembered while the page is open, and `forgets` is true. */
export const memory = {
  forgets: false,
  held: new Map(),
  key: (name) => `lectern:${slug}:${name}`,
  get(name, otherwise) {
    try {
      const text = localStorage.getItem(this.key(name));
      if (text !== null) return JSON.parse(text);
    } catch {
      this.forgets = this.forgets || !canKeep();
    }
    return this.held.has(name) ? this.held.get(name) : otherwise;
  },
  set(name, value) {
    this.held.set(name, value);
    try {
      localStorage.setItem(this.key(name), JSON.stringify(value));
    } catch {
      this.forgets = true;
    }
  },
};

function canKeep() {
  try {
    localStorage.setItem("lectern", "1");
    return true;
  } catch {
    return false;
  }
}

/** `lang` as an attribute, where it is not that of the page. */
export const inLang = (lang) => (lang && lang !== language ? { lang } : {});

/** What a title says, the mark of a rendering behind it in brackets as in every plain text. */
function nameIn(title) {
  const own = title.cloneNode(true);
  for (const mark of own.querySelectorAll(".rendering")) mark.replaceWith(`（${mark.textContent}）`);
  return own.textContent.trim();
}

/** The sessions of this page: [{code, element, title, name, lang, starts, ends, parent,
    isCancelled}]; `title` is the element that holds the name. */
export function sessionsOf(root) {
  const found = [];
  for (const element of root.querySelectorAll("[data-code]")) {
    const title = element.querySelector(".session-title, .talk-title, h1");
    if (!title) continue;
    const around = element.parentElement.closest("[data-code]");
    found.push({
      code: element.dataset.code,
      element,
      title,
      name: nameIn(title),
      lang: title.querySelector("[lang]")?.lang || language,
      starts: Number(element.dataset.starts) || 0,
      ends: Number(element.dataset.ends) || 0,
      parent: element.dataset.parent || around?.dataset.code || "",
      isCancelled: Boolean(element.closest(".is-cancelled, .is-struck")),
    });
  }
  return found;
}

export const content = document.getElementById("content");
export const sessions = sessionsOf(content);
export const tools = document.getElementById("reader-tools");
export const buttons = make("div", { class: "reader-buttons" });
// The server draws one while the event runs; it stays, and is kept current.
export const strip = document.querySelector("section[data-now]") ||
  make("section", { class: "now-strip no-print", "aria-label": words.nowNext, hidden: "" });
tools?.append(strip, buttons);

export const isSaved = "saved" in dataset;
export const release = Number(dataset.release);
