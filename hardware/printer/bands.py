"""Ink cut into bands that every ESC/POS printer takes: cropped, at most 255 rows each, free of real-time codes.

A printer places a band by alignment (left, centred, right), so a band is cropped to a width that puts it back
exactly where it was. It knows what `GS v 0` can do, but makes no command (`escpos`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter

from PIL import Image, ImageChops

from hardware.printer.base import Align

ROWS_AT_MOST = 255
"""More rows in one command overrun the buffer of cheap printers."""

# What a command costs beside its picture: its own bytes, and often another alignment.
_COMMAND = 10
_DEAR = 1 << 30

# DLE EOT, DLE ENQ and DLE DC4. Many printers obey them in the middle of a picture.
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


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


def bands_of(
    ink: Image.Image, *, top: int, scale: int = 1, aligns: Collection[Align] = tuple(Align)
) -> tuple[Band, ...]:
    """The bands of a picture of mode "1" (ink white on black) that spans the paper; `top` is its first printed row.

    Where no crop is free of real-time codes, the ink moves sideways by a dot, unseen. Where the width of the paper is
    not known, only left `aligns` are sure.
    """
    box = ink.getbbox()
    if box is None:
        return ()
    _, first, _, last = box
    return tuple(
        _band(ink.crop((0, start, ink.width, stop)), top + start * scale, scale, aligns)
        for piece in range(first, last, ROWS_AT_MOST)
        for start, stop in _trimmed(ink, piece, min(piece + ROWS_AT_MOST, last))
    )


def _trimmed(ink: Image.Image, first: int, last: int) -> list[tuple[int, int]]:
    """Rows cut where that costs the fewest bytes: marks above and tails below are often narrower than the letters."""
    groups = _alike(ink, first, last)
    # The cheapest way to send the first groups, and where its last part begins.
    costs, begins = [0], [0]
    for end in range(1, len(groups) + 1):
        left, right, rows, best = ink.width, 0, 0, (_DEAR, 0)
        for begin in range(end - 1, -1, -1):
            start, stop, first_dot, last_dot = groups[begin]
            left, right, rows = min(left, first_dot), max(right, last_dot), rows + stop - start
            needed = _narrowest(left, right, ink.width) if right else 1
            best = min(best, (costs[begin] + _COMMAND + rows * needed, begin))
        costs.append(best[0])
        begins.append(best[1])
    parts, end = [], len(groups)
    while end:
        parts.append((groups[begins[end]][0], groups[end - 1][1]))
        end = begins[end]
    return parts[::-1]


def _alike(ink: Image.Image, first: int, last: int) -> list[tuple[int, int, int, int]]:
    """Neighbouring rows whose ink begins and ends in the same byte: first row, row after the last, room in dots.

    A row without ink has no room, and its left end is beyond its right.
    """
    strip = ink.crop((0, first, ink.width, last)).tobytes()
    row_bytes = len(strip) // (last - first)
    groups: list[tuple[int, int, int, int]] = []
    for row in range(last - first):
        data = strip[row * row_bytes : (row + 1) * row_bytes]
        right = len(data.rstrip(b"\0")) * 8
        left = (row_bytes - len(data.lstrip(b"\0"))) * 8
        if groups and groups[-1][2:] == (left, right):
            groups[-1] = (groups[-1][0], first + row + 1, left, right)
        else:
            groups.append((first + row, first + row + 1, left, right))
    return groups


def _narrowest(left: int, right: int, width: int) -> int:
    return _bytes(min(right, width - left, width - 2 * min(left, width - right)))


def _band(strip: Image.Image, top: int, scale: int, aligns: Collection[Align]) -> Band:
    for shift in (0, 1, -1, 2, -2, 3, -3):
        moved = ImageChops.offset(strip, shift, 0) if shift else strip
        left, _, right, _ = moved.getbbox() or (0, 0, 1, 1)
        crops = (crop for crop in _crops(left, right, strip.width) if crop[0] in aligns)
        for align, row_bytes in sorted(crops, key=itemgetter(1)):
            for more in range(row_bytes, min(row_bytes + 1, strip.width // 8) + 1):
                band = _cropped(moved, top, align, scale, more)
                if not REAL_TIME.search(band.data):
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
