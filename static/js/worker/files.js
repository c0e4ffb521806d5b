/* Files under names that never change their content. */

async function file(request) {
  const files = await caches.open(FILES).catch(() => null); // none: a device that keeps nothing
  const kept = await files?.match(request, { ignoreVary: true });
  if (kept && isForever(kept)) return kept;
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const other = kept || (files && (await otherSize(files, request.url)));
    if (other) return other;
    throw error;
  }
  if (files && response.status === 200 && !response.redirected) {
    // A full device keeps no more; the file is shown all the same.
    await files.put(request, response.clone()).then(() => trim(files, MOST_FILES)).catch(() => {});
  }
  return response;
}

/** The same image in another size: better than none. */
async function otherSize(files, address) {
  const image = /\/media\/public\/[0-9a-f]{64}/.exec(address);
  const found = image && (await files.keys()).find((key) => key.url.includes(image[0]));
  return found && files.match(found);
}

function isForever(response) {
  return /immutable/.test(response.headers.get("Cache-Control") || "");
}
