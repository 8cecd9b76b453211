"""A poster such as a centre shows beside its calls, drawn for pictures and tests: 16 to 9, with words and shapes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hardware import fonts

_SIZE = (1280, 720)
_LINES = (
    ("NỘP HỒ SƠ TRỰC TUYẾN", 76, "#F2CF7E", 150),
    ("dichvucong.gov.vn", 92, "#FFFFFF", 270),
    ("Không phải xếp hàng · nhận kết quả tại nhà", 44, "#FFFFFF", 420),
)


def poster(folder: Path, name: str = "dich-vu-cong.png") -> Path:
    """Draw it into a folder; returns the file."""
    picture = Image.new("RGB", _SIZE, "#174A63")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((860, 380, 1480, 1000), fill="#1E5F7D")
    draw.ellipse((-260, -260, 300, 300), fill="#1E5F7D")
    for text, size, colour, top in _LINES:
        face = ImageFont.truetype(str(fonts.path("BeVietnamPro-Bold")), size)
        draw.text((_SIZE[0] / 2, top), text, font=face, fill=colour, anchor="mt")
    for step, label in enumerate(("Đăng ký", "Nộp", "Nhận")):
        left = 190 + step * 320
        draw.rounded_rectangle((left, 540, left + 260, 640), radius=24, fill="#F2CF7E")
        face = ImageFont.truetype(str(fonts.path("BeVietnamPro-SemiBold")), 44)
        draw.text((left + 130, 590), f"{step + 1}. {label}", font=face, fill="#4A1010", anchor="mm")
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / name)
    return folder / name
