// Who is signed in, and the one link to the server that every part of the console looks at.

import { signal } from "/static/ui.js";
import { connect } from "/static/link.js";

/** The officer, or null while nobody is signed in; undefined until the server has said. */
export const officer = signal(undefined);
export const link = signal(null);
/** A moment that moves twice a second, for everything that counts time. */
export const tick = signal(Date.now());
setInterval(() => (tick.value = link.value ? link.value.now() : Date.now()), 500); // jumps to the server's time at its welcome

function device() {
  const known = localStorage.getItem("motcua-device");
  if (known) return known;
  const made = `pc-${Math.random().toString(36).slice(2, 8)}`;
  localStorage.setItem("motcua-device", made);
  return made;
}

export async function whoAmI() {
  try {
    const answer = await fetch("/api/me");
    signedIn(answer.ok ? await answer.json() : null);
  } catch {
    setTimeout(whoAmI, 2000);
  }
}

export function signedIn(who) {
  officer.value = who;
  if (who && !link.value) link.value = connect({ role: "desk", device: device() });
}

export async function signOut() {
  await fetch("/sign-out", { method: "POST" });
  if (link.value) link.value.stop();
  link.value = null;
  officer.value = null;
}
