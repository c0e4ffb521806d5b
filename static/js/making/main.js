/* Rows made in place: from a chooser's list or the sign beside it, in a dialog of the same page.
   Without this script the sign leads to a page of its own, as it always did. */

import { Making } from "./dialog.js";

const jQuery = window.django?.jQuery;

const put = (select, row) => {
  let option = [...select.options].find((each) => each.value === row.id);
  if (!option) select.append(option = new Option(row.text, row.id));
  option.textContent = row.text;
  if (select.multiple) option.selected = true; // beside those that are chosen
  else select.value = row.id;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  jQuery(select).trigger("change.select2");
};

const focus = (select) => select.nextElementSibling?.querySelector(".select2-selection")?.focus();

const make = (select, address, known) => new Making(address, {
  known,
  done: (row) => put(select, row),
  closed: () => focus(select),
});

if (jQuery) {
  jQuery(document).on("select2:selecting", "select.admin-autocomplete", (event) => {
    const chosen = event.params.args.data;
    if (!chosen.make) return;
    event.preventDefault();
    const select = event.target;
    jQuery(select).select2("close");
    make(select, chosen.make, chosen.is);
  });

  // Before Django's own listener, which opens a window.
  document.addEventListener("click", (event) => {
    const sign = event.target.closest?.(".related-widget-wrapper-link.add-related");
    const select = sign?.closest(".related-widget-wrapper").querySelector("select[data-make]");
    if (!select || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    make(select, select.dataset.make);
  }, true);
}

// A button of a list: the list is asked for again, and has the new row.
for (const link of document.querySelectorAll("a[data-makes]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    new Making(link.href, {
      done: () => window.location.reload(),
      closed: () => link.focus(),
    });
  });
}

// The page of its own has suggestions too.
for (const form of document.querySelectorAll(".page > .make-form")) Making.suggestIn(form);
