// Who let whom in, changed what they may, and asked what of a device: the latest of the whole journal, read when opened.

import { html, useState } from "/static/ui.js";
import { get } from "/static/http.js";
import { speaker } from "/static/language.js";

/** What was done to a person or a device, in words. */
export const actName = speaker({
  vi: {
    officer_added: "thêm cán bộ", officer_changed: "sửa thông tin", roles_changed: "đổi vai trò", officer_disabled: "khóa tài khoản", officer_enabled: "mở khóa tài khoản", pin_changed: "đổi PIN hoặc mật khẩu",
    device_added: "ghép nối thiết bị", device_removed: "thu hồi khóa", key_changed: "dùng khóa mới", device_restart: "yêu cầu khởi động lại", device_test_print: "yêu cầu in thử", device_test_sound: "yêu cầu thử loa",
    device_screenshot: "yêu cầu chụp màn hình", device_new_key: "yêu cầu đổi khóa", words_changed: "nạp lời ngôn ngữ",
  },
  en: {
    officer_added: "officer added", officer_changed: "details changed", roles_changed: "roles changed", officer_disabled: "account locked", officer_enabled: "account unlocked", pin_changed: "PIN or password changed",
    device_added: "device paired", device_removed: "key taken back", key_changed: "new key in use", device_restart: "asked to restart", device_test_print: "asked for a test print", device_test_sound: "asked for a test sound",
    device_screenshot: "asked for a screenshot", device_new_key: "asked to change the key", words_changed: "words of a language loaded",
  },
});

const t = speaker({
  vi: { title: "Người và thiết bị", when: "Lúc", who: "Ai làm", what: "Việc", subject: "Với", detail: "Chi tiết", none: "Chưa có thay đổi nào.", reading: "Đang đọc nhật ký…" },
  en: { title: "People and devices", when: "When", who: "Who did it", what: "What", subject: "To", detail: "Details", none: "No change yet.", reading: "Reading the journal…" },
});

export function Changes({ timezone }) {
  const [changes, setChanges] = useState(null);
  const open = (event) => event.target.open && !changes && get("/api/audit/changes").then(setChanges);
  const time = (at) => new Date(at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short", timeZone: timezone });
  return html`<details class="card changes" onToggle=${open}><summary><b>${t("title")}</b></summary>
    ${!changes && html`<p role="status">${t("reading")}</p>`}
    ${changes && !changes.length && html`<p>${t("none")}</p>`}
    ${changes && changes.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t("title")}><table class="list">
      <thead><tr><th>${t("when")}</th><th>${t("who")}</th><th>${t("what")}</th><th>${t("subject")}</th><th>${t("detail")}</th></tr></thead>
      <tbody>${changes.map((each, index) => html`<tr key=${index}><td class="figures">${time(each.at)}</td><td>${each.officer}</td><td>${actName(each.what)}</td><td>${each.subject}</td><td>${each.detail}</td></tr>`)}</tbody>
    </table></div>`}
  </details>`;
}
