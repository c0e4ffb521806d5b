/* The desk page without reloads. Everything works without this file; it only saves the waiting:
   results while typing, answers in place, the focus back in the search box for the next person. */

(() => {
  "use strict";

  const desk = document.getElementById("desk");
  const live = document.getElementById("live");
  const search = document.getElementById("search");
  const box = document.getElementById("q");
  if (!desk || !live || !search || !box) return;

  let asked = 0; // only the newest answer is shown
  let typing;

  async function ask(url, body) {
    const mine = ++asked;
    desk.dataset.state = "busy";
    try {
      const response = await fetch(url, {
        method: body ? "POST" : "GET",
        body,
        headers: { "X-Fragment": "live" },
        credentials: "same-origin",
      });
      // Signed out meanwhile: the whole page leads to the sign-in page and back.
      if (response.redirected && new URL(response.url).pathname.startsWith("/admin/")) {
        location.reload();
        return null;
      }
      const html = await response.text();
      if (mine !== asked) return null;
      const page = new DOMParser().parseFromString(html, "text/html");
      if (page.getElementById("answer")) return page.body;
      say(response.status === 403 ? desk.dataset.stale : desk.dataset.failed);
      return null;
    } catch {
      if (mine === asked) say(desk.dataset.lost);
      return null;
    } finally {
      if (mine === asked) delete desk.dataset.state;
    }
  }

  function say(sentence) {
    const place = document.getElementById("answer");
    const line = document.createElement("p");
    line.className = "answer is-alert";
    line.textContent = sentence;
    place.replaceChildren(line);
    buzz("alert");
  }

  function show(page) {
    // The status region stays the same element, so that its new text is read out.
    const status = document.getElementById("answer");
    status.replaceChildren(...page.querySelector("#answer").childNodes);
    const fresh = page.querySelector("#answer");
    fresh.replaceWith(status);
    live.replaceChildren(...page.childNodes);
  }

  function buzz(tone) {
    if (navigator.vibrate) navigator.vibrate(tone === "alert" ? [90, 60, 90] : 40);
  }

  function next() {
    box.value = "";
    box.focus();
  }

  async function act(form) {
    const button = form.querySelector("button");
    if (form.dataset.sent) return; // a second tap while the first is under way
    form.dataset.sent = "yes";
    button.setAttribute("aria-busy", "true");
    clearTimeout(typing);
    const page = await ask(form.action, new FormData(form));
    if (!page) {
      // The same client id goes out again with the next try: it counts once.
      delete form.dataset.sent;
      button.removeAttribute("aria-busy");
      return;
    }
    show(page);
    const tone = live.querySelector(".answer")?.dataset.tone;
    if (tone) buzz(tone);
    const wanted = live.querySelector(".walk-in[open] .invalid-feedback, .results");
    if (wanted) {
      (live.querySelector(".walk-in[open] input:not([type=hidden])") || box).focus();
    } else {
      next();
    }
  }

  async function lookUp() {
    const text = box.value.trim();
    if (!text) return;
    const body = new FormData(search);
    body.set("live", "yes"); // while typing nothing is signed in
    const page = await ask(search.action, body);
    if (page) show(page);
  }

  box.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(lookUp, 250);
  });

  search.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(typing);
    if (!box.value.trim()) return;
    const page = await ask(search.action, new FormData(search));
    if (!page) return;
    show(page);
    const answer = live.querySelector(".answer");
    if (answer) {
      buzz(answer.dataset.tone || "alert");
      next();
    } else {
      box.select();
    }
  });

  live.addEventListener("submit", (event) => {
    event.preventDefault();
    act(event.target);
  });

  // Choosing a checkpoint is enough; the button is for pages without this script.
  document.getElementById("place-checkpoint")?.addEventListener("change", (event) => {
    event.target.form.requestSubmit();
  });

  // Other desks sign people in too: counts and log keep up while nobody is using this one.
  setInterval(async () => {
    if (document.hidden || desk.dataset.state === "busy") return;
    if (live.contains(document.activeElement) || live.querySelector("form[data-sent]")) return;
    const before = asked;
    try {
      const response = await fetch(search.action, { headers: { "X-Fragment": "live" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok || asked !== before) return;
      for (const id of ["counts", "recent"]) {
        const fresh = page.getElementById(id);
        if (fresh) document.getElementById(id).replaceWith(fresh);
      }
    } catch {
      // The next tap says that there is no connection.
    }
  }, 30000);

  if (!live.querySelector(".walk-in[open]")) box.focus();
})();
