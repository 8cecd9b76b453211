// A change tried on a day that was: how long people would have waited, service by service, before and after.

import { html, useEffect, useRef, useState } from "/static/ui.js";
import { get } from "/static/http.js";
import { dayOf, minutes, speaker } from "/static/language.js";

const t = speaker({
  vi: {
    dry_run: "Thử trên một ngày đã qua",
    past_day: "Ngày",
    try: "Chạy thử",
    trying: "Đang chạy thử…",
    no_days: "Chưa có ngày làm việc nào trong nhật ký.",
    no_such_day: "Nhật ký không còn ngày này: xin chọn ngày khác.",
    not_there_then: "Ngày đó chưa có quầy hoặc lĩnh vực này: xin chọn ngày khác.",
    no_services: "Quầy phải có ít nhất một lĩnh vực.",
    unusable: "Bản nháp còn lỗi: xin sửa trước khi thử.",
    no_server: "Máy chủ chưa trả lời. Xin thử lại.",
    all_services: "Tất cả",
    services: "Lĩnh vực",
    mean_wait: "Trung bình",
    p90_wait: "9/10 người",
    longest_wait: "Lâu nhất",
    minutes_waited: "phút chờ, trước → sau",
    unserved: "Không kịp",
    turned_away: "Không được phát số",
    has_changed: "đã sửa thêm sau lần thử này",
    really: "Thực tế hôm đó: trung bình / lâu nhất",
    hint: "Cùng những công dân, thời gian tại quầy và cán bộ của ngày đó; quầy mới coi như có người từ đầu đến cuối ngày; không lặp lại các lượt chọn bằng tay.",
  },
  en: {
    dry_run: "Try on a past day",
    past_day: "Day",
    try: "Try",
    trying: "Trying…",
    no_days: "The journal has no working day yet.",
    no_such_day: "The journal does not have this day any more: choose another.",
    not_there_then: "This desk or service was not there on that day: choose another.",
    no_services: "A desk has at least one service.",
    unusable: "The draft has problems: mend them first.",
    no_server: "The server did not answer. Try again.",
    all_services: "All",
    services: "Service",
    mean_wait: "Mean",
    p90_wait: "9 in 10",
    longest_wait: "Longest",
    minutes_waited: "minutes waited, before → after",
    unserved: "Not served",
    turned_away: "Given no number",
    has_changed: "changed since",
    really: "What really happened that day, mean / longest:",
    hint: "The same citizens, times at the desk and officers as on that day; a new desk counts as staffed all day; choices by hand are not repeated.",
  },
});
const SAID = ["unusable", "no_such_day", "not_there_then", "no_services"];

const total = (counts) => Object.values(counts).reduce((sum, each) => sum + each, 0);

/**
 * `ask(day)` tries the change and resolves to what the server found; `change` is what was tried, to see when it is
 * another; `nameOf` names a service.
 */
export function DryRun({ ask, change, nameOf, usable = true }) {
  const [days, setDays] = useState(null);
  const [day, setDay] = useState("");
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    get("/api/dry-run").then((told) => (setDays(told), setDay(told[0] || "")), () => setProblem(t("no_server")));
  }, []);

  async function run(event) {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      setFound(Object.assign(await ask(day), { change }));
    } catch (refused) {
      setProblem(t(SAID.includes(refused.code) ? refused.code : "no_server"));
    }
    setBusy(false);
  }

  return html`<form class="dry-run" onSubmit=${run} aria-busy=${busy}>
    <h2>${t("dry_run")}</h2>
    ${days && !days.length
      ? html`<p class="hint">${t("no_days")}</p>`
      : html`<p class="row"><label>${t("past_day")}<select value=${day} onChange=${(event) => setDay(event.target.value)}>
            ${(days || []).map((each) => html`<option key=${each} value=${each}>${dayOf(each)}</option>`)}</select></label>
          <button id="dry-run" disabled=${busy || !usable || !day}>${t(busy ? "trying" : "try")}</button></p>`}
    <p class="doing" role="status">${problem || (busy ? t("trying") : "")}</p>
    ${found && html`<${Result} found=${found} nameOf=${nameOf} stale=${found.change !== change} />`}
  </form>`;
}

function Result({ found, nameOf, stale }) {
  const here = useRef();
  useEffect(() => here.current.scrollIntoView({ block: "nearest" }), [found]);
  return html`<div ref=${here} class=${stale ? "result stale" : "result"}>
    <table><caption>${dayOf(found.day)} · ${t("minutes_waited")}${stale ? ` · ${t("has_changed")}` : ""}</caption>
      <thead><tr><th scope="col">${t("services")}</th><th scope="col">${t("mean_wait")}</th><th scope="col">${t("p90_wait")}</th><th scope="col">${t("longest_wait")}</th><th scope="col">${t("unserved")}</th></tr></thead>
      <tbody>${found.rows.map(
        ({ service, before, after }) => html`<tr key=${service}>
          <th scope="row">${service ? nameOf(service) : t("all_services")}</th>
          <${Pair} before=${minutes(before.mean)} after=${minutes(after.mean)} better=${after.mean - before.mean} />
          <${Pair} before=${minutes(before.p90)} after=${minutes(after.p90)} better=${after.p90 - before.p90} />
          <${Pair} before=${minutes(before.longest)} after=${minutes(after.longest)} better=${after.longest - before.longest} />
          <${Pair} before=${before.unserved} after=${after.unserved} better=${after.unserved - before.unserved} />
        </tr>`,
      )}</tbody></table>
    ${total(found.turned_away) > 0 && html`<p>${t("turned_away")}: ${total(found.turned_away)}</p>`}
    <p class="hint">${t("really")} ${minutes(found.rows[0].real.mean)} / ${minutes(found.rows[0].real.longest)}. ${t("hint")}</p>
  </div>`;
}

/** Before and after, and in words for who sees no colour: an arrow up or down. */
function Pair({ before, after, better }) {
  const change = better < -0.05 ? "better" : better > 0.05 ? "worse" : "";
  return html`<td class=${`figures ${change}`}>${before} → <b>${after}</b>${change && html` <span aria-hidden="true">${change === "better" ? "▼" : "▲"}</span>`}</td>`;
}
