// For people who are signed in and may not do what this page is for: which accounts may, and the way to their own pages.

import { html } from "/static/ui.js";
import { speaker } from "/static/language.js";

const t = speaker({ vi: { home: "Về trang của trung tâm" }, en: { home: "To the centre's pages" } });

export const NotAllowed = ({ title, hint }) => html`<main class="home"><section class="card"><h1>${title}</h1><p>${hint}</p><p class="ends"><a class="button" href="/">${t("home")}</a></p></section></main>`;
