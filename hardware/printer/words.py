"""What an installer reads about a printer: how it is and what to do about it. No screen of a kiosk shows it."""

from __future__ import annotations

from hardware.printer.base import PrinterStatus

STATUS = {
    PrinterStatus.READY: "sẵn sàng · ready",
    PrinterStatus.PAPER_LOW: "sắp hết giấy, vẫn in được: chuẩn bị cuộn mới · little paper left: have a roll ready",
    PrinterStatus.PAPER_OUT: "hết giấy: thay cuộn · out of paper: put a roll in",
    PrinterStatus.COVER_OPEN: "nắp đang mở: đóng đến khi nghe tiếng tách · its cover is open: close it until it clicks",
    PrinterStatus.CUTTER: "dao cắt kẹt: tắt nguồn, gỡ giấy, bật lại · its cutter is jammed: power off, clear it",
    PrinterStatus.HOT: "đầu in nóng: chờ vài phút · its head is hot: wait some minutes",
    PrinterStatus.SILENT: "không trả lời: xem nguồn, đèn báo, tốc độ cổng · no answer: see power, lamp, line speed",
    PrinterStatus.GONE: "không thấy máy: xem dây và nguồn · not there: look at its cable and power",
}
