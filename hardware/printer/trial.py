"""A slip for trying a printer out: a ruler, every Vietnamese letter, a code. No ticket, no number that could be called.

The ruler is wider than any paper, so that where it ends on paper says how many dots there are.
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFont

from hardware import fonts
from hardware.printer.bands import bands_of
from hardware.printer.base import DOTS_PER_MM, Align, QrLine, RuleLine, Size, Slip, SpaceLine, TextLine
from hardware.printer.ink import to_dots
from hardware.printer.layout import Page, lay_out

RULER_DOTS = 640
"""80 mm: no roll of a ticket printer prints wider."""
_ROWS = 56
_LETTERS = (
    "aăâ bcdđ eê ghiklmn oôơ pqrst uư vxy",
    "AĂÂ BCDĐ EÊ GHIKLMN OÔƠ PQRST UƯ VXY",
    "áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ",
    "ÁÀẢÃẠ ẮẰẲẴẶ ẤẦẨẪẬ ÉÈẺẼẸ ẾỀỂỄỆ ÍÌỈĨỊ ÓÒỎÕỌ ỐỒỔỖỘ ỚỜỞỠỢ ÚÙỦŨỤ ỨỪỬỮỰ ÝỲỶỸỴ",
)


def trial_page(*, dots: int, note: str) -> Page:
    """The slip on paper of `dots` across, its ruler on top. `note` says where and when, in a line."""
    slip: Slip = (
        TextLine("PHIẾU THỬ · TEST SLIP", Size.LARGE, bold=True),
        TextLine("Không phải số thứ tự · Not a ticket", Size.SMALL),
        TextLine(note, Size.SMALL),
        RuleLine(),
        *(TextLine(text, size) for size in (Size.SMALL, Size.NORMAL) for text in _LETTERS),
        TextLine("0123456789", Size.HUGE, bold=True),
        RuleLine(),
        QrLine(f"motcua test slip {note}"),
        SpaceLine(),
    )
    # All of it from the left edge: the middle of the paper is not known before somebody has read the ruler.
    text = to_dots(ImageChops.invert(lay_out(slip, dots=dots).picture().convert("L")))
    bands = (
        *bands_of(_ruler(), top=0, aligns=(Align.LEFT,)),
        *bands_of(text, top=_ROWS, aligns=(Align.LEFT,)),
    )
    return Page(dots=dots, rows=_ROWS + text.height, bands=bands)


def _ruler() -> Image.Image:
    """A mark each millimetre, longer at five and ten, a number each centimetre; ink white on black."""
    picture = Image.new("1", (RULER_DOTS, _ROWS), 0)
    pen = ImageDraw.Draw(picture)
    face = ImageFont.truetype(str(fonts.path("NotoSans-SemiBold")), 20)
    for mm in range(RULER_DOTS // DOTS_PER_MM):
        length = 24 if mm % 10 == 0 else 16 if mm % 5 == 0 else 8
        pen.rectangle((mm * DOTS_PER_MM, 0, mm * DOTS_PER_MM + 1, length), fill=1)
        if mm % 10 == 0:
            pen.text((mm * DOTS_PER_MM + 4, 26), str(mm), fill=1, font=face)
    return picture
