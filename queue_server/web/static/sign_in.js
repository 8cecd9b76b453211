// The form that signs somebody in by name and PIN or password: on the desk console, and on a page of its own (/sign-in).

import { html, useEffect, useState } from "/static/ui.js";
import { get, post } from "/static/http.js";
import { speaker } from "/static/language.js";

const t = speaker({
  vi: {
    sign_in: "Đăng nhập",
    name: "Tên đăng nhập",
    pin: "Mã PIN hoặc mật khẩu",
    wrong: "Tên hoặc mã PIN không đúng. Vui lòng thử lại.",
    sso: "Đăng nhập một lần (tài khoản của tỉnh)",
    sso_failed: "Không đăng nhập được qua tài khoản của tỉnh. Vui lòng thử lại.",
    sso_unknown: "Tài khoản của tỉnh này chưa là cán bộ của trung tâm. Vui lòng báo người quản trị.",
    locked: "Sai quá nhiều lần trên máy này. Vui lòng đợi 5 phút rồi thử lại.",
    no_server: "Không kết nối được máy chủ. Vui lòng kiểm tra mạng rồi thử lại.",
  },
  en: {
    sign_in: "Sign in",
    name: "User name",
    pin: "PIN or password",
    wrong: "Wrong name or PIN. Please try again.",
    sso: "Single sign-on (the province's account)",
    sso_failed: "Single sign-on did not work. Please try again.",
    sso_unknown: "This account is no officer of the centre yet. Please tell the administrator.",
    locked: "Too many wrong tries on this computer. Please wait 5 minutes and try again.",
    no_server: "The server does not answer. Please check the network and try again.",
  },
});

const PROBLEMS = { 401: "wrong", 429: "locked" };

export function SignIn({ signedIn }) {
  const asked = new URLSearchParams(location.search);
  const [problem, setProblem] = useState(asked.get("problem") || "");
  const [sso, setSso] = useState(false);
  useEffect(() => {
    get("/api/sign-in").then((ways) => setSso(ways.single_sign_on), () => {});
  }, []);
  const [busy, setBusy] = useState(false);

  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    setBusy(true);
    try {
      signedIn(await post("/sign-in", { name: form.get("name").trim(), pin: form.get("pin") }));
    } catch (refused) {
      setProblem(PROBLEMS[refused.status] || "no_server");
      event.target.elements.pin.value = "";
      event.target.elements.pin.focus();
    }
    setBusy(false);
  }

  return html`
    <main class="sign-in">
      <form class="card" onSubmit=${submit}>
        <h1>${t("sign_in")}</h1>
        <label>${t("name")}<input name="name" autocomplete="username" autofocus required maxlength="64" /></label>
        <label>${t("pin")}<input name="pin" type="password" autocomplete="current-password" required maxlength="128" /></label>
        <p class="problem" role="alert">${problem && t(problem)}</p>
        <button class="big" disabled=${busy}>${t("sign_in")}</button>
        ${sso && html`<p class="sso"><a href=${`/sign-in/sso?next=${encodeURIComponent(asked.get("next") || location.pathname)}`}>${t("sso")}</a></p>`}
      </form>
    </main>
  `;
}

/** Who is signed in, or null. Rejects while the server cannot be reached. */
export const whoAmI = () => get("/api/me");
