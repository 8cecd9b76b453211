"""Every service has a picture that the font really holds."""

from __future__ import annotations

from PIL import ImageFont

from kiosk import icons


def test_a_service_without_a_known_picture_gets_the_neutral_one() -> None:
    assert icons.service_glyph("family") == icons.glyph("users-group")
    assert icons.service_glyph("no such picture") == icons.glyph(icons.FALLBACK)


def test_the_font_holds_every_picture() -> None:
    font = ImageFont.truetype(str(icons.FONT), 64)
    blank = font.getmask(chr(0xE000)).getbbox()
    pictures = {name: font.getmask(icons.service_glyph(name)) for name in icons.SERVICES}
    assert all(mask.getbbox() not in (None, blank) for mask in pictures.values())
    assert len({bytes(mask) for mask in pictures.values()}) == len(pictures), "two services look the same"


def test_the_licence_lies_beside_the_font() -> None:
    assert "MIT License" in (icons.FONT.parent / "tabler-icons-LICENSE.txt").read_text(encoding="utf-8")
