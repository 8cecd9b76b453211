// How officers are called. What is recorded and sent are user names; what colleagues read are names.

import { signal } from "/static/ui.js";
import { get } from "/static/http.js";

const RETRY_MS = 10000;

const names = signal({});
const asked = new Set();
let asking = false;

/** The name of the officer with this user name; the user name itself while the server has not said, or knows nobody so. */
export function nameOf(user) {
  if (user && !names.value[user] && !asked.has(user)) {
    asked.add(user);
    if (!asking) ask();
  }
  return names.value[user] || user;
}

async function ask() {
  asking = true;
  try {
    names.value = await get("/api/names");
  } catch {
    setTimeout(() => asked.clear(), RETRY_MS);
  }
  asking = false;
}
