/* Inside an <iframe> on another site: tells the page around how tall this one is. */

function mark() {
  const now = Date.now() / 1000;
  for (const item of document.querySelectorAll("[data-starts]")) {
    item.classList.toggle("is-now", item.dataset.starts <= now && now < item.dataset.ends);
  }
}

function tellHeight() {
  let told = 0;
  const tell = () => {
    window.parent.postMessage({ lecternHeight: told }, "*"); // a number that anybody may know
  };
  const measure = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    tell();
  };
  new ResizeObserver(measure).observe(document.body);
  // Far below what the reader sees, a frame's observers sleep until it comes near.
  window.addEventListener("load", measure);
  // The script of the page around may come after this one has spoken, and then asks.
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.lecternAsks && told) tell();
  });
}

mark();
setInterval(mark, 30000);
if (window.parent !== window) tellHeight();
