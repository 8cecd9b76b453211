// The front page: the pages of this centre, those first that the person who is signed in may use.

import { html, render, signal } from "/static/ui.js";
import { Bar } from "/static/bar.js";
import { speaker } from "/static/language.js";
import { whoAmI } from "/static/sign_in.js";

const who = signal(undefined);

/** Address, the rights of which one is enough (none: anybody), key of its words. */
const PAGES = [
  ["/desk", ["serve"], "desk"],
  ["/reception", ["greet"], "reception"],
  ["/hall", ["supervise"], "hall"],
  ["/admin", ["administer"], "admin"],
  ["/audit", ["audit"], "audit"],
  ["/figures", ["supervise", "administer"], "figures"],
  ["/opinions", ["supervise", "administer"], "opinions"],
  ["/board", [], "board"],
  ["/rate", [], "rate"],
];

const t = speaker({
  vi: {
    title: "Trang của trung tâm",
    running: "Máy chủ của trung tâm đang chạy.",
    sign_in: "Đăng nhập",
    desk: "Bàn làm việc của cán bộ",
    desk_hint: "Gọi số, phục vụ, chuyển tiếp",
    reception: "Hướng dẫn, lấy số giúp công dân",
    reception_hint: "Lấy số, in phiếu ở ki-ốt bất kỳ, tìm số",
    hall: "Điều hành",
    hall_hint: "Tình hình sảnh, cảnh báo, điều chỉnh trong ngày",
    admin: "Quản trị",
    admin_hint: "Cấu hình, cán bộ, thiết bị",
    figures: "Số liệu",
    figures_hint: "Thời gian chờ, giờ cao điểm, thời gian tại quầy",
    opinions: "Đánh giá, khảo sát",
    opinions_hint: "Công dân hài lòng đến đâu, vì sao chưa",
    audit: "Kiểm tra nhật ký",
    audit_hint: "Nhật ký từng ngày, kiểm chứng chuỗi băm",
    board: "Bảng hiển thị trên trình duyệt",
    board_hint: "Cho ti vi có trình duyệt",
    rate: "Máy đánh giá tại quầy",
    rate_hint: "Cho máy tính bảng đặt trước mặt công dân",
    pages: "Các trang",
  },
  en: {
    title: "The centre's pages",
    running: "The centre's server is running.",
    sign_in: "Sign in",
    desk: "Desk console",
    desk_hint: "Call, serve, transfer",
    reception: "Reception",
    reception_hint: "Issue tickets, print at any kiosk, find a number",
    hall: "Hall",
    hall_hint: "The hall now, alerts, changes for today",
    admin: "Administration",
    admin_hint: "Configuration, officers, devices",
    figures: "Figures",
    figures_hint: "Waits, busy hours, time at desks",
    opinions: "Ratings and surveys",
    opinions_hint: "How content citizens are, and why not",
    audit: "Journal and proof",
    audit_hint: "Each day's journal, its chain verified",
    board: "Web board",
    board_hint: "For a television with a browser",
    rate: "Rating tablet",
    rate_hint: "For a tablet before the citizen at a desk",
    pages: "Pages",
  },
});

function Home() {
  const rights = who.value ? who.value.rights : [];
  const shown = PAGES.filter(([, needs]) => !who.value || !needs.length || needs.some((each) => rights.includes(each)));
  return html`<${Bar} title=${t("title")} who=${who.value} />
    <main class="home">
      <h1>${t("title")}</h1>
      <p>${t("running")}</p>
      <ul class="doors" aria-label=${t("pages")}>
        ${shown.map(([address, , key]) => html`<li key=${key}><a class="card" href=${address}><b>${t(key)}</b><span>${t(`${key}_hint`)}</span></a></li>`)}
      </ul>
      ${who.value === null && html`<p><a class="button" href="/sign-in">${t("sign_in")}</a></p>`}
    </main>`;
}

whoAmI().then((found) => (who.value = found), () => (who.value = null));
render(html`<${Home} />`, document.getElementById("app"));
