// What stands around a preview, in Vietnamese and English.

import { speaker } from "/static/language.js";

export const t = speaker({
  vi: {
    preview: "Xem trước", kiosk: "Ki-ốt", slip: "Phiếu", board: "Bảng",
    hint: "Như công dân sẽ thấy vào một buổi sáng bình thường; số người chờ là ví dụ. Thiết bị đổi theo sau khi áp dụng.",
    unusable: "Hình trên là bản dùng được gần nhất: hãy sửa những chỗ đang báo lỗi.",
    no_server: "Không kết nối được máy chủ: hình trên có thể đã cũ.",
    shape: "Hình dạng màn hình", upright: "Dựng đứng", across: "Nằm ngang", landscape: "Ngang", portrait: "Đứng", wide: "Dải dài",
    language: "Ngôn ngữ", enlarge: "Phóng to", close: "Đóng",
  },
  en: {
    preview: "Preview", kiosk: "Kiosk", slip: "Slip", board: "Board",
    hint: "As citizens will see it on a usual morning; how many wait is an example. Devices follow once it is applied.",
    unusable: "This is the last draft that could be used: mend what is marked first.",
    no_server: "The server does not answer: this may be out of date.",
    shape: "Shape of the screen", upright: "Upright", across: "Across", landscape: "Landscape", portrait: "Portrait", wide: "Strip",
    language: "Language", enlarge: "Enlarge", close: "Close",
  },
});
