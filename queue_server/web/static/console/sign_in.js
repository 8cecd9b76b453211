// Sign in with name and PIN.

import { html, useState } from "/static/ui.js";
import { signedIn } from "./session.js";
import { t } from "./words.js";

const PROBLEMS = { 401: "wrong", 429: "locked" };

export function SignIn() {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    setBusy(true);
    try {
      const answer = await fetch("/sign-in", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: form.get("name").trim(), pin: form.get("pin") }),
      });
      if (answer.ok) signedIn(await answer.json());
      else {
        setProblem(PROBLEMS[answer.status] || "no_server");
        event.target.elements.pin.value = "";
        event.target.elements.pin.focus();
      }
    } catch {
      setProblem("no_server");
    }
    setBusy(false);
  }

  return html`
    <main class="sign-in">
      <form class="card" onSubmit=${submit}>
        <h1>${t("sign_in")}</h1>
        <label>${t("name")}<input name="name" autocomplete="username" autofocus required maxlength="64" /></label>
        <label>${t("pin")}<input name="pin" type="password" inputmode="numeric" autocomplete="current-password" required maxlength="128" /></label>
        <p class="problem" role="alert">${problem && t(problem)}</p>
        <button class="big" disabled=${busy}>${t("sign_in")}</button>
      </form>
    </main>
  `;
}
