/* A part of the page that is asked for again every few seconds: [data-live], whose value is how many. What
   is `data-news` and was not there before is announced, with a sound once somebody touched the page. */

import { signal } from "../station/signals.js";

const part = document.querySelector("[data-live]");
const PAUSE = Number(part.dataset.live) * 1000;
const PATIENCE = 15_000; // ms
const newsIn = (element) => [...element.querySelectorAll("[data-news]")].map((each) => each.dataset.news);

let known = new Set(newsIn(part));
let isAsking = false;

async function ask() {
  if (document.hidden || isAsking) return;
  isAsking = true;
  try {
    const answer = await fetch(location.href, {
      headers: { "X-Fragment": "live" },
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    const text = await answer.text();
    // A login to the hall's network answers with 200 as well.
    if (!answer.ok || !text.includes("data-live-part")) throw new Error("not ours");
    if (part.contains(document.activeElement)) return;
    part.innerHTML = text;
    const news = newsIn(part).filter((each) => !known.has(each));
    known = new Set([...known, ...news]);
    if (news.length) signal("good");
    delete part.dataset.state;
  } catch {
    part.dataset.state = "lost";
  } finally {
    isAsking = false;
  }
}

setInterval(ask, PAUSE);
document.addEventListener("visibilitychange", ask);
