/* One's own page without a network: the copy of this device, read with the link in the address. */

import { canKeep, kept, tokenHere } from "./copy.js";

const words = document.getElementById("words").dataset;
const locale = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";

function bar(made) {
  const moment = new Date(made);
  const isToday = moment.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "long" };
  const format = new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const why = navigator.onLine ? words.savedSlow : words.savedWhy;
  const end = locale === "en-GB" ? "." : "。";
  const line = document.createElement("p");
  line.id = "saved-bar";
  line.className = "saved-bar no-print";
  line.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = [words.saved.replace("{when}", format.format(moment)) + end, why].join(" ");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn";
  again.textContent = words.again;
  again.addEventListener("click", () => location.reload());
  line.append(text, again);
  return line;
}

async function show() {
  const page = canKeep() && tokenHere() ? await kept(tokenHere()).catch(() => null) : null;
  if (!page) {
    document.querySelector("[data-own-nothing]").hidden = false;
    return;
  }
  const here = document.querySelector("[data-own-here]");
  here.innerHTML = page.html; // our own page, sealed by its link
  here.prepend(bar(page.made));
  document.title = page.title;
}

show();
