// The auditor's page: one day's journal with filters, the proof of the whole of it, and the day as a file.

import { html, render, signal, useState } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { get } from "/static/http.js";
import { dayOf, speaker } from "/static/language.js";
import { whoAmI } from "/static/sign_in.js";
import { Changes } from "./changes.js";
import { brief, kindName } from "./kinds.js";

const t = speaker({
  vi: {
    title: "Nhật ký", day: "Ngày", kind: "Loại việc", actor: "Người, thiết bị", text: "Tìm trong nội dung", all: "Tất cả", none: "(máy chủ)",
    time: "Giờ", what: "Nội dung", record: "bản ghi", hash: "Mã băm", shown: "bản ghi", first: "mới nhất trước, tối đa 200", prove: "Kiểm chứng ngày mới nhất", prove_all: "Kiểm chứng cả nhật ký", proving: "Đang đọc nhật ký…", from: "Từ bản ghi", no_server: "Không kết nối được máy chủ. Vui lòng thử lại.",
    sound: "Nhật ký nguyên vẹn", unsound: "Nhật ký có chỗ không giải thích được", events: "bản ghi trong chuỗi băm", calls: "lượt gọi", overrides: "lượt gọi ngoài thứ tự",
    last: "Mã băm cuối", export: "Tải cả ngày", empty: "Không có bản ghi nào.", sum: "SHA-256 của tệp",
    day_hash: "Mã băm của ngày", centre: "Trung tâm", print: "In", signature: "Người giữ ký tên:", no_day: "Không có ngày làm việc nào bắt đầu vào ngày này.",
  },
  en: {
    title: "Journal", day: "Day", kind: "Kind", actor: "Person, device", text: "Search in the content", all: "All", none: "(server)",
    time: "Time", what: "Content", record: "record", hash: "Hash", shown: "records", first: "newest first, at most 200", prove: "Prove the latest day", prove_all: "Prove the whole journal", proving: "Reading the journal…", from: "From record", no_server: "The server does not answer. Please try again.",
    sound: "The journal is whole", unsound: "Something in the journal is not explained", events: "records in the hash chain", calls: "calls", overrides: "calls out of turn",
    last: "Last hash", export: "The whole day", empty: "No records.", sum: "SHA-256 of the file",
    day_hash: "Hash of the day", centre: "Centre", print: "Print", signature: "Signed by whoever keeps it:", no_day: "No service day began on this date.",
  },
});

const who = signal(null);
const page = signal(null);
const filters = signal({ day: "", kind: "", actor: "", text: "" });

async function load(change) {
  filters.value = Object.assign({}, filters.value, change);
  page.value = await get(`/api/audit?${new URLSearchParams(filters.value)}`);
}

function Proof() {
  const [proof, setProof] = useState(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  async function go(whole) {
    setBusy(true);
    setFailed(false);
    try {
      setProof(await get(`/api/audit/proof?whole=${whole}`));
    } catch {
      setFailed(true);
    }
    setBusy(false);
  }
  return html`<div class="card proof">
    <p class="row"><button class="strong" id="prove" disabled=${busy} onClick=${() => go(false)}>${t("prove")}</button>
    <button id="prove-all" disabled=${busy} onClick=${() => go(true)}>${t("prove_all")}</button></p>
    <p class="row"><span role="status">${busy ? t("proving") : failed ? html`<b class="bad">${t("no_server")}</b>` : proof && html`<b class=${proof.sound ? "good" : "bad"}>${proof.sound ? `✓ ${t("sound")}` : `✗ ${t("unsound")}`}</b>
      ${" "}${proof.first > 1 && `${t("from")} ${proof.first}: `}${proof.events} ${t("events")}, ${proof.calls} ${t("calls")}, ${proof.overrides} ${t("overrides")}`}</span></p>
    ${proof && html`<p class="hint">${t("last")}: <code>${proof.last_hash}</code></p>`}
    ${proof && proof.problems.length > 0 && html`<ul class="wrong">${proof.problems.slice(0, 20).map((each) => html`<li key=${each}>${each}</li>`)}</ul>`}
  </div>`;
}

function download(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Export() {
  const [sum, setSum] = useState("");
  const [day, setDay] = useState(null);
  async function save(form) {
    const answer = await fetch(`/api/audit/days/${page.value.day}/${form}`);
    setSum(answer.headers.get("X-Content-SHA256"));
    download(await answer.blob(), `${page.value.day}.${form}`);
  }
  /** The service day for an outsider, with its hash on the page, so that it can be printed and signed. */
  async function hash() {
    const answer = await fetch(`/api/audit/service-days/${page.value.day}`);
    if (!answer.ok) return setDay({ none: true });
    const content = await answer.blob();
    const { records, ...about } = JSON.parse(await content.text());
    setDay(about);
    download(content, `${about.centre}-${about.day}-proof.json`);
  }
  return html`<div class="card"><p class="row"><b>${t("export")} ${dayOf(page.value.day)}</b><button onClick=${() => save("csv")}>CSV</button><button onClick=${() => save("json")}>JSON</button><button id="day-hash" onClick=${hash}>${t("day_hash")}</button></p>
    ${day && (day.none ? html`<p class="hint" role="status">${t("no_day")}</p>` : html`<${Sheet} day=${day} />`)}
    ${sum && html`<p class="hint">${t("sum")}: <code id="sum">${sum}</code></p>`}</div>`;
}

/** What is printed and signed: a person outside keeps it, and it says later whether the records are still these. */
function Sheet({ day }) {
  return html`<div class="sheet" role="status"><h2>${t("day_hash")}</h2><dl>
      <dt>${t("centre")}</dt><dd>${day.centre}</dd><dt>${t("day")}</dt><dd>${dayOf(day.day)}</dd>
      <dt>${t("shown")}</dt><dd class="figures">${day.first}–${day.last}</dd><dt>SHA-256</dt><dd><code>${day.hash.match(/.{8}/g).join(" ")}</code></dd></dl>
    <p class="signature">${t("signature")}</p>
    <p class="row"><button onClick=${() => print()}>${t("print")}</button></p></div>`;
}

const option = (name, each) => (name === "day" ? dayOf(each) : name === "kind" ? kindName(each) : each === "-" ? t("none") : each);

function Filter({ name, options }) {
  return html`<label>${t(name)}<select name=${name} value=${name === "day" ? page.value.day : filters.value[name]} onChange=${(event) => load({ [name]: event.target.value })}>
    ${name !== "day" && html`<option value="">${t("all")}</option>`}${options.map((each) => html`<option key=${each} value=${each}>${option(name, each)}</option>`)}</select></label>`;
}

function App() {
  if (!page.value) return html`<${Bar} title=${t("title")} who=${who.value} /><main></main>`;
  const { days, kinds, actors, rows, total } = page.value;
  const time = (at) => new Date(at).toLocaleTimeString("vi-VN", { timeZone: page.value.timezone });
  return html`<${Bar} title=${t("title")} who=${who.value} /><main><section class="page audit">
    <h1>${t("title")}</h1>
    <div class="pair"><${Proof} /><${Export} /></div>
    <${Changes} timezone=${page.value.timezone} />
    <form class="group" onSubmit=${(event) => event.preventDefault()}>
      <${Filter} name="day" options=${days} /><${Filter} name="kind" options=${kinds} /><${Filter} name="actor" options=${actors} />
      <label>${t("text")}<input name="text" type="search" onChange=${(event) => load({ text: event.target.value })} /></label>
    </form>
    <p class="hint" role="status">${total} ${t("shown")} (${t("first")})</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("title")}><table class="list journal">
      <thead><tr><th>#</th><th>${t("time")}</th><th>${t("kind")}</th><th>${t("actor")}</th><th>${t("what")}</th><th>${t("hash")}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.version}><td class="figures">${row.version}</td><td class="figures">${time(row.at)}</td><td>${kindName(row.kind)}</td><td>${row.actor || t("none")}</td>
        <td><details><summary>${brief(row.body) || t("record")}</summary><pre>${row.body}</pre></details></td><td><code>${row.hash.slice(0, 12)}</code></td></tr>`)}</tbody>
    </table></div>
    ${!rows.length && html`<p>${t("empty")}</p>`}
  </section></main>`;
}

load({});
whoAmI().then((found) => (who.value = found));
render(html`<${App} />`, document.getElementById("app"));
