"""Ink cut into bands that every ESC/POS printer takes: cropped, at most 255 rows each, free of real-time codes.

A printer places a band by alignment (left, centred, right), so a band is cropped to a width that puts it back
exactly where it was. It knows what `GS v 0` can do, but makes no command (`escpos`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from PIL import Image, ImageChops

from hardware.printer.base import Align

ROWS_AT_MOST = 255
"""More rows in one command overrun the buffer of cheap printers."""

# What a part of a line must save, in bytes, to be sent by a command of its own.
_CUT_PAYS = 32
_Box = tuple[int, int, int, int]

# DLE EOT, DLE ENQ and DLE DC4. Many printers obey them in the middle of a picture.
_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


@dataclass(frozen=True, slots=True)
class Band:
    """A picture at its place on the slip, packed as printers take it: rows of bytes, a set bit is a black dot.

    `scale` 2 means that the printer doubles each dot across and down. `top` counts printed rows.
    """

    top: int
    align: Align
    scale: int
    row_bytes: int
    data: bytes

    @property
    def rows(self) -> int:
        """Rows of data, before scaling."""
        return len(self.data) // self.row_bytes

    @property
    def bottom(self) -> int:
        """The first printed row below."""
        return self.top + self.rows * self.scale

    @property
    def printed_width(self) -> int:
        """Dots across on paper."""
        return self.row_bytes * 8 * self.scale

    def ink(self) -> Image.Image:
        """The band as a picture of mode "1" before scaling, ink white on black."""
        return Image.frombytes("1", (self.row_bytes * 8, self.rows), self.data)


def left_edge(align: Align, width: int, *, dots: int) -> int:
    """Where a printer of `dots` puts the first dot of something `width` dots wide."""
    match align:
        case Align.LEFT:
            return 0
        case Align.CENTRE:
            return (dots - width) // 2
        case Align.RIGHT:
            return dots - width


def bands_of(ink: Image.Image, *, top: int, scale: int = 1) -> tuple[Band, ...]:
    """The bands of a picture of mode "1" (ink white on black) that spans the paper; `top` is its first printed row.

    Where no crop is free of real-time codes, the ink moves sideways by a dot, unseen.
    """
    box = ink.getbbox()
    if box is None:
        return ()
    _, first, _, last = box
    return tuple(
        _band(ink.crop((0, start, ink.width, stop)), top + start * scale, scale)
        for piece in range(first, last, ROWS_AT_MOST)
        for start, stop in _trimmed(ink, piece, min(piece + ROWS_AT_MOST, last))
    )


def _trimmed(ink: Image.Image, first: int, last: int) -> list[tuple[int, int]]:
    """A line's rows in up to three parts: the marks above and the tails below are often narrower than the letters."""
    extents = [ink.crop((0, row, ink.width, row + 1)).getbbox() for row in range(first, last)]
    inked = [extent for extent in extents if extent is not None]
    if not inked:
        return []
    whole = _narrowest(min(extent[0] for extent in inked), max(extent[2] for extent in inked), ink.width)
    above = _worth_cutting(extents, whole, ink.width)
    below = _worth_cutting(extents[above:][::-1], whole, ink.width)
    cuts = (first, first + above, last - below, last)
    return [(start, stop) for start, stop in pairwise(cuts) if stop > start]


def _worth_cutting(extents: Sequence[_Box | None], whole: int, width: int) -> int:
    """How many rows from the start are sent cheapest on their own; none where it does not pay for a command."""
    left, right, best, saved = width, 0, 0, _CUT_PAYS
    for count, extent in enumerate(extents, start=1):
        if extent is not None:
            left, right = min(left, extent[0]), max(right, extent[2])
        saving = count * (whole - _narrowest(left, right, width))
        if saving > saved:
            best, saved = count, saving
    return best


def _narrowest(left: int, right: int, width: int) -> int:
    return min(needed for _, needed in _crops(left, right, width))


def _band(strip: Image.Image, top: int, scale: int) -> Band:
    for shift in (0, 1, -1, 2, -2, 3, -3):
        moved = ImageChops.offset(strip, shift, 0) if shift else strip
        left, _, right, _ = moved.getbbox() or (0, 0, 1, 1)
        for align, row_bytes in sorted(_crops(left, right, strip.width), key=itemgetter(1)):
            for more in range(row_bytes, min(row_bytes + 1, strip.width // 8) + 1):
                band = _cropped(moved, top, align, scale, more)
                if not _REAL_TIME.search(band.data):
                    return band
    raise ValueError("no way to print this picture without a real-time code in its bytes")


def _cropped(strip: Image.Image, top: int, align: Align, scale: int, row_bytes: int) -> Band:
    edge = left_edge(align, row_bytes * 8 * scale, dots=strip.width * scale) // scale
    data = strip.crop((edge, 0, edge + row_bytes * 8, strip.height)).tobytes()
    return Band(top=top, align=align, scale=scale, row_bytes=row_bytes, data=data)


def _crops(left: int, right: int, width: int) -> tuple[tuple[Align, int], ...]:
    """Bytes across, by each alignment, of the shortest crop that keeps all ink and puts it back where it is."""
    return (
        (Align.LEFT, _bytes(right)),
        (Align.CENTRE, _bytes(width - 2 * min(left, width - right))),
        (Align.RIGHT, _bytes(width - left)),
    )


def _bytes(dots: int) -> int:
    return max(1, -(-dots // 8))
