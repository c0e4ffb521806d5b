/* Who is not on the list: a name and an organization, and they are in. */

import { make, showDoubles } from "./screen.js";

const part = (id) => document.getElementById(id);

/* `add(walkIn, anyway)` signs a new person in, `sign(person)` somebody of the list. */
export function walkIns(list, { add, sign }) {
  const form = part("walk-in-form");
  const fields = form.elements;
  let doubles = []; // of the name that was typed, asked about already

  function open(name = "") {
    const chooser = fields.category;
    if (!chooser.options.length) {
      for (const [value, label] of Object.entries(list.about.categories || {})) {
        const option = make("option", "", label);
        option.value = value;
        chooser.append(option);
      }
      chooser.value = "delegate";
    }
    part("walk-in").hidden = false;
    part("walk-in-open").setAttribute("aria-expanded", "true");
    if (name) fields.name.value = name;
    (name ? fields.organization : fields.name).focus();
  }

  function close() {
    form.reset();
    fields.category.value = "delegate";
    doubles = [];
    part("walk-in-doubles").replaceChildren();
    part("walk-in").hidden = true;
    part("walk-in-open").setAttribute("aria-expanded", "false");
    part("q").focus();
  }

  function read() {
    const values = [...new FormData(form)].map(([name, value]) => [name, value.trim().replace(/\s+/gu, " ")]);
    return Object.fromEntries(values);
  }

  function done(anyway) {
    const person = read();
    close();
    add(person, anyway);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const person = read();
    if (!person.name) return fields.name.focus();
    doubles = list.named(person.name);
    if (!doubles.length) return done(false);
    const choose = (double) => {
      close();
      sign(double);
    };
    showDoubles(part("walk-in-doubles"), doubles, list, { choose, anyway: () => done(true) });
  });
  fields.name.addEventListener("input", () => {
    if (doubles.length) part("walk-in-doubles").replaceChildren();
    doubles = [];
  });
  part("walk-in-open").addEventListener("click", () => (part("walk-in").hidden ? open() : close()));
  part("walk-in-close").addEventListener("click", close);
  return { open, close };
}
