// A citizen's own page: where their ticket stands. Asked for anew every few seconds; it holds no identity.

import { Refused, post } from "/static/http.js";
import { Scale, Thanks } from "/static/rate/scale.js";
import { html, render, signal } from "/static/ui.js";
import { Away, Choices } from "./choices.js";
import { Path } from "./path.js";
import { Survey } from "./survey.js";

const ASK_MS = 5000;
const api = `/api/tickets/${location.pathname.split("/").pop()}`;
const state = signal({ ticket: null, asked: false, failed: false, gone: false, problem: null });

const STATES = {
  waiting: ["Đang chờ", "Waiting"],
  called: ["Mời đến quầy", "Please go to the desk"],
  serving: ["Đang được phục vụ", "Being served"],
  parked: ["Tạm dừng – mời quay lại quầy khi xong", "Parked – come back to the desk when you are ready"],
  away: ["Đang ra ngoài, giữ chỗ", "Stepped out, your place is kept"],
  absent: ["Đã gọi nhưng quý vị vắng mặt. Mời báo cán bộ.", "You were called and were not there. Please tell an officer."],
  finished: ["Đã hoàn thành. Xin cảm ơn quý vị!", "Finished. Thank you!"],
  cancelled: ["Đã hủy", "Cancelled"],
  expired: ["Đã hết ngày làm việc, số không còn hiệu lực", "The day has ended; this ticket is no longer valid"],
};

async function ask() {
  try {
    const answer = await fetch(api, { cache: "no-store" });
    if (answer.status === 404) state.value = { ...state.value, asked: true, gone: true };
    else if (!answer.ok) throw new Error(answer.status);
    else show(await answer.json());
  } catch {
    state.value = { ...state.value, asked: true, failed: true };
  }
  clearTimeout(again);
  again = setTimeout(ask, ASK_MS);
}

function show(ticket) {
  const { ticket: before, problem } = state.value;
  if (before && before.state !== "called" && ticket.state === "called" && navigator.vibrate) navigator.vibrate([300, 150, 300]);
  document.title = ticket.state === "called" ? `${ticket.number} → ${place(ticket)} ${ticket.desk}` : `${ticket.number} · ${STATES[ticket.state][0]}`;
  const moved = before && before.state !== ticket.state;
  state.value = { ticket, asked: true, failed: false, gone: false, problem: moved ? null : problem };
}

/** What the citizen wants: "step-out", "step-in" or "give-up". The answer is where the ticket then stands. */
async function want(what) {
  try {
    const ticket = await post(`${api}/${what}`);
    state.value = { ...state.value, problem: null };
    show(ticket);
  } catch (error) {
    if (!(error instanceof Refused)) state.value = { ...state.value, failed: true };
    else if (error.data && error.data.message) state.value = { ...state.value, problem: error.data.message };
    await ask();
  }
}

async function rate(value, reasons) {
  const { ticket } = state.value;
  state.value = { ...state.value, ticket: { ...ticket, rating: null, rated: true } };
  try {
    await post(`${api}/rating`, { value, reasons });
  } catch (error) {
    // Rated at the desk meanwhile is as good; without a line the question comes back with the next look.
    if (!(error instanceof Refused)) state.value = { ...state.value, failed: true };
  }
}

async function answer(answers) {
  const { ticket } = state.value;
  try {
    await post(`${api}/survey`, { survey: ticket.survey.id, answers });
  } catch (error) {
    if (!(error instanceof Refused)) state.value = { ...state.value, failed: true };
  }
  await ask(); // what was answered is not asked again; what did not arrive is
}

let again;
document.addEventListener("visibilitychange", () => {
  // A phone taken out of the pocket is not shown what was true when it went in.
  clearTimeout(again);
  if (!document.hidden) ask();
});

/** What this centre calls a desk: Quầy, Phòng … */
const place = ({ desk_word: word }) => word.charAt(0).toUpperCase() + word.slice(1);
const time = (instant, zone) => new Date(instant).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: zone });

/** Who is ahead and how long that takes; until an appointed time has come, that time: its holder waits for no line. */
function Turn({ ticket }) {
  if (ticket.appointed && ticket.appointed > ticket.now)
    return html`<div id="appointed"><dt>Giờ hẹn<span class="en">Appointment</span></dt><dd class="figures">${time(ticket.appointed, ticket.timezone)}</dd></div>`;
  return html`
    <div><dt>Số người phía trước<span class="en">People ahead</span></dt><dd class="figures">${ticket.ahead}</dd></div>
    <div><dt>Dự kiến chờ<span class="en">Expected wait</span></dt><dd class="figures">${ticket.low === null ? html`– <small>chưa mở · not open</small>` : html`${ticket.low}–${ticket.high} <small>phút · min</small>`}</dd></div>`;
}

function App() {
  const { ticket, asked, failed, gone, problem } = state.value;
  if (gone) return html`<main class="alone"><p class="status">Không tìm thấy số này trong hôm nay.<span class="en">There is no such ticket today.</span></p>
    <p>Vui lòng xem lại phiếu hoặc hỏi cán bộ.<span class="en">Please check your slip or ask an officer.</span></p></main>`;
  if (!ticket) return html`<main class="alone"><p class="status">${asked ? "Không kết nối được, đang thử lại…" : "Đang tải…"}<span class="en">${asked ? "Cannot connect, trying again…" : "Loading…"}</span></p></main>`;
  const [vi, en] = STATES[ticket.state];
  return html`
    <header><p>${ticket.centre.vi}</p></header>
    <main class=${ticket.state}>
      <p class="service">${ticket.service.vi}${ticket.service.en && html`<span class="en">${ticket.service.en}</span>`}</p>
      <p class="number figures">${ticket.number}</p>
      <div class=${ticket.state === "called" ? "go" : ""} role="status">
        <p class="status">${vi}<span class="en">${en}</span></p>
        ${ticket.state === "called" && html`<p class="desk">${place(ticket)} <b class="figures">${ticket.desk}</b></p>`}
      </div>
      ${ticket.state === "waiting" &&
      html`<dl>
        <${Turn} ticket=${ticket} />
        <div><dt>${place(ticket)}<span class="en">Desk</span></dt><dd class="figures">${ticket.desks.join(", ")}</dd></div>
      </dl>`}
      ${ticket.state === "away" && html`<${Away} until=${time(ticket.away_until, ticket.timezone)} want=${want} />`}
      ${ticket.path.length > 1 && html`<${Path} path=${ticket.path} place=${place(ticket)} />`}
      ${ticket.decides && html`<p class="small" id="decides">Cơ quan giải quyết: <b>${ticket.decides.vi}</b><span class="en">Decided by: ${ticket.decides.en || ticket.decides.vi}</span></p>`}
      ${problem && html`<p class="stale" role="alert">${problem.vi}<span class="en">${problem.en}</span></p>`}
      ${ticket.rating && html`<${Scale} scale=${ticket.rating.scale} reasons=${ticket.rating.reasons} send=${rate} />`}
      ${ticket.rated && html`<${Thanks} />`}
      ${ticket.survey && html`<${Survey} survey=${ticket.survey} send=${answer} />`}
      ${ticket.surveyed && html`<p class="small" id="surveyed">Đã nhận ý kiến khảo sát.<span class="en">Your answers to the survey have arrived.</span></p>`}
      ${!failed && html`<${Choices} minutes=${ticket.step_out_minutes} give=${ticket.may_give_up} want=${want} />`}
      <p class="small">Lấy số lúc ${time(ticket.taken_at, ticket.timezone)}${ticket.appointed && ` · hẹn ${time(ticket.appointed, ticket.timezone)}`} · cập nhật lúc ${time(ticket.now, ticket.timezone)}
        <span class="en">Taken at ${time(ticket.taken_at, ticket.timezone)}${ticket.appointed && ` · appointment ${time(ticket.appointed, ticket.timezone)}`} · updated at ${time(ticket.now, ticket.timezone)}</span></p>
      ${failed && html`<p class="stale" role="alert">Mất kết nối từ ${time(ticket.now, ticket.timezone)}. Thông tin có thể đã cũ.<span class="en">Not connected; this may be old.</span></p>`}
      ${ticket.hotline && html`<p class="small">Đường dây nóng · Hotline <b>${ticket.hotline}</b></p>`}
    </main>
  `;
}

ask();
render(html`<${App} />`, document.getElementById("app"));
