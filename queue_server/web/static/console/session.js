// Who is signed in, and the one link to the server that every part of the console looks at.

import { effect, signal, untracked } from "/static/ui.js";
import { post } from "/static/http.js";
import { connect } from "/static/link.js";
import { whoAmI } from "/static/sign_in.js";

/** The officer, or null while nobody is signed in; undefined until the server has said. */
export const officer = signal(undefined);
export const link = signal(null);
/** A moment that moves twice a second, for everything that counts time. */
export const tick = signal(Date.now());
setInterval(() => (tick.value = link.value ? link.value.now() : Date.now()), 500);
effect(() => {
  // The server's time as soon as it has told it, not half a second later.
  if (link.value && link.value.welcome.value) tick.value = link.value.now();
});
effect(() => {
  const state = link.value && link.value.state.value;
  // The session has ended: sign in again.
  if (state && (state.ended || (state.failure && state.failure.code === "unknown_device"))) leave();
});

function device() {
  const known = localStorage.getItem("motcua-device");
  if (known) return known;
  const made = `pc-${Math.random().toString(36).slice(2, 8)}`;
  localStorage.setItem("motcua-device", made);
  return made;
}

export async function begin() {
  try {
    signedIn(await whoAmI());
  } catch {
    setTimeout(begin, 2000);
  }
}

/** Of which right each page has need (web/rights.py); without it there is no line to the server, and the page says so. */
const NEEDED = { desk: "serve", reception: "greet", hall: "supervise" };
export const allowed = () => officer.value.rights.includes(NEEDED[document.body.dataset.page]);

export function signedIn(who) {
  officer.value = who;
  if (who && !link.value && allowed()) link.value = connect({ role: document.body.dataset.role || "desk", device: device() });
}

export async function signOut() {
  try {
    await post("/sign-out");
  } finally {
    leave();
  }
}

function leave() {
  const left = untracked(() => link.value);
  link.value = null;
  officer.value = null;
  if (left) left.stop();
}

/** Resolves when the page shows what was true at this version, so that nobody presses what has already been done. */
export function known(version) {
  const { epoch } = link.value.view.value;
  return new Promise((resolve) => {
    const stop = effect(() => {
      const view = link.value && link.value.view.value;
      if (view && view.epoch === epoch && view.version < version) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
