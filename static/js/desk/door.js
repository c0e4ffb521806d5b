/* Speaks with the server: one scan, a page of the desk, a fresh token after signing in again. */

const PATIENCE = 20_000; // ms; a request that hangs longer is sent again

export function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/* Sends one scan; {answer: element} when the server has said what became of it, else {trouble}: lost,
   server, signed-out or forbidden. An answer names the scan's id, so that no page of a gateway or of
   a login to the hall's network is taken for one. */
export async function send(scan, url, isSecondTry = false) {
  const body = new URLSearchParams({
    code: scan.code,
    checkpoint: scan.checkpoint,
    direction: scan.direction,
    station: scan.station,
    method: scan.method,
    override: scan.override ? "true" : "",
    maybe: scan.maybe ? "true" : "",
    client_id: scan.id,
    scanned_at: new Date(scan.at).toISOString(),
    sent_at: new Date().toISOString(),
    csrfmiddlewaretoken: token(),
  });
  let response, html;
  try {
    response = await fetch(url, {
      method: "POST",
      body,
      headers: { "X-Fragment": "answer" },
      credentials: "same-origin",
      redirect: "manual",
      signal: patience(),
    });
    html = await response.text();
  } catch {
    return { trouble: "lost" };
  }
  const answer = parsed(html).querySelector(`[data-client-id="${scan.id}"]`);
  if (answer) return { answer };
  if (response.status === 401) return { trouble: "signed-out" };
  if (response.status === 403) {
    const { trouble, maySignIn } = await renewToken();
    if (trouble) return { trouble: { stale: "forbidden", failed: "server" }[trouble] || trouble };
    if (!maySignIn) return { trouble: "forbidden" };
    if (isSecondTry) return { trouble: "server" }; // the account may: something between refuses
    return send(scan, url, true);
  }
  return { trouble: response.status >= 500 ? "server" : "lost" };
}

/* A page of the desk, whole or (`part`) only what changes; null with `trouble` told to `failed`: lost,
   signed-out, stale or failed. What is sent goes out once more with a fresh token where somebody has
   signed in again meanwhile. */
export async function load(url, { body, part = true, failed = () => {}, isSecondTry = false } = {}) {
  let response, page;
  try {
    response = await fetch(url, {
      method: body ? "POST" : "GET",
      body,
      headers: part ? { "X-Fragment": "live" } : {},
      credentials: "same-origin",
      signal: patience(),
    });
    page = parsed(await response.text());
  } catch {
    failed("lost");
    return null;
  }
  if (page.getElementById("answer")) return { page, url: response.url };
  if (response.status === 403 && body && !isSecondTry) {
    const { trouble } = await renewToken();
    if (trouble) {
      failed(trouble);
      return null;
    }
    body.set("csrfmiddlewaretoken", token());
    return load(url, { body, part, failed, isSecondTry: true });
  }
  failed(isSignIn(response) ? "signed-out" : response.status === 403 ? "stale" : "failed");
  return null;
}

function patience() {
  return AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
}

function isSignIn(response) {
  return response.redirected && new URL(response.url).pathname.startsWith("/admin/");
}

function token() {
  return document.querySelector("#search [name=csrfmiddlewaretoken]").value;
}

/* After signing in again every form of the page needs the new token: {maySignIn} when it has one, else
   {trouble}. */
async function renewToken() {
  let trouble = "";
  const found = await load(document.getElementById("search").action, {
    part: false,
    failed: (why) => (trouble = why),
  });
  if (!found) return { trouble };
  const search = found.page.getElementById("search");
  const fresh = search.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
  return { maySignIn: Boolean(search.dataset.scans) };
}
