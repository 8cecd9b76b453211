// The bar on top of pages that need no live link: what the page is, who is signed in, the language, the way out.

import { html } from "/static/ui.js";
import { post } from "/static/http.js";
import { choose, language, speaker } from "/static/language.js";

const t = speaker({ vi: { out: "Đăng xuất" }, en: { out: "Sign out" } });

export function Languages() {
  return html`<div class="languages" role="group" aria-label="Ngôn ngữ · Language">
    ${["vi", "en"].map(
      (code) => html`<button key=${code} lang=${code} class=${language.value === code ? "chosen" : ""} aria-pressed=${language.value === code}
        onClick=${() => choose(code)}>${code.toUpperCase()}</button>`,
    )}
  </div>`;
}

async function signOut() {
  try {
    await post("/sign-out");
  } finally {
    location.assign("/");
  }
}

export function Bar({ title, who, children }) {
  return html`<header class="bar">
    <div class="where"><a href="/"><strong>Motcua</strong></a><span>${title}</span></div>
    ${children}
    ${who && html`<span class="who">${who.display}</span>`}
    <${Languages} />
    ${who && html`<button class="quiet" onClick=${signOut}>${t("out")}</button>`}
  </header>`;
}
