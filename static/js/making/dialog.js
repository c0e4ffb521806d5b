/* The dialog itself: a form of the server's, sent without leaving the page, until it is done. */

import { suggest } from "./suggest.js";

export class Making {
  /* `known`: the id of somebody of the directory, who is taken without a question. */
  constructor(address, { known = "", done, closed }) {
    this.address = new URL(address, window.location.href);
    this.address.searchParams.set("inside", "1");
    this.known = known;
    this.done = done;
    this.box = document.createElement("dialog");
    this.box.className = "make-dialog";
    this.box.setAttribute("aria-labelledby", "make-head");
    this.box.addEventListener("close", () => { this.box.remove(); closed?.(); });
    this.box.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) this.box.close();
    });
    this.box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target);
    });
    this.open();
  }

  static suggestIn(form) {
    const box = form.querySelector("[name=organization]");
    if (box && form.dataset.names) suggest(box, form.dataset.names);
  }

  async open() {
    let text = "";
    try {
      const answer = await fetch(this.address, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) text = await answer.text();
    } catch { /* told below */ }
    if (!text) {
      // The server's own page tells what is the matter, or lets one sign in again.
      this.address.searchParams.delete("inside");
      window.open(this.address, "_blank");
      return;
    }
    if (!text.includes("make-form")) {
      // It asks first for which conference.
      this.address.searchParams.delete("inside");
      window.location.assign(this.address);
      return;
    }
    document.body.append(this.box);
    this.show(text);
    this.box.showModal();
    this.attend();
    if (this.known) this.send(this.form);
  }

  get form() { return this.box.querySelector("form"); }

  show(text) {
    const part = document.createRange().createContextualFragment(text);
    this.box.replaceChildren(...part.children);
    this.box.querySelector("[data-close]").hidden = false;
    Making.suggestIn(this.form);
  }

  /* To what has to be answered first. */
  attend() {
    const first = this.box.querySelector(".errors input, .make-question input[type=radio]");
    (first || this.box.querySelector(".make-field input")).focus();
  }

  tell(text) {
    const said = document.createElement("p");
    said.className = "errornote";
    said.textContent = text;
    this.box.querySelector(".make-told").replaceChildren(said);
  }

  async send(form) {
    if (this.isSending) return;
    const sent = new FormData(form);
    if (this.known) sent.set("is", this.known);
    this.isSending = true;
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.address, { method: "POST", body: sent });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const kind = answer.headers.get("Content-Type") ?? "";
      if (kind.startsWith("application/json")) {
        const row = await answer.json();
        this.done(row);
        this.box.close();
        return;
      }
      this.known = "";
      this.show(await answer.text());
      this.attend();
    } catch {
      this.tell(form.dataset.failed);
    } finally {
      this.isSending = false;
      form.removeAttribute("aria-busy");
    }
  }
}
