// What the journal's records say, for people: a name for each kind, and what of a record can be told in a line. The record
// itself stands beneath it as it is written; only that is proof.

import { dayOf, speaker } from "/static/language.js";
import { actName } from "./changes.js";

export const kindName = speaker({
  vi: {
    plan_adopted: "áp dụng cấu hình", day_opened: "mở ngày làm việc", ticket_taken: "lấy số", ticket_called: "gọi số", call_repeated: "gọi lại", serving_started: "bắt đầu phục vụ",
    ticket_finished: "phục vụ xong", ticket_moved: "chuyển tiếp", ticket_absent: "vắng mặt", ticket_returned: "quay lại", ticket_parked: "tạm gác", ticket_resumed: "trở lại hàng chờ",
    ticket_cancelled: "hủy số", ticket_expired: "hết hiệu lực", desk_opened: "mở quầy", desk_closed: "đóng quầy", slip_reported: "phiếu in", call_reported: "bảng báo đã hiện, đã đọc",
    visit_rated: "đánh giá", survey_answered: "trả lời khảo sát", numbers_leased: "giao dãy số cho ki-ốt", ticket_set_aside: "để riêng", journal_restored: "khôi phục nhật ký",
    administered: "quản lý người, thiết bị", journal_sealed: "niêm phong để xóa", erased: "đã xóa theo thời hạn", desk_reassigned: "đổi lĩnh vực của quầy", service_closed: "ngừng phát số lĩnh vực",
    service_opened: "phát số trở lại", quota_set: "đặt số lượng trong ngày", line_moved: "chuyển hàng chờ", notice_posted: "đăng thông báo", notice_withdrawn: "gỡ thông báo", admission_set: "giới hạn người vào",
    alert_raised: "cảnh báo", alert_ended: "hết cảnh báo", alert_told: "đã gửi cảnh báo ra ngoài", desk_paused: "tạm nghỉ", desk_continued: "làm việc lại", ticket_released: "trả về hàng chờ",
    ticket_reserved: "dành riêng cho quầy", ticket_stepped_out: "công dân ra ngoài", ticket_stepped_in: "công dân trở vào", ticket_amended: "sửa thông tin số", procedure_begun: "bắt đầu thủ tục",
    dossier_linked: "gắn mã hồ sơ", action_undone: "hoàn tác", slip_ordered: "yêu cầu in phiếu", alarm_raised: "báo động khẩn", alarm_answered: "đã đến giúp",
  },
  en: {
    plan_adopted: "configuration applied", day_opened: "day opened", ticket_taken: "number taken", ticket_called: "called", call_repeated: "called again", serving_started: "serving begun",
    ticket_finished: "finished", ticket_moved: "moved on", ticket_absent: "absent", ticket_returned: "came back", ticket_parked: "put aside by the desk", ticket_resumed: "back in line",
    ticket_cancelled: "cancelled", ticket_expired: "expired", desk_opened: "desk opened", desk_closed: "desk closed", slip_reported: "slip", call_reported: "board: shown, spoken",
    visit_rated: "rating", survey_answered: "survey answered", numbers_leased: "numbers lent to a kiosk", ticket_set_aside: "set aside", journal_restored: "journal restored",
    administered: "people and devices", journal_sealed: "sealed before erasure", erased: "erased after its time", desk_reassigned: "desk's services changed", service_closed: "service gives no numbers",
    service_opened: "service gives numbers again", quota_set: "numbers of the day set", line_moved: "line moved", notice_posted: "notice posted", notice_withdrawn: "notice withdrawn", admission_set: "admission limited",
    alert_raised: "alert", alert_ended: "alert over", alert_told: "alert told outside", desk_paused: "break", desk_continued: "back from a break", ticket_released: "given back to its line",
    ticket_reserved: "kept for a desk", ticket_stepped_out: "citizen stepped out", ticket_stepped_in: "citizen back in", ticket_amended: "ticket's details changed", procedure_begun: "procedure begun",
    dossier_linked: "dossier linked", action_undone: "undone", slip_ordered: "slip ordered", alarm_raised: "alarm", alarm_answered: "alarm answered",
  },
});

const t = speaker({
  vi: { desk: "quầy", day: "ngày", kiosk: "ki-ốt", board: "bảng", confirmed: "đã in", accepted: "máy in đã nhận", unconfirmed: "chưa chắc đã in", failed: "chưa in được", noted: "công dân đã ghi số" },
  en: { desk: "desk", day: "day", kiosk: "kiosk", board: "board", confirmed: "printed", accepted: "taken by the printer", unconfirmed: "perhaps not printed", failed: "not printed", noted: "noted by the citizen" },
});

/** Fields that are said with their name, and those that speak for themselves. */
const NAMED = ["desk", "day", "kiosk", "board"];
const PLAIN = ["number", "service", "procedure", "what", "subject", "officer", "state", "reason", "note", "code", "cause"];
const LONGEST = 90;

/** What of a record's body can be told in a line; "" where it says nothing of that. */
export function brief(body) {
  let found;
  try {
    found = JSON.parse(body);
  } catch {
    return body.slice(0, LONGEST); // not written by us: shown as it is
  }
  const said = [...PLAIN, ...NAMED].filter((each) => typeof found[each] === "string" && found[each]).map((each) => (NAMED.includes(each) ? `${t(each)} ${each === "day" ? dayOf(found.day) : found[each]}` : each === "what" ? actName(found.what) : each === "state" ? t(found.state) : found[each]));
  return said.join(" · ").slice(0, LONGEST);
}
