// A page without a key shows six digits until an administrator has typed them; then this browser keeps the key, one for
// each `role` ("board" or "rating"). The server's half is web/pairing.py, the windows' client/pairing.py. ECMAScript 2018.

import { post } from "./http.js";
import { html, render } from "./ui.js";

const WORDS = {
  board: { vi: "Bảng này chưa được ghép nối", en: "This board has not been paired yet" },
  rating: { vi: "Máy đánh giá này chưa được ghép nối", en: "This rating tablet has not been paired yet" },
  hint: { vi: "Người quản trị gõ mã này tại trang Quản trị, mục Thiết bị", en: "Type this code at Administration, Devices" },
  no_server: { vi: "Chưa kết nối được máy chủ. Đang thử lại…", en: "The server does not answer yet. Trying again…" },
};

const kept = (role) => `motcua-${role}-key`;
/** Between two looks whether the code was typed, and after the server could not be asked. */
const LOOK_MS = 2000;
const AGAIN_MS = 5000;

/** The key that this browser keeps, or the one that it is given now. */
export async function paired(place, role) {
  const known = JSON.parse(localStorage.getItem(kept(role)) || "null");
  if (known && known.token) return known;
  for (;;) {
    const key = await once(place, role);
    if (!key) continue;
    localStorage.setItem(kept(role), JSON.stringify(key));
    render(null, place);
    return key;
  }
}

/** Keep a new token in the place of the old one; false where the key stands in the page's address. */
export function renew(token, role) {
  const known = JSON.parse(localStorage.getItem(kept(role)) || "null");
  if (!known) return false;
  localStorage.setItem(kept(role), JSON.stringify(Object.assign(known, { token })));
  return true;
}

/** The key was taken back: it is good for nothing any more, and the page begins anew. */
export function forget(role) {
  localStorage.removeItem(kept(role));
  location.reload();
}

/** Show one code until it was typed; null when it is too old, or when there is no server. */
async function once(place, role) {
  const asked = await post("/api/pairing", { role }).catch(() => null);
  show(place, role, asked ? asked.code : "");
  if (!asked) return pause(AGAIN_MS);
  for (let left = (asked.seconds * 1000) / LOOK_MS; left > 0; left -= 1) {
    await pause(LOOK_MS);
    const given = await post("/api/pairing/collect", { secret: asked.secret }).catch(() => null);
    if (!given) return null;
    if (given.token) return { device: given.device, token: given.token, desks: given.desks };
  }
  return null;
}

function show(place, role, code) {
  const [title, hint] = [WORDS[role], WORDS[code ? "hint" : "no_server"]];
  render(
    html`<main class="pairing">
      <h1>${title.vi}</h1>
      <p class="en" lang="en">${title.en}</p>
      <p class="digits figures">${code ? `${code.slice(0, 3)} ${code.slice(3)}` : "··· ···"}</p>
      <p>${hint.vi}</p>
      <p class="en" lang="en">${hint.en}</p>
    </main>`,
    place,
  );
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
