// What the server tells of a period of days, and the form that chooses it: for pages that read the journal.

import { html, signal } from "/static/ui.js";
import { get } from "/static/http.js";
import { speaker } from "/static/language.js";

const t = speaker({
  vi: {
    from: "Từ ngày", until: "Đến ngày", beginning: "(ngày đầu tiên)", today: "(hôm nay)", file: "Tải bảng (CSV)", loading: "Đang đọc nhật ký…",
    failed: "Không đọc được. Hãy kiểm tra kết nối rồi thử lại.", again: "Thử lại",
  },
  en: {
    from: "From", until: "Until", beginning: "(first day)", today: "(today)", file: "Download table (CSV)", loading: "Reading the journal…",
    failed: "It could not be read. Check the connection and try again.", again: "Try again",
  },
});

/**
 * `found` holds the answer of `path`, which has `days`; `load` asks for it, and `Choice` shows how far that is and lets
 * choose another period. `path`.csv is the same as a table.
 */
export function ofPeriod(path) {
  const found = signal(null);
  const failed = signal(false);
  const reading = signal(false);
  const period = signal({ first: "", last: "" });
  const query = () => new URLSearchParams(period.value);

  async function load(change = {}) {
    period.value = Object.assign({}, period.value, change);
    failed.value = false;
    reading.value = true;
    const asked = period.value;
    try {
      const answer = await get(`${path}?${query()}`);
      if (asked === period.value) found.value = answer; // else another period was chosen meanwhile
    } catch {
      failed.value = true;
    }
    reading.value = asked !== period.value;
  }

  function Day({ which, label, beside }) {
    return html`<label>${label}<select name=${which} value=${period.value[which]} onChange=${(event) => load({ [which]: event.target.value })}>
      <option value="">${beside}</option>${found.value.days.map((day) => html`<option key=${day} value=${day}>${day}</option>`)}</select></label>`;
  }

  function Choice() {
    return html`
      ${failed.value && html`<p class="banner warn" role="alert">${t("failed")} <button onClick=${() => load()}>${t("again")}</button></p>`}
      ${found.value && html`<form class="group period" onSubmit=${(event) => event.preventDefault()}>
        <${Day} which="first" label=${t("from")} beside=${t("beginning")} /><${Day} which="last" label=${t("until")} beside=${t("today")} />
        <a class="button" id="csv" href=${`${path}.csv?${query()}`} download>${t("file")}</a>
      </form>`}
      <p class="hint" role="status">${reading.value ? t("loading") : ""}</p>
    `;
  }

  return { found, load, Choice };
}
