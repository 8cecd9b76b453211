// What the supervisor's page says, in Vietnamese and English.

import { speaker } from "/static/language.js";

const WORDS = {
  vi: {
    page: "Điều hành",
    not_allowed: "Tài khoản này không có quyền điều hành.",
    not_allowed_hint: "Hãy đăng nhập bằng tài khoản của người phụ trách, hoặc về bàn làm việc của cán bộ.",
    lines: "Lĩnh vực", service: "Lĩnh vực", waiting: "Đang chờ", longest: "Chờ lâu nhất", estimate: "Dự kiến", desks_open: "Quầy mở",
    left: "Còn", standing: "Tình trạng", minutes: "phút", nobody: "Không có ai",
    good: "Bình thường", warn: "Cần chú ý", target: "Quá mục tiêu", breach: "Vi phạm",
    service_closed: "Ngừng phát số", quota_used: "Hết chỉ tiêu", no_time_left: "Không còn kịp",
    desks: "Quầy", desk: "Quầy", closed: "Đóng", idle: "Trống", calling: "Đang gọi", serving: "Đang phục vụ", paused: "Tạm nghỉ",
    changed_today: "đổi hôm nay", devices: "Thiết bị", online: "Hoạt động", offline: "Mất kết nối", since: "từ", no_devices: "Chưa có thiết bị nào kết nối.",
    kiosk: "Kiosk", board: "Bảng", skew: "đồng hồ lệch", hidden: "Không ai nhìn thấy", sounded: "phát tiếng lần cuối", version: "phiên bản", started: "chạy từ", failure: "lỗi lần trước:",
    tested: "Tự kiểm tra", check_printer: "máy in", check_scanner: "máy quét", check_clock: "đồng hồ", check_sound: "loa", check_picture: "hình",
    alerts: "Cảnh báo", no_alerts: "Không có cảnh báo.", more_alerts: "Cảnh báo khác:", over: "đã hết", told: "đã báo ra ngoài", sound_on: "Bật chuông", sound_off: "Tắt chuông",
    today: "Hôm nay", graph: "Số người chờ, lấy số và được gọi theo từng 15 phút", came: "Lấy số", called: "Được gọi", most_waiting: "Chờ nhiều nhất", no_graph: "Chưa có lượt nào hôm nay.",
    acts: "Việc đã làm hôm nay", no_acts: "Chưa có thay đổi nào.", undo: "Hoàn tác", by: "bởi",
    more: "Việc khác", reason: "Lý do", do: "Thực hiện", back: "Quay lại", failed: "Máy chủ chưa trả lời. Hãy xem trạng thái rồi thử lại.",
    act_on: "Điều chỉnh", close: "Ngừng phát số", open: "Phát số lại", all_lines: "Tất cả lĩnh vực", close_all: "Ngừng phát số ở mọi lĩnh vực", open_all: "Phát số lại ở mọi lĩnh vực đã ngừng", quota: "Chỉ tiêu trong ngày", quota_hint: "Số phiếu tối đa hôm nay. Để trống: không giới hạn.",
    move: "Chuyển cả hàng chờ", move_hint: "Mọi người đang chờ giữ nguyên thứ tự và do quầy này gọi.", all_desks: "Tất cả các quầy của lĩnh vực",
    reassign: "Lĩnh vực của quầy", reassign_hint: "Có hiệu lực từ lượt gọi sau, chỉ trong hôm nay.", serves: "Tiếp nhận", helps: "Hỗ trợ", not: "Không", as_planned: "Theo cấu hình",
    notice: "Thông báo", notice_hint: "Hiện trên các bảng và kiosk.", text_vi: "Tiếng Việt", text_en: "Tiếng Anh (nếu có)", until: "Đến lúc", end_of_day: "hết ngày", urgent: "Khẩn cấp", aloud: "Đọc qua loa một lần", notices: "Thông báo đang hiện", withdraw: "Gỡ xuống", post: "Đăng thông báo",
    admission: "Giới hạn vào quầy", admission_hint: "Số người tối đa ở các quầy cùng lúc. Để trống: không giới hạn.", inside: "đang ở quầy", no_limit: "không giới hạn",
    close_hint: "Người đã có số vẫn được phục vụ. Câu này hiện ở kiosk.",
    why_system: "Hệ thống đang gặp sự cố", why_enough: "Đã đủ số hôm nay", why_officer: "Cán bộ phụ trách đang vắng",
    desk_reassigned: "Đổi lĩnh vực của quầy", service_opened: "Phát số lại", quota_set: "Đặt chỉ tiêu", line_moved: "Chuyển hàng chờ", notice_posted: "Đăng thông báo", notice_withdrawn: "Gỡ thông báo", admission_set: "Giới hạn vào quầy",
  },
  en: {
    page: "Hall",
    not_allowed: "This account may not supervise.",
    not_allowed_hint: "Sign in with a supervisor's account, or go to the desk console.",
    lines: "Services", service: "Service", waiting: "Waiting", longest: "Longest wait", estimate: "Estimate", desks_open: "Desks open",
    left: "Left", standing: "Standing", minutes: "min", nobody: "Nobody",
    good: "Normal", warn: "Watch", target: "Over target", breach: "Breach",
    service_closed: "Closed", quota_used: "Quota used", no_time_left: "No time left",
    desks: "Desks", desk: "Desk", closed: "Closed", idle: "Idle", calling: "Calling", serving: "Serving", paused: "On a break",
    changed_today: "changed today", devices: "Devices", online: "Connected", offline: "Offline", since: "since", no_devices: "No device has connected yet.",
    kiosk: "Kiosk", board: "Board", skew: "clock wrong by", hidden: "Nobody sees it", sounded: "last heard", version: "version", started: "running since", failure: "last failure:",
    tested: "Self-test", check_printer: "printer", check_scanner: "scanner", check_clock: "clock", check_sound: "sound", check_picture: "picture",
    alerts: "Alerts", no_alerts: "No alerts.", more_alerts: "More alerts:", over: "over", told: "told outside", sound_on: "Turn sound on", sound_off: "Turn sound off",
    today: "Today", graph: "People waiting, tickets taken and called by quarter of an hour", came: "Taken", called: "Called", most_waiting: "Most waiting", no_graph: "Nobody has come yet today.",
    acts: "Done today", no_acts: "Nothing was changed.", undo: "Undo", by: "by",
    more: "Other acts", reason: "Reason", do: "Do it", back: "Back", failed: "The server has not answered. Look at the state, then try again.",
    act_on: "Adjust", close: "Close", open: "Open again", all_lines: "All services", close_all: "No more numbers for any service", open_all: "Numbers again for all that were stopped", quota: "Quota for today", quota_hint: "Most tickets today. Empty: no limit.",
    move: "Move the whole line", move_hint: "Everybody keeps their place and is called by this desk.", all_desks: "All desks of the service",
    reassign: "Services of the desk", reassign_hint: "From its next call on, for today only.", serves: "Serves", helps: "Helps out", not: "No", as_planned: "As configured",
    notice: "Notice", notice_hint: "Shown on boards and kiosks.", text_vi: "Vietnamese", text_en: "English (if any)", until: "Until", end_of_day: "end of day", urgent: "Emergency", aloud: "Read out once", notices: "Notices shown", withdraw: "Take down", post: "Post a notice",
    admission: "Admission limit", admission_hint: "Most people at the desks at a time. Empty: no limit.", inside: "at the desks", no_limit: "no limit",
    close_hint: "Who has a ticket is still served. Kiosks show this sentence.",
    why_system: "The system is out of order", why_enough: "Enough tickets for today", why_officer: "The officer in charge is away",
    desk_reassigned: "Desk's services changed", service_opened: "Opened again", quota_set: "Quota set", line_moved: "Line moved", notice_posted: "Notice posted", notice_withdrawn: "Notice taken down", admission_set: "Admission limit",
  },
};

export const t = speaker(WORDS);

/** The same text in every language: what citizens are told. */
export function inAll(key) {
  return { vi: WORDS.vi[key], en: WORDS.en[key] };
}
