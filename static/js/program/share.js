/* The share row of a page: the system's own sheet and the address on the clipboard. Both buttons
   are hidden without this script and where the browser cannot do what they say; the QR code and
   the address below it need no script. */

for (const row of document.querySelectorAll("[data-share]")) {
  const { share: url, title } = row.dataset;
  const said = row.querySelector("[data-share-said]");
  const sheet = row.querySelector("[data-share-sheet]");
  const copy = row.querySelector("[data-share-copy]");

  if (navigator.share) {
    sheet.hidden = false;
    sheet.addEventListener("click", () => {
      // Who closes the sheet again has changed their mind; that is no failure.
      navigator.share({ title, url }).catch(() => {});
    });
  }

  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      // Emptied first, so that a second time is read out too.
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(url);
        said.textContent = said.dataset.done;
      } catch {
        row.querySelector("details").open = true;
        said.textContent = said.dataset.failed;
      }
    });
  }
}
