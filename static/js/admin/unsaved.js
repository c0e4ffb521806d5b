/* Work that is not saved yet: asked about before a page is left, kept together with its list. */

const form = document.querySelector("#changelist-form, #content-main form[method=post][novalidate]");
if (form) keepSafe(form);

function keepSafe(form) {
  const list = form.id === "changelist-form";
  // What chooses rows and acts is no work of anybody.
  const aside = new Set(["csrfmiddlewaretoken", "form-id", "action", "select_across", "index", "_selected_action"]);

  const written = () => {
    const found = [];
    for (const [name, value] of new FormData(form)) {
      if (aside.has(name)) continue;
      found.push([name, value instanceof File ? `${value.name} ${value.size}` : value]);
    }
    return JSON.stringify(found);
  };

  // A page that was refused comes back with work that nobody has saved.
  const refused = form.querySelector(".errornote, .errorlist") || document.querySelector("#content-main > .errornote");

  // A form of a new row keeps its id in the browser's history: gone back to, it is the same form.
  const own = form.querySelector("[name=form-id]");
  const kept = window.history.state?.formId;
  if (own && kept && !refused) own.value = kept;
  else if (own) window.history.replaceState({ ...window.history.state, formId: own.value }, "");

  let saved = null;
  let leaving = false;
  const take = () => { saved ??= written(); };
  // After the scripts that lay out rows and their order.
  if (document.readyState === "complete") take();
  else window.addEventListener("load", () => setTimeout(take));

  const unsaved = () => saved !== null && (Boolean(refused) || written() !== saved);

  form.addEventListener("submit", (event) => {
    // Django's own script asks so for cells changed since; here, for a list that was refused.
    if (refused && event.submitter?.name === "index") {
      const text = "You have unsaved changes on individual editable fields. If you run an action, your unsaved changes will be lost.";
      if (!window.confirm(window.gettext(text))) event.preventDefault();
    }
    leaving = !event.defaultPrevented;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });

  if (list) {
    // In a cell, Enter means: save this list. A browser would press the first button, which acts.
    const save = form.querySelector("[type=submit][name=_save]");
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !save) return;
      const box = event.target;
      if (!box.matches("#result_list input:not(.action-select), #result_list select")) return;
      if (box.type === "checkbox" && box.id === "action-toggle") return;
      event.preventDefault();
      form.requestSubmit(save);
    });
  }

  // The first place where two were at work is what this page is about.
  document.querySelector(".meanwhile")?.scrollIntoView({ block: "center" });
}
