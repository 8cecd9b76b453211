// Every sentence of the board; those that the lobby's own board has too are in display/words/texts.py, and a test compares.

export const TEXTS = {
  calling: { vi: "Mời số", en: "Now calling" },
  serving: { vi: "Đang phục vụ", en: "Now serving" },
  to_desk: { vi: "đến", en: "please go to" },
  recent: { vi: "Vừa gọi", en: "Recently called" },
  wait: { vi: "Vui lòng chờ đến số của mình", en: "Please wait for your number" },
  hotline: { vi: "Đường dây nóng", en: "Hotline" },
  issued_until: { vi: "Phát số đến {time}", en: "Tickets until {time}" },
  not_issued: { vi: "Đã ngừng phát số", en: "No more tickets for now" },
  welcome: { vi: "Kính chào quý công dân", en: "Welcome" },
  take_number: { vi: "Mời lấy số thứ tự tại máy lấy số", en: "Please take a number at the ticket machine" },
  shown_here: { vi: "Số được gọi sẽ hiện tại đây và đọc qua loa", en: "Numbers are shown here and announced" },
  next_call: { vi: "Đang chờ lượt gọi tiếp theo", en: "Waiting for the next call" },
  connecting: { vi: "Bảng gọi số đang khởi động", en: "This board is starting" },
  ask_officer: { vi: "Vui lòng nghe cán bộ mời", en: "Please listen for the officers" },
  replaced: { vi: "Một màn hình khác đang dùng tên của bảng này", en: "Another screen is using this board's name" },
  stale: { vi: "Mất kết nối từ {time} — số hiển thị có thể đã cũ", en: "Connection lost at {time} — numbers may be out of date" },
  trouble: { vi: "Bảng cần được kiểm tra ({code})", en: "This board needs attention ({code})" },
  before_opening: { vi: "Chưa đến giờ phát số", en: "Tickets are not issued yet" },
  lunch: { vi: "Nghỉ trưa", en: "Lunch break" },
  after_closing: { vi: "Đã hết giờ phát số hôm nay", en: "No more tickets today" },
  holiday: { vi: "Hôm nay nghỉ lễ", en: "Closed today: public holiday" },
  closed_day: { vi: "Hôm nay không làm việc", en: "Closed today" },
  urgent: { vi: "Thông báo khẩn", en: "Emergency notice" },
  lines: { vi: "Đang chờ", en: "Waiting" },
  minutes: { vi: "Chờ khoảng {low}–{high} phút", en: "About {low}–{high} min" },
  paused: { vi: "Quầy tạm nghỉ", en: "Back shortly" },
  desk_closed: { vi: "Quầy đang đóng", en: "Closed" },
  opens_again: { vi: "Phát số trở lại", en: "Tickets again" },
  enable_sound: { vi: "Bật âm thanh", en: "Turn on sound" },
};

const WEEKDAYS = {
  vi: ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

/** One sentence in one language; in Vietnamese where that language has none. */
export function text(key, language, values = {}) {
  const words = TEXTS[key];
  return (words[language] || words.vi).replace(/{(\w+)}/g, (_, name) => values[name]);
}

/** The language shown second, or null where the centre speaks one only. */
export function beside(languages) {
  return languages.slice(1).indexOf("en") >= 0 ? "en" : null;
}

/** So many letters can be read at the foot of a board on one line. */
const FOOT = 56;
/** And so many on its two lines; what is longer is shown piece after piece. */
const PIECE = 96;

/** A board's own sentence: in both languages at once where that is short, else in each in its turn, a long one in pieces; as display/words/texts.py. */
export function foot(own, first, second) {
  if (!own) return [];
  const said = [named(own, first)].concat(second && own[second] ? own[second] : []);
  const together = said.join("  ·  ");
  return together.length <= FOOT ? [together] : [].concat(...said.map(pieces));
}

/** A sentence in pieces, broken between words; one that goes on ends in "…". */
function pieces(sentence) {
  const found = [""];
  sentence.split(/\s+/).filter(Boolean).forEach((word) => {
    const last = found.length - 1;
    const longer = `${found[last]} ${word}`.trim();
    if (found[last] && longer.length > PIECE) {
      found[last] += " …";
      found.push(word);
    } else found[last] = longer;
  });
  return found;
}

export function named(words, language) {
  return words[language] || words.vi;
}

/** "Quầy 3" in two parts, with the centre's word for a desk; a desk with a name of its own keeps it. */
export function deskParts(desk, word) {
  const number = /^[0-9]+[a-zđ]?$/i;
  if (number.test(desk)) return [word.charAt(0).toUpperCase() + word.slice(1), desk.toUpperCase()];
  const space = desk.lastIndexOf(" ");
  return space > 0 && number.test(desk.slice(space + 1)) ? [desk.slice(0, space), desk.slice(space + 1)] : [desk, ""];
}

function parts(at, zone) {
  const found = {};
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  for (const part of format.formatToParts(new Date(at))) found[part.type] = part.value;
  found.days = Math.round(Date.UTC(Number(found.year), Number(found.month) - 1, Number(found.day)) / 86400000);
  found.weekday = (found.days + 4) % 7; // 1 January 1970 was a Thursday
  return found;
}

/** Such as 07:05. */
export function clock(at, zone) {
  const { hour, minute } = parts(at, zone);
  return `${hour}:${minute}`;
}

/** The day, such as 2026-11-23: days in order are texts in order. */
export function isoDay(at, zone) {
  const { day, month, year } = parts(at, zone);
  return `${year}-${month}-${day}`;
}

/** Minutes after midnight by the clock on the wall. */
export function minuteOfDay(at, zone) {
  const { hour, minute } = parts(at, zone);
  return Number(hour) * 60 + Number(minute);
}

/** Such as "Thứ Hai, 23/11/2026". */
export function date(at, zone, language) {
  const { weekday, day, month, year } = parts(at, zone);
  return `${(WEEKDAYS[language] || WEEKDAYS.vi)[weekday]}, ${day}/${month}/${year}`;
}

/** When something opens, seen from now: "13:00", "07:00 sáng mai", "07:00 Thứ Hai, 23/11". */
export function opening(at, zone, language, now) {
  const when = parts(at, zone);
  const days = when.days - parts(now, zone).days;
  const time = `${when.hour}:${when.minute}`;
  if (days <= 0) return time;
  if (days === 1) return `${time} ${language === "en" ? "tomorrow" : Number(when.hour) < 11 ? "sáng mai" : "chiều mai"}`;
  return `${time} ${(WEEKDAYS[language] || WEEKDAYS.vi)[when.weekday]}, ${when.day}/${when.month}`;
}
