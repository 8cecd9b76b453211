// What is different from one version of the configuration to another, said so that one can check it at a glance.

import { html } from "/static/ui.js";
import { language } from "/static/language.js";
import { fieldName } from "./field_words.js";
import { optionName } from "./form.js";
import { t } from "./words.js";

const step = (each, place) => (typeof each === "object" ? each[language.value] || each.vi : place === 0 || /^[a-z_]+$/.test(each) ? fieldName(each) : each);

export function Changes({ changes, most = 100 }) {
  if (!changes.length) return html`<p class="hint">${t("no_changes")}</p>`;
  return html`<ul class="changes-list">
    ${changes.slice(0, most).map((each, index) => html`<li key=${index}><b>${each.where.map(step).join(" › ")}</b>: ${said(each)}</li>`)}
    ${changes.length > most && html`<li>${t("and_more")} ${changes.length - most}</li>`}
  </ul>`;
}

/** Words of the catalogue ("commune", "rule") as the fields call them; anything else as it is. */
const value = (text) => text.split(", ").map(optionName).join(", ");

function said({ before, after, moved }) {
  if (moved) return t("change_order");
  if (before === null) return html`${t("change_added")} <ins>${value(after)}</ins>`;
  if (after === null) return html`${t("change_removed")} <del>${value(before)}</del>`;
  return html`<del>${value(before)}</del> → <ins>${value(after)}</ins>`;
}
