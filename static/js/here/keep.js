/* One's own page: this phone remembers its link, so that its owner signs in with one press in the hall. */

const { content: slug } = document.querySelector('meta[name="own-of"]');

try {
  localStorage.setItem(`lectern.own.${slug}`, location.pathname.split("/")[3]);
} catch {
  // A phone that keeps nothing: name and digits are asked for.
}
