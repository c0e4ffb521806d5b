/* Suggestions under a box in which somebody types: a combobox with a list, by keys and by finger. */

let lists = 0;

export function suggest(box, address) {
  const list = document.createElement("ul");
  list.className = "make-list";
  list.id = `make-list-${(lists += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
  list.hidden = true;
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let asked = 0;
  let waiting = 0;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    box.value = option.dataset.text;
    close();
  };
  const mark = (option) => {
    for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const marked = () => [...list.children].findIndex((each) => each.ariaSelected === "true");

  const show = (names) => {
    list.replaceChildren(...names.map((name, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = name.text;
      option.textContent = [name.text, name.more].filter(Boolean).join(" · ");
      return option;
    }));
    list.hidden = names.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    const own = (asked += 1);
    const term = box.value.trim();
    if (!term) return close();
    const asking = new URL(address, window.location.href);
    asking.searchParams.set("term", term);
    try {
      const answer = await fetch(asking);
      const { names } = await answer.json();
      if (own === asked && document.activeElement === box) show(names);
    } catch {
      close(); // typing goes on without suggestions
    }
  };

  box.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  box.addEventListener("compositionend", ask);
  box.addEventListener("blur", () => { asked += 1; close(); });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const options = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = marked() + step;
      mark(options[next < 0 ? options.length - 1 : next % options.length]);
    } else if (event.key === "Enter" && marked() >= 0) {
      event.preventDefault();
      take(options[marked()]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // closes the list alone
      event.stopPropagation();
      close();
    }
  });
  // Before the box loses its focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
