// Names of the fields of a centre's document. What a field should hold comes from the server with the form; here is only
// what people call it. A key that has no name here is shown as it is written in the file.

import { language } from "/static/language.js";

const NAMES = {
  id: ["Mã", "Id"], name: ["Tên", "Name"], level: ["Cấp", "Level"], organisation: ["Phương án tổ chức", "Organisational option"],
  address: ["Địa chỉ", "Address"], agency_code: ["Mã cơ quan", "Agency code"], offers: ["Lĩnh vực tiếp nhận (theo thứ tự ô trên ki-ốt)", "Services offered (in the order of the kiosk's tiles)"],
  desks: ["Quầy", "Desks"], kiosks: ["Ki-ốt", "Kiosks"], boards: ["Bảng hiển thị", "Boards"], demand: ["Lượt đến của một ngày (chỉ để chạy thử)", "A usual day's visits (for trying out)"],
  timezone: ["Múi giờ", "Time zone"], languages: ["Ngôn ngữ", "Languages"], hotline: ["Điện thoại hỗ trợ", "Hotline"], hours: ["Giờ làm việc", "Opening hours"],
  holidays: ["Ngày nghỉ lễ", "Holidays"], swapped_days: ["Ngày làm bù", "Swapped working days"], organisation_options: ["Các phương án tổ chức", "Organisational options"],
  services: ["Lĩnh vực", "Services"], priority_classes: ["Nhóm ưu tiên", "Priority classes"], policy: ["Quy tắc gọi số", "Calling rule"],
  rating_scale: ["Thang đánh giá", "Rating scale"], rating_reasons: ["Lý do không hài lòng", "Reasons for a low rating"], speech: ["Đọc loa", "Speech"],
  surveys: ["Khảo sát ý kiến", "Opinion surveys"], questions: ["Câu hỏi (trả lời theo thang đánh giá)", "Questions (answered on the rating scale)"],
  end_of_day: ["Cuối ngày, khi không kịp phục vụ thêm", "End of day, when nobody more can be served"], quota: ["Số lượng số mỗi ngày", "Numbers a day"],
  authorities: ["Cơ quan tiếp nhận, giải quyết hồ sơ", "Authorities that receive and decide"], authority: ["Cơ quan của trung tâm này", "The authority received for here"],
  decides: ["Cơ quan giải quyết (để trống: mọi cơ quan cùng cấp)", "Decided by (empty: all of its level)"],
  neighbours: ["Trung tâm lân cận cũng tiếp nhận", "Neighbouring centres that accept too"],
  wait_thresholds: ["Ngưỡng thời gian chờ (phút)", "Waiting thresholds (minutes)"],
  week: ["Các ngày trong tuần", "Week"], issue_before_open: ["Phát số trước giờ mở cửa (phút)", "Issue before opening (minutes)"],
  issue_until_before_close: ["Ngừng phát số trước giờ đóng cửa (phút)", "Stop issuing before closing (minutes)"],
  prefix: ["Chữ cái của số", "Letter of its numbers"], icon: ["Biểu tượng", "Icon"], receives_dossiers: ["Tiếp nhận hồ sơ", "Receives dossiers"],
  procedures: ["Thủ tục", "Procedures"], code: ["Mã thủ tục", "Procedure code"], levels: ["Các cấp", "Levels"], minutes: ["Phút trung bình tại quầy", "Mean minutes at the desk"],
  p90: ["Phút của 9 trên 10 lượt", "Minutes of 9 in 10 visits"], share: ["Tỷ lệ trong lĩnh vực", "Share within the service"], papers: ["Giấy tờ cần mang", "Papers to bring"],
  fee: ["Lệ phí", "Fee"], legs: ["Các bước tiếp theo (lĩnh vực)", "Further steps (services)"], next_day_after: ["Trả ngày hôm sau nếu nhận sau", "Result next day if received after"],
  overflow: ["Hỗ trợ lĩnh vực", "Helps out with"], employer: ["Đơn vị", "Employer"], employers: ["Đơn vị được tiếp nhận", "Employers that may receive"], automatic: ["Tự gọi số tiếp theo", "Calls the next by itself"],
  place: ["Vị trí", "Place"], head_start_minutes: ["Số phút được cộng trước", "Minutes credited"], min_age: ["Từ tuổi", "From age"],
  overflow_minutes: ["Quầy hỗ trợ nhận sau (phút)", "A helping desk takes after (minutes)"], guard_after_minutes: ["Không để người thường chờ quá (phút)", "Nobody ordinary waits beyond (minutes)"],
  guard_in_a_row: ["Số lượt ưu tiên liên tiếp", "Priority calls in a row"], recalls_before_absent: ["Số lần gọi lại trước khi báo vắng", "Repeats before absent"],
  return_within_minutes: ["Được quay lại trong (phút)", "May come back within (minutes)"], return_head_start_minutes: ["Cộng trước khi quay lại (phút)", "Credit on coming back (minutes)"],
  slow: ["Đi lại chậm", "Walks slowly"], absent_needs_heard: ["Chỉ báo vắng khi bảng đã hiện hoặc đọc", "Absent only after a call was shown or heard"],
  walk_minutes: ["Thời gian đi đến quầy (phút)", "Time to walk (minutes)"], slow_walk_minutes: ["Thời gian cho người đi lại chậm (phút)", "Time for who walks slowly (minutes)"],
  step_out_minutes: ["Được ra ngoài tối đa (phút)", "May step out for (minutes)"], step_outs: ["Số lần được ra ngoài", "Times one may step out"], minutes_per_dossier: ["Phút thêm mỗi hồ sơ", "Minutes per further dossier"],
  appointment_grace_minutes: ["Đến sau giờ hẹn vẫn nhận trong (phút)", "May be late for an appointment by (minutes)"],
  appointment_head_start_minutes: ["Cộng trước cho người có hẹn (phút)", "Credit of an appointment (minutes)"],
  appointment_early_minutes: ["Gọi trước giờ hẹn sớm nhất (phút)", "Called before the appointed time by at most (minutes)"],
  unprinted: ["Phiếu không in được thì số", "A number without a slip is"], reserved_minutes: ["Giữ cho một quầy tối đa (phút)", "Kept for one desk for at most (minutes)"],
  keep_overnight: ["Giữ hàng chờ qua đêm", "Keep the queue overnight"], rating_officer: ["Lưu đánh giá kèm tên cán bộ phục vụ", "Keep ratings with the name of the officer who served"],
  value: ["Điểm", "Value"], portal: ["Tính vào chỉ số 766", "Counts for index 766 as"], repeat: ["Số lần đọc", "Times spoken"], zero_tens: ["Đọc số 0 hàng chục", "Zero tens"],
  thousand: ["Đọc nghìn", "Thousand"], padded: ["Đọc số có số 0 đầu", "Leading zeros"], warn: ["Cảnh báo", "Warn"], target: ["Mục tiêu", "Target"], breach: ["Vi phạm", "Breach"],
  hall: ["Phòng (sảnh)", "Hall"], layout: ["Bố cục", "Layout"], panels: ["Các ô của bảng", "Panels"], ticker: ["Dòng chữ chân bảng", "Sentence at the foot"],
  media: ["Nội dung chạy cạnh lượt gọi", "What goes round beside the calls"], file: ["Tệp hình hoặc video", "Picture or video file"], words: ["Thông báo", "Notice"],
  seconds: ["Số giây", "Seconds"], from: ["Từ ngày", "From day"], until: ["Đến ngày", "Until day"], desk_word: ["Gọi nơi tiếp nhận là", "A desk is called"],
  repeat_last: ["Số lần đọc lượt gọi cuối", "Times a last call is spoken"], accent: ["Giọng", "Accent"], rate: ["Tốc độ đọc (từ mỗi phút)", "Rate (words a minute)"],
  chime: ["Chuông (số nốt)", "Chime (notes)"], quiet_hours: ["Giờ yên lặng", "Quiet hours"],
  slip: ["Phiếu số thứ tự, từ trên xuống (để trống: như thường)", "The slip, from top to bottom (empty: as usual)"], part: ["Phần", "Part"],
  size: ["Cỡ chữ", "Size"], text: ["Câu của trung tâm", "The centre's own sentence"],
  visits_per_day: ["Lượt mỗi ngày", "Visits a day"], peaks: ["Giờ cao điểm", "Peaks"], monday_factor: ["Hệ số thứ Hai", "Monday factor"], mix: ["Tỷ lệ theo lĩnh vực", "Mix of services"],
  priority_share: ["Tỷ lệ ưu tiên", "Priority share"], no_show_share: ["Tỷ lệ vắng", "No-show share"], leave_share: ["Tỷ lệ bỏ về", "Leave share"],
};

export function fieldName(key) {
  const found = NAMES[key];
  return found ? found[language.value === "en" ? 1 : 0] : key;
}

/** The pages of the configuration, and which top-level fields each of them shows; what none names goes to the last. */
export const PARTS = [
  ["centre", ["Trung tâm", "Centre"], ["id", "name", "level", "organisation", "organisation_options", "authority", "address", "agency_code", "hotline", "timezone", "languages"]],
  ["hours", ["Giờ và ngày nghỉ", "Hours and holidays"], ["hours", "holidays", "swapped_days", "end_of_day"]],
  ["services", ["Lĩnh vực, thủ tục", "Services, procedures"], ["services", "offers", "neighbours"]],
  ["desks", ["Quầy", "Desks"], ["desks"]],
  ["screens", ["Ki-ốt, phiếu, bảng", "Kiosks, slips, boards"], ["kiosks", "slip", "boards", "speech"]],
  ["rules", ["Ưu tiên, gọi số", "Priority, calling"], ["priority_classes", "policy", "wait_thresholds"]],
  ["rating", ["Đánh giá", "Rating"], ["rating_scale", "rating_reasons", "rating_officer", "surveys"]],
  ["authorities", ["Cơ quan", "Authorities"], ["authorities"]],
  ["other", ["Khác", "Other"], []],
];

export const partName = (part) => part[1][language.value === "en" ? 1 : 0];
