// A board without a key shows six digits until an administrator has typed them; then this browser keeps the key.
// The server's half is web/pairing.py, the windows' client/pairing.py.

import { post } from "../http.js";
import { html, render } from "../ui.js";
import { text } from "./words.js";

const KEPT = "motcua-board-key";
/** Between two looks whether the code was typed, and after the server could not be asked. */
const LOOK_MS = 2000;
const AGAIN_MS = 5000;

/** The key that this browser keeps, or the one that it is given now. */
export async function paired(place) {
  const kept = JSON.parse(localStorage.getItem(KEPT) || "null");
  if (kept && kept.token) return kept;
  for (;;) {
    const key = await once(place);
    if (!key) continue;
    localStorage.setItem(KEPT, JSON.stringify(key));
    render(null, place);
    return key;
  }
}

/** Keep a new token in the place of the old one; false where the key stands in the page's address. */
export function renew(token) {
  const kept = JSON.parse(localStorage.getItem(KEPT) || "null");
  if (!kept) return false;
  localStorage.setItem(KEPT, JSON.stringify(Object.assign(kept, { token })));
  return true;
}

export function forget() {
  localStorage.removeItem(KEPT);
}

/** Show one code until it was typed; null when it is too old, or when there is no server. */
async function once(place) {
  const asked = await post("/api/pairing", { role: "board" }).catch(() => null);
  show(place, asked ? asked.code : "");
  if (!asked) return pause(AGAIN_MS);
  for (let left = (asked.seconds * 1000) / LOOK_MS; left > 0; left -= 1) {
    await pause(LOOK_MS);
    const given = await post("/api/pairing/collect", { secret: asked.secret }).catch(() => null);
    if (!given) return null;
    if (given.token) return { device: given.device, token: given.token };
  }
  return null;
}

function show(place, code) {
  const hint = code ? "pair_hint" : "pair_no_server";
  render(
    html`<main class="pairing">
      <h1>${text("pair_title", "vi")}</h1>
      <p class="en" lang="en">${text("pair_title", "en")}</p>
      <p class="digits figures">${code ? `${code.slice(0, 3)} ${code.slice(3)}` : "··· ···"}</p>
      <p>${text(hint, "vi")}</p>
      <p class="en" lang="en">${text(hint, "en")}</p>
    </main>`,
    place,
  );
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
