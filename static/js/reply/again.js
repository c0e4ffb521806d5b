/* A reply keeps its id in the browser's history: gone back to and sent again it is the same reply,
   not one more person. */

const box = document.querySelector("form [name=form_id]");
const kept = window.history.state?.formId;
const isRefused = document.querySelector(".reply [role=alert]");
if (box && kept && !isRefused) box.value = kept;
else if (box) window.history.replaceState({ ...window.history.state, formId: box.value }, "");
