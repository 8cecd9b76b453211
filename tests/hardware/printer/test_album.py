"""What is worth keeping, and the bytes that make a printer keep it."""

from __future__ import annotations

from hardware.printer.album import album_of, define, forget, names_of, sending
from hardware.printer.base import PAPER_80_MM, NumberLine, QrLine, RuleLine, Slip, TextLine
from hardware.printer.layout import lay_out
from tests.hardware.slips import FULL

FIXED: Slip = tuple(line for line in FULL if isinstance(line, TextLine))


def test_names_are_of_the_dots_and_the_seal_of_all_names() -> None:
    bands = lay_out((*FIXED, NumberLine("L021"), QrLine("x"), RuleLine()), dots=PAPER_80_MM).bands
    album = album_of(bands)
    assert album == album_of(reversed(bands)) == album_of([*bands, *bands])
    assert all(band.scale == 1 for band in bands if (band.row_bytes, band.data) in album), "no number, no code"
    fewer = dict(list(album.items())[1:])
    [seal], [other] = names_of(album) - set(album.values()), names_of(fewer) - set(fewer.values())
    assert seal != other
    data = sending(album)
    assert data.startswith(forget(seal))
    assert data.endswith(define(seal, (1, b"\x80" * 8)))
    assert not any(code in data for code in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
