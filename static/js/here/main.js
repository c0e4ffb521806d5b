/* Where this phone has opened a registration of this conference before, one press is enough. */

const form = document.getElementById("own-form");

function kept() {
  try {
    return localStorage.getItem(`lectern.own.${form.dataset.slug}`) || "";
  } catch {
    return "";
  }
}

if (form && kept()) {
  form.elements.own.value = kept();
  form.hidden = false;
}
