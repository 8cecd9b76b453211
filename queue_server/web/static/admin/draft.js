// The document that is being edited: where it came from, what is wrong with it, and how it is put in force.

import { signal } from "/static/ui.js";
import { get, post } from "/static/http.js";

/** { document, base: { number, at, by }, problems, usable, changes, dirty } or null while loading; `base` null when there is none. */
export const draft = signal(null);
export const form = signal([]);
export const notice = signal("");
/** The languages that there are words for, or could be: { code, name }. */
export const tongues = signal([]);

/** Whoever closes the page is asked first, as long as there is something that would be lost. */
addEventListener("beforeunload", (event) => draft.value && draft.value.dirty && event.preventDefault());

const CHECK_AFTER_MS = 500;
let checking = 0;

export async function load() {
  form.value = await get("/api/admin/form");
  tongues.value = await get("/api/admin/languages");
  const base = await get("/api/admin/configuration");
  draft.value = base && { document: base.document, base, problems: [], usable: true, changes: [], dirty: false };
  if (base) await check();
}

/** The document as it is after a touch on a field; judged when the hands are still for a moment. */
export function edit(document) {
  notice.value = "";
  draft.value = Object.assign({}, draft.value, { document, dirty: true });
  clearTimeout(checking);
  checking = setTimeout(check, CHECK_AFTER_MS);
}

export async function check() {
  clearTimeout(checking);
  const judged = draft.value.document;
  const { problems, usable, changes } = await post("/api/admin/configuration/check", { document: judged });
  if (draft.value.document === judged) draft.value = Object.assign({}, draft.value, { problems, usable, changes });
}

/** Another document as the draft: of a file or of a former version. */
export function take({ document, problems, usable }) {
  draft.value = { document, base: draft.value ? draft.value.base : null, problems, usable, changes: [], dirty: true };
  return check();
}

export async function apply(note) {
  const { document, base } = draft.value;
  const kept = await post("/api/admin/configuration", { document, based_on: base ? base.number : 0, note });
  // What is the same stays the same object: nothing that was open closes.
  const same = JSON.stringify(kept.document) === JSON.stringify(document);
  draft.value = { document: same ? document : kept.document, base: kept, problems: draft.value.problems.filter((each) => each.warning), usable: true, changes: [], dirty: false };
}
