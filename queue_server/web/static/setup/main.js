// The first start, step by step: the code from the server's console, the centre, the administrator, then the devices.

import { html, render, signal, useState } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { get, post } from "/static/http.js";
import { language, named, speaker } from "/static/language.js";

const t = speaker({
  vi: {
    title: "Thiết lập lần đầu",
    step: "Bước",
    code: "Mã thiết lập",
    code_hint: "Mã in trên màn hình của máy chủ, khi chạy lệnh motcua serve.",
    next: "Tiếp tục",
    back: "Quay lại",
    centre: "Trung tâm",
    new: "Tạo mới",
    new_hint: "Trả lời vài câu, sửa chi tiết sau",
    example: "Từ một ví dụ",
    example_hint: "Bốn trung tâm của Kon Tum",
    file: "Từ một tệp",
    file_hint: "Tệp YAML đã có",
    name: "Tên trung tâm",
    english: "Tên tiếng Anh",
    id: "Mã trung tâm (không đổi được sau này)",
    id_hint: "Chữ thường không dấu, số, gạch nối.",
    level: "Cấp",
    province: "Tỉnh",
    district: "Huyện",
    commune: "Xã, phường",
    vertical: "Ngành dọc",
    offers: "Lĩnh vực tiếp nhận",
    offers_hint: "Các lĩnh vực có thủ tục thuộc cấp đã chọn. Chữ cái, thủ tục, giờ làm việc… sửa sau trên trang Cấu hình.",
    no_offers: "Hãy chọn ít nhất một lĩnh vực tiếp nhận.",
    all: "Chọn tất cả",
    nothing: "Bỏ chọn",
    desks: "Số quầy",
    organisation: "Ai tiếp nhận hồ sơ, của những cấp nào?",
    organisation_hint: "Có thể đổi sau bằng một mục trên trang cấu hình; không phải cài đặt lại.",
    authority: "Cơ quan tiếp nhận hồ sơ",
    authority_hint: "Ví dụ: UBND phường …",
    hotline: "Điện thoại hỗ trợ (in trên phiếu)",
    paste: "Hoặc dán nội dung tệp vào đây",
    choose_file: "Chọn tệp",
    account: "Người quản trị",
    display: "Họ tên",
    user: "Tên đăng nhập",
    user_hint: "Chữ thường không dấu, số, dấu chấm, gạch nối.",
    password: "Mật khẩu (ít nhất 12 ký tự)",
    finish: "Hoàn tất",
    done: "Đã thiết lập xong",
    done_hint: "Bước tiếp theo: ghép nối ki-ốt và bảng, thêm cán bộ, xem lại cấu hình.",
    devices: "Ghép nối thiết bị",
    officers: "Thêm cán bộ",
    configuration: "Xem cấu hình",
    starting: "Máy chủ đang khởi động trung tâm…",
    closed: "Máy chủ này đã được thiết lập.",
    sign_in: "Đăng nhập",
    wrong_code: "Mã không đúng. Hãy xem lại trên màn hình máy chủ.",
    locked: "Sai quá nhiều lần. Vui lòng đợi 5 phút.",
    pin_too_easy: "Mật khẩu cần ít nhất 12 ký tự và không phải từ dễ đoán.",
    mend: "Cần sửa:",
    usable: "Dùng được",
    line: "dòng",
    found: "đang ghi",
    expected: "cần",
    no_server: "Không kết nối được máy chủ. Vui lòng thử lại.",
    bad_request: "Có ô chưa điền hoặc điền sai. Tên đăng nhập chỉ gồm chữ thường không dấu, số và dấu chấm.",
  },
  en: {
    title: "First start",
    step: "Step",
    code: "Set-up code",
    code_hint: "It stands on the server's screen, where motcua serve was started.",
    next: "Go on",
    back: "Back",
    centre: "The centre",
    new: "Make a new one",
    new_hint: "A few answers; details come later",
    example: "From an example",
    example_hint: "Four centres of Kon Tum",
    file: "From a file",
    file_hint: "A YAML file that you have",
    name: "Name of the centre",
    english: "English name",
    id: "Id of the centre (for good)",
    id_hint: "Small letters without accents, digits, hyphens.",
    level: "Level",
    province: "Province",
    district: "District",
    commune: "Commune, ward",
    vertical: "Vertical agency",
    offers: "Services offered",
    offers_hint: "Those with procedures of the level above. Letters, procedures, opening hours … are edited later, on the configuration page.",
    no_offers: "Choose at least one service.",
    all: "Choose all",
    nothing: "Choose none",
    desks: "Number of desks",
    organisation: "Who receives dossiers, and of which levels?",
    organisation_hint: "One field of the configuration page changes it later; nothing is installed again.",
    authority: "Receiving authority",
    authority_hint: "Such as: UBND phường …",
    hotline: "Hotline (printed on slips)",
    paste: "Or paste the file here",
    choose_file: "Choose a file",
    account: "The administrator",
    display: "Name",
    user: "User name",
    user_hint: "Small letters without accents, digits, dots, hyphens.",
    password: "Password (at least 12 characters)",
    finish: "Finish",
    done: "All set up",
    done_hint: "Next: pair kiosks and boards, add officers, look over the configuration.",
    devices: "Pair devices",
    officers: "Add officers",
    configuration: "See the configuration",
    starting: "The server is starting the centre…",
    closed: "This server has been set up already.",
    sign_in: "Sign in",
    wrong_code: "The code is wrong. Look at the server's screen again.",
    locked: "Too many wrong tries. Please wait 5 minutes.",
    pin_too_easy: "The password needs at least 12 characters, and not those that everybody tries first.",
    mend: "To be mended:",
    usable: "It can be used",
    line: "line",
    found: "it says",
    expected: "expected",
    no_server: "The server does not answer. Please try again.",
    bad_request: "A field is empty or wrong. A user name has small letters, digits and dots only.",
  },
});

const offered = signal(undefined);
const step = signal("code");
const problem = signal("");
const given = signal({ code: "", way: "new", example: "", text: "", file: "", answers: { id: "", name: { vi: "", en: "" }, level: "commune", offers: [], desks: 3, organisation: "", authority: "", hotline: "" } });
const judged = signal(null);
const set = (change) => (given.value = Object.assign({}, given.value, change));
const answer = (change) => set({ answers: Object.assign({}, given.value.answers, change) });

/** What the server is asked: the code and the one way that was chosen. */
function centre() {
  const { code, way, example, text, file, answers } = given.value;
  if (!offered.value.centre) return { code };
  if (way === "example") return { code, example };
  if (way === "file") return { code, text, file };
  return { code, answers };
}

async function attempt(work) {
  problem.value = "";
  try {
    await work();
  } catch (refused) {
    problem.value = t(refused.code) !== refused.code ? t(refused.code) : refused.status ? t("bad_request") : t("no_server");
    if (refused.data && refused.data.problems) judged.value = refused.data;
  }
}

/** The services that a centre of this level can offer, with this way to organise reception. */
function possible(answers) {
  const option = offered.value.options.find((each) => each.id === answers.organisation) || offered.value.options[0];
  const taken = [answers.level, ...option.levels];
  return offered.value.services.filter((each) => each.levels.some((level) => taken.includes(level)));
}

/** An answer on which the services depend: those that are no longer possible are given up. */
function reorganise(change) {
  const answers = Object.assign({}, given.value.answers, change);
  const ids = possible(answers).map((each) => each.id);
  set({ answers: Object.assign(answers, { offers: answers.offers.filter((id) => ids.includes(id)) }) });
}

/** An id that says what the name says, without marks. */
const idOf = (name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);

function Code() {
  const go = (event) => {
    event.preventDefault();
    attempt(async () => {
      if (offered.value.centre) await post("/api/setup/check", { code: given.value.code, example: Object.keys(offered.value.examples)[0] });
      step.value = offered.value.centre ? "centre" : "account";
    });
  };
  return html`<form class="card" onSubmit=${go}>
    <label>${t("code")}<input class="figures digits" name="code" required maxlength="9" autofocus autocomplete="off" value=${given.value.code} onInput=${(event) => set({ code: event.target.value.toUpperCase() })} /></label>
    <p class="hint">${t("code_hint")}</p>
    <p class="row"><button class="strong">${t("next")}</button></p>
  </form>`;
}

function Centre() {
  const { way } = given.value;
  const go = (event) => {
    event.preventDefault();
    judged.value = null;
    if (way === "new" && !given.value.answers.offers.length) return (problem.value = t("no_offers"));
    attempt(async () => {
      judged.value = await post("/api/setup/check", centre());
      if (judged.value.usable) step.value = "account";
    });
  };
  const Way = { new: Answers, example: Examples, file: FromFile }[way];
  return html`<form class="card" onSubmit=${go}>
    <h2>${t("centre")}</h2>
    <div class="ways" role="group" aria-label=${t("centre")}>
      ${["new", "example", "file"].map(
        (each) => html`<button key=${each} type="button" id=${`way-${each}`} class=${way === each ? "chosen" : ""} aria-pressed=${way === each}
          onClick=${() => ((judged.value = null), set({ way: each }))}><b>${t(each)}</b><small>${t(`${each}_hint`)}</small></button>`,
      )}
    </div>
    <${Way} />
    <${Mistakes} />
    <p class="row"><button class="strong">${t("next")}</button></p>
  </form>`;
}

function Answers() {
  const { answers } = given.value;
  const named_vi = (vi) => answer({ name: Object.assign({}, answers.name, { vi }), id: answers.id && answers.id !== idOf(answers.name.vi) ? answers.id : idOf(vi) });
  return html`<div class="group">
      <label class="wide">${t("name")}<input name="name" required maxlength="200" value=${answers.name.vi} onInput=${(event) => named_vi(event.target.value)} /></label>
      <label class="wide">${t("english")}<input name="english" maxlength="200" value=${answers.name.en} onInput=${(event) => answer({ name: Object.assign({}, answers.name, { en: event.target.value }) })} /></label>
      <label>${t("level")}<select name="level" value=${answers.level} onChange=${(event) => reorganise({ level: event.target.value })}>
        ${["province", "district", "commune"].map((each) => html`<option key=${each} value=${each}>${t(each)}</option>`)}</select></label>
      <label>${t("desks")}<input name="desks" type="number" min="1" max="60" required value=${answers.desks} onInput=${(event) => answer({ desks: Number(event.target.value) })} /></label>
      <label>${t("authority")}<input name="authority" required maxlength="200" list="authorities" placeholder=${t("authority_hint")} value=${answers.authority} onInput=${(event) => answer({ authority: event.target.value })} /></label>
      <label>${t("hotline")}<input name="hotline" type="tel" maxlength="40" placeholder="0260 386 2000" value=${answers.hotline} onInput=${(event) => answer({ hotline: event.target.value })} /></label>
      <label>${t("id")}<input name="id" required pattern="[a-z0-9][a-z0-9\\-]*" title=${t("id_hint")} maxlength="40" value=${answers.id} onInput=${(event) => answer({ id: event.target.value })} /></label>
      <datalist id="authorities">${offered.value.authorities.map((each) => html`<option key=${each.id} value=${each.name.vi} />`)}</datalist>
    </div>
    <fieldset class="field"><legend>${t("organisation")}</legend><p class="hint">${t("organisation_hint")}</p><div class="chips column">
      ${offered.value.options.map(
        (each, place) => html`<label class="chip" key=${each.id}><input type="radio" name="organisation" value=${each.id} checked=${answers.organisation === each.id || (!answers.organisation && !place)}
          onChange=${() => reorganise({ organisation: each.id })} />${named(each.name)}</label>`,
      )}
    </div></fieldset>
    <fieldset class="field"><legend>${t("offers")}</legend><p class="hint">${t("offers_hint")}</p>
      <p class="row"><button type="button" id="all" onClick=${() => answer({ offers: possible(answers).map((each) => each.id) })}>${t("all")}</button>
        <button type="button" onClick=${() => answer({ offers: [] })}>${t("nothing")}</button></p><div class="chips">
      ${possible(answers).map(
        (each) => html`<label class="chip" key=${each.id}><input type="checkbox" name=${`offer-${each.id}`} checked=${answers.offers.includes(each.id)}
          onChange=${(event) => answer({ offers: event.target.checked ? [...answers.offers, each.id] : answers.offers.filter((id) => id !== each.id) })} />${named(each.name)}</label>`,
      )}
    </div></fieldset>`;
}

function Examples() {
  return html`<div class="chips column">
    ${Object.entries(offered.value.examples).map(
      ([id, name]) => html`<label class="chip" key=${id}><input type="radio" name="example" required checked=${given.value.example === id} onChange=${() => set({ example: id })} />${named(name)}</label>`,
    )}
  </div>`;
}

function FromFile() {
  const [, again] = useState(0);
  const read = async (event) => {
    const file = event.target.files[0];
    if (file) set({ text: await file.text(), file: file.name.slice(0, 120) });
    again((count) => count + 1);
  };
  return html`<p class="row"><label class="button-like">${t("choose_file")}<input type="file" name="file" accept=".yaml,.yml" onChange=${read} /></label><span>${given.value.file}</span></p>
    <label>${t("paste")}<textarea name="text" rows="8" spellcheck="false" value=${given.value.text} onInput=${(event) => set({ text: event.target.value })}></textarea></label>`;
}

function Mistakes() {
  const wrong = judged.value ? judged.value.problems.filter((each) => !each.warning) : [];
  if (!wrong.length) return null;
  const said = (phrase) => phrase[language.value] || phrase.vi;
  return html`<div role="alert"><p><b>${t("mend")}</b></p><ul class="wrong">
    ${wrong.slice(0, 12).map((each, index) => html`<li key=${index}>${each.file}${each.line > 0 && `, ${t("line")} ${each.line}`} · <code>${each.key || "–"}</code> ${t("found")} ${said(each.found)}; ${t("expected")} ${said(each.expected)}</li>`)}
  </ul></div>`;
}

function Account() {
  const go = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    attempt(async () => {
      await post("/api/setup", Object.assign(centre(), { account: { name: form.get("user").trim(), display: form.get("display").trim(), password: form.get("password") } }));
      step.value = "done";
      wait();
    });
  };
  return html`<form class="card" onSubmit=${go}>
    <h2>${t("account")}</h2>
    <label>${t("display")}<input name="display" required maxlength="120" autofocus /></label>
    <label>${t("user")}<input name="user" required maxlength="40" pattern="[a-z0-9][a-z0-9._\\-]*" title=${t("user_hint")} autocapitalize="none" autocomplete="username" /><span class="hint">${t("user_hint")}</span></label>
    <label>${t("password")}<input name="password" type="password" required minlength="12" maxlength="128" autocomplete="new-password" /></label>
    <p class="row"><button class="strong">${t("finish")}</button>${offered.value.centre && html`<button type="button" onClick=${() => (step.value = "centre")}>${t("back")}</button>`}</p>
  </form>`;
}

const ready = signal(false);

/** The server goes from setting up to serving: look until it answers as a centre. */
async function wait() {
  try {
    ready.value = (await get("/health")).centre !== null; // while it is set up it has none
  } catch {
    // between the two nobody answers
  }
  if (!ready.value) setTimeout(wait, 400);
}

function Done() {
  if (!ready.value) return html`<p class="card" role="status">${t("starting")}</p>`;
  return html`<div class="card"><h2>${t("done")}</h2><p>${t("done_hint")}</p>
    <p class="row"><a class="button" href="/admin/devices">${t("devices")}</a><a class="button-like" href="/admin/officers">${t("officers")}</a><a class="button-like" href="/admin/configuration">${t("configuration")}</a></p></div>`;
}

const STEPS = { code: Code, centre: Centre, account: Account, done: Done };

function App() {
  if (offered.value === undefined) return html`<${Bar} title=${t("title")} /><main></main>`;
  if (offered.value === null) return html`<${Bar} title=${t("title")} /><main><section class="page setup"><p class="card">${t("closed")} <a href="/sign-in?next=/admin">${t("sign_in")}</a></p></section></main>`;
  const names = Object.keys(STEPS).filter((each) => each !== "centre" || offered.value.centre);
  const Step = STEPS[step.value];
  return html`<${Bar} title=${t("title")} /><main><section class="page setup">
    <h1>${t("title")}</h1>
    <p class="hint">${t("step")} ${names.indexOf(step.value) + 1}/${names.length}</p>
    <${Step} />
    <p class="problem" role="alert">${problem.value}</p>
  </section></main>`;
}

get("/api/setup").then((found) => (offered.value = found), () => (offered.value = null));
render(html`<${App} />`, document.getElementById("app"));
