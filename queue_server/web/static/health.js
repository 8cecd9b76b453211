// How a kiosk's printer or a board is, and what a self-test found, in words: the same on every page for officers.

import { language, speaker } from "/static/language.js";

const t = speaker({
  vi: {
    ready: "sẵn sàng",
    printer_paper_low: "sắp hết giấy",
    printer_paper_out: "hết giấy",
    printer_cover_open: "nắp máy in đang mở",
    printer_cutter: "dao cắt giấy bị kẹt",
    printer_hot: "đầu in quá nóng",
    printer_silent: "máy in không trả lời",
    printer_gone: "không thấy máy in",
    scanner_gone: "không thấy máy quét",
    sound_silent: "không phát tiếng",
    sound_no_sound: "không có loa",
    sound_no_sound_device: "không có loa",
    sound_muted: "loa bị tắt tiếng",
    sound_player_missing: "thiếu chương trình phát tiếng",
    sound_player_failed: "chương trình phát tiếng bị lỗi",
    sound_player_hangs: "loa không phát hết",
    sound_speaker_hangs: "loa không phát hết",
    sound_voice_missing: "không có giọng đọc",
    sound_voice_missing_program: "thiếu chương trình đọc",
    sound_voice_failed: "giọng đọc bị lỗi",
    sound_voice_hangs: "giọng đọc quá chậm",
  },
  en: {
    ready: "ready",
    printer_paper_low: "paper is running low",
    printer_paper_out: "out of paper",
    printer_cover_open: "the printer's cover is open",
    printer_cutter: "the paper cutter is jammed",
    printer_hot: "the print head is too hot",
    printer_silent: "the printer does not answer",
    printer_gone: "no printer found",
    scanner_gone: "no scanner found",
    sound_silent: "not heard",
    sound_no_sound: "no loudspeaker",
    sound_no_sound_device: "no loudspeaker",
    sound_muted: "the loudspeaker is muted",
    sound_player_missing: "the program that plays sound is missing",
    sound_player_failed: "the program that plays sound failed",
    sound_player_hangs: "the loudspeaker does not play to the end",
    sound_speaker_hangs: "the loudspeaker does not play to the end",
    sound_voice_missing: "no voice",
    sound_voice_missing_program: "the program that speaks is missing",
    sound_voice_failed: "the voice failed",
    sound_voice_hangs: "the voice is too slow",
  },
});

/** What is wrong with a part: "printer", "scanner" or "sound". A word of a newer device stands as it is. */
export function trouble(part, word) {
  const key = `${part}_${word}`;
  const said = t(key);
  return said === key ? word : said;
}

/** A line that a device wrote in Vietnamese and English, "… · …", in the chosen language; another stands as it is. */
export function line(both) {
  const said = (both || "").split(" · ");
  return said.length === 2 ? said[language.value === "en" ? 1 : 0] : both;
}

/** How a device is: of a kiosk its printer, of a board whether it is heard. */
export function healthOf({ role, health }) {
  return health === "ready" ? t(health) : trouble(role === "board" ? "sound" : "printer", health);
}
