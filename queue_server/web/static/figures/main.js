// How the days went: waits and kept promises by service and hour, officers' time at their desks, minutes of procedures.

import { html, render, signal } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { minutes, named, speaker } from "/static/language.js";
import { nameOf } from "/static/people.js";
import { ofPeriod } from "/static/period.js";
import { whoAmI } from "/static/sign_in.js";

const t = speaker({
  vi: {
    title: "Số liệu", none_yet: "Chưa ai được gọi trong thời gian này.", days: "Ngày làm việc", tickets: "Số phiếu", called: "Được gọi", absent: "Vắng mặt",
    mean: "Chờ trung bình", p50: "Một nửa chờ đến", p90: "9/10 chờ đến", longest: "Lâu nhất", kept: "Đúng như phiếu báo", walk: "Đi đến quầy", serving: "Tại quầy", minutes: "phút",
    services: "Theo lĩnh vực", service: "Lĩnh vực", all: "Tất cả", hours: "Theo giờ lấy số", hour: "Giờ",
    officers: "Thời gian tại quầy (phút)", officer: "Cán bộ", employer: "Đơn vị", served: "Lượt xong", spent_serving: "Phục vụ", spent_walking: "Chờ công dân đến", idle_wanted: "Trống khi có người chờ", idle_empty: "Trống, không ai chờ", paused: "Nghỉ",
    procedures: "Theo thủ tục (phút tại quầy)", procedure: "Thủ tục", unnamed: "(không chọn thủ tục)", count: "Lượt", planned: "Cấu hình", mean_short: "Trung bình", p90_short: "9/10",
    civil_servant: "Công chức", vertical_agency: "Ngành dọc", post: "Bưu điện", volunteer: "Tình nguyện",
    note: "Chờ: từ lúc lấy số đến lần gọi đầu tiên. Đúng như phiếu báo: trong khoảng thời gian in trên phiếu. Số liệu để sắp xếp quầy, không để đánh giá cá nhân.",
  },
  en: {
    title: "Figures", none_yet: "Nobody was called in this period.", days: "Working days", tickets: "Tickets", called: "Called", absent: "No-shows",
    mean: "Mean wait", p50: "Half waited up to", p90: "9 in 10 waited up to", longest: "Longest", kept: "As the slip had said", walk: "Walk to the desk", serving: "At the desk", minutes: "min",
    services: "By service", service: "Service", all: "All", hours: "By the hour of the ticket", hour: "Hour",
    officers: "Time at desks (minutes)", officer: "Officer", employer: "Employer", served: "Served", spent_serving: "Serving", spent_walking: "Waiting for who was called", idle_wanted: "Idle with a line", idle_empty: "Idle, nobody waiting", paused: "Breaks",
    procedures: "By procedure (minutes at the desk)", procedure: "Procedure", unnamed: "(no procedure chosen)", count: "Visits", planned: "Configured", mean_short: "Mean", p90_short: "9 in 10",
    civil_servant: "Civil servant", vertical_agency: "Vertical agency", post: "Post", volunteer: "Volunteer",
    note: "Waits count from the ticket to its first call. As the slip had said: within the range printed on it. For planning desks, not for judging people.",
  },
});

const who = signal(null);
const { found, load, Choice } = ofPeriod("/api/figures");

const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);

/** A table that scrolls by itself. `heads` are keys of words; each row has a name and its cells. */
function Table({ title, heads, rows, sum }) {
  if (!rows.length) return null;
  const cells = ([name, ...values]) => html`<th scope="row">${name}</th>${values.map((value, place) => html`<td class="figures" key=${place}>${value}</td>`)}`;
  return html`<h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="list">
    <thead><tr>${heads.map((each) => html`<th scope="col" key=${each}>${t(each)}</th>`)}</tr></thead>
    <tbody>${rows.map((row, place) => html`<tr key=${place}>${cells(row)}</tr>`)}</tbody>
    ${sum && html`<tfoot><tr>${cells(sum)}</tr></tfoot>`}</table></div>`;
}

function Sums({ whole, counted }) {
  const shown = [
    ["days", counted], ["tickets", whole.tickets], ["mean", `${minutes(whole.mean)} ${t("minutes")}`], ["p90", `${minutes(whole.p90)} ${t("minutes")}`],
    ["kept", percent(whole.kept)], ["absent", whole.absent],
  ];
  return html`<dl class="sums">${shown.map(([key, value]) => html`<div key=${key}><dt>${t(key)}</dt><dd class="figures">${value}</dd></div>`)}</dl>`;
}

const waits = (each) => [each.called, minutes(each.mean), minutes(each.p50), minutes(each.p90), minutes(each.longest), percent(each.kept)];
const ofService = (each) => [each.names ? named(each.names) : each.key || t("all"), each.tickets, ...waits(each), minutes(each.walk), minutes(each.serving), each.absent];

function All() {
  const { counted, whole, services, hours, officers, procedures } = found.value;
  const namesOf = (key) => (services.find((each) => each.key === key) || {}).names;
  const ofProcedure = (each) => (each.names ? named(each.names) : `${namesOf(each.service) ? named(namesOf(each.service)) : each.service} ${t("unnamed")}`);
  return html`
    <${Sums} whole=${whole} counted=${counted} />
    ${!whole.called && html`<p>${t("none_yet")}</p>`}
    ${whole.called > 0 && html`<p class="hint">${t("note")}</p>`}
    <${Table} title=${t("services")} heads=${["service", "tickets", "called", "mean", "p50", "p90", "longest", "kept", "walk", "serving", "absent"]} rows=${services.map(ofService)} sum=${ofService(whole)} />
    <${Table} title=${t("hours")} heads=${["hour", "called", "mean", "p50", "p90", "longest", "kept"]} rows=${hours.map((each) => [`${each.hour}–${each.hour + 1}`, ...waits(each)])} />
    <${Table} title=${t("officers")} heads=${["officer", "employer", "served", "spent_serving", "spent_walking", "idle_wanted", "idle_empty", "paused"]}
      rows=${officers.map((each) => [nameOf(each.name), t(each.employer), each.served, ...["serving", "walking", "idle_wanted", "idle_empty", "paused"].map((key) => minutes(each[key]))])} />
    <${Table} title=${t("procedures")} heads=${["procedure", "count", "mean_short", "p90_short", "planned"]}
      rows=${procedures.map((each) => [ofProcedure(each), each.count, minutes(each.mean), minutes(each.p90), minutes(each.planned)])} />
  `;
}

function App() {
  return html`<${Bar} title=${t("title")} who=${who.value} /><main><section class="page figures-page">
    <h1>${t("title")}</h1>
    <${Choice} />
    ${found.value && html`<${All} />`}
  </section></main>`;
}

load();
whoAmI().then((known) => (who.value = known));
render(html`<${App} />`, document.getElementById("app"));
