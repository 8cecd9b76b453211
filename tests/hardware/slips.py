"""Slips for trials, as a centre would print them."""

from __future__ import annotations

from hardware.printer.base import Align, NumberLine, PairLine, QrLine, RuleLine, Size, Slip, TextLine

CENTRE = "Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum"
SERVICE = "Đất đai"
LINK = "http://192.168.1.10:8800/t/Q2Z6k1xY8AbC"

FULL: Slip = (
    TextLine(CENTRE, bold=True),
    RuleLine(),
    TextLine("Số thứ tự của bạn · Your number", size=Size.SMALL),
    NumberLine("L021"),
    TextLine(SERVICE, size=Size.LARGE, bold=True),
    TextLine("Land", size=Size.SMALL),
    RuleLine(),
    PairLine("Giờ lấy số", "08:32 · 13/10/2022"),
    PairLine("Số người đang chờ trước", "7", bold=True),
    PairLine("Thời gian chờ", "khoảng 10–25 phút", bold=True),
    PairLine("Khu vực", "Quầy 3 và 4, dãy bên phải", bold=True),
    RuleLine(),
    TextLine("Giấy tờ cần mang", bold=True, align=Align.LEFT),
    TextLine("• Giấy chứng nhận quyền sử dụng đất (bản gốc)", size=Size.SMALL, align=Align.LEFT),
    TextLine("• Căn cước công dân còn hiệu lực", size=Size.SMALL, align=Align.LEFT),
    TextLine("• Tờ khai lệ phí trước bạ", size=Size.SMALL, align=Align.LEFT),
    QrLine(LINK),
    TextLine("Quét mã để theo dõi lượt của bạn", size=Size.SMALL),
    RuleLine(),
    TextLine("Đường dây nóng 0260 3862 345", bold=True),
)
