/* The pages of a program on a reader's own device: now and next, times in the reader's zone, stars, a
   personal agenda, what changed. Everything is read without any of this as well. */

import { extras } from "../offline/offline.js";
import { tellChanges } from "./changed.js";
import { content } from "./page.js";
import { addStars, draw, startStars, toKeep } from "./stars.js";
import { offerOwnTimes, startClock } from "./times.js";

// The address of what was asked for can be passed on: nothing empty stands in it.
document.querySelector(".filters form")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});

// Jumps within the page (see .is-laid-out in schedule.css).
const layOut = () => content.classList.add("is-laid-out");
if (location.hash) layOut();
document.addEventListener("click", ({ target }) => {
  if (target.closest('a[href^="#"]')) layOut();
});

extras.push(toKeep);
startClock();
offerOwnTimes();
startStars();

document.addEventListener("lectern:sessions", ({ detail }) => {
  addStars(detail);
  draw();
});

tellChanges();
