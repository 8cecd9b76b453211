// What the server tells of a period of days, and the form that chooses it: for pages that read the journal.

import { html, signal } from "/static/ui.js";
import { get } from "/static/http.js";
import { speaker } from "/static/language.js";

const t = speaker({
  vi: {
    from: "Từ ngày", until: "Đến ngày", last_day: "Ngày gần nhất", week: "7 ngày", month: "30 ngày", whole: "Tất cả", period: "Khoảng thời gian", file: "Tải bảng (CSV)", loading: "Đang đọc nhật ký…",
    failed: "Không đọc được. Hãy kiểm tra kết nối rồi thử lại.", again: "Thử lại",
  },
  en: {
    from: "From", until: "Until", last_day: "Latest day", week: "7 days", month: "30 days", whole: "All", period: "Period", file: "Download table (CSV)", loading: "Reading the journal…",
    failed: "It could not be read. Check the connection and try again.", again: "Try again",
  },
});

const DAY_MS = 86400000;

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

  /** A date that is only half typed is none. */
  function Day({ which, label }) {
    const days = found.value.days;
    return html`<label>${label}<input type="date" name=${which} min=${days[days.length - 1]} max=${days[0]} value=${period.value[which]}
      onChange=${(event) => (event.target.value === "" || event.target.value > "2000") && load({ [which]: event.target.value })} /></label>`;
  }

  /** So many days up to the latest that there is; 0 for all. */
  function Latest({ word, days }) {
    const last = days ? found.value.days[0] || "" : "";
    const first = last && new Date(Date.parse(last) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    const chosen = period.value.first === first && period.value.last === last;
    return html`<button type="button" class=${chosen ? "chosen" : ""} aria-pressed=${chosen} onClick=${() => load({ first, last })}>${t(word)}</button>`;
  }

  function Choice() {
    return html`
      ${failed.value && html`<p class="banner warn" role="alert">${t("failed")} <button onClick=${() => load()}>${t("again")}</button></p>`}
      ${found.value && html`<form class="group period" onSubmit=${(event) => event.preventDefault()}>
        <${Day} which="first" label=${t("from")} /><${Day} which="last" label=${t("until")} />
        <div class="tabs" role="group" aria-label=${t("period")}>
          <${Latest} word="last_day" days=${1} /><${Latest} word="week" days=${7} /><${Latest} word="month" days=${30} /><${Latest} word="whole" days=${0} /></div>
        <a class="button" id="csv" href=${`${path}.csv?${query()}`} download>${t("file")}</a>
      </form>`}
      <p class="hint" role="status">${reading.value ? t("loading") : ""}</p>
    `;
  }

  return { found, load, Choice };
}
