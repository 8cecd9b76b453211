"""A page as the bytes of one job. python-escpos makes the commands; it sends nothing and hears nothing.

Blank paper is sent as a picture one byte wide: the unit of the feed command (ESC J) is half a dot on many printers
and a dot on others, so a feed would stretch or squeeze the slip.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Protocol

from PIL import Image, ImageChops

from hardware.printer.album import Dots, dots_of, show
from hardware.printer.bands import ROWS_AT_MOST, Band
from hardware.printer.base import PAPER_80_MM, Align
from hardware.printer.layout import Page

_ALIGN = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_BLANK_WIDTH = 8
# An odd gap up to this is cheaper in one command of single rows than in two.
_SHORT_GAP = 17
_TEAR_OFF_LINES = 5


class Encoder(Protocol):
    """What is used of python-escpos: its printer that prints nowhere and keeps the bytes."""

    @property
    def output(self) -> bytes: ...

    def clear(self) -> None: ...

    def hw(self, hw: str) -> None: ...

    def set(self, *, align: str) -> None: ...

    def image(
        self,
        img_source: Image.Image,
        *,
        high_density_vertical: bool,
        high_density_horizontal: bool,
        fragment_height: int,
    ) -> None: ...

    def print_and_feed(self, n: int) -> None: ...

    def cut(self, *, feed: bool) -> None: ...


class Commands:
    """Makes jobs. The encoder is made when it is first needed, since loading it takes a while (see `load`)."""

    def __init__(self, encoder: Callable[[], Encoder]) -> None:
        self._make = encoder
        self._encoder: Encoder | None = None
        self._raster = lru_cache(maxsize=256)(self._encode_raster)

    def load(self) -> Encoder:
        """What makes the commands, made when it is first asked for."""
        if self._encoder is None:
            self._encoder = self._make()
        return self._encoder

    def job(
        self,
        page: Page,
        *,
        cutter: bool,
        ask_sensor: bool,
        mark: bytes | None,
        auto_status: bool = False,
        kept: Mapping[Dots, bytes] | None = None,
        ask_every: int = 0,
    ) -> bytes:
        """The bytes of one job. `ask_sensor` and `mark` (four bytes) make the printer answer when it is through.

        Pictures that it has `kept` are called by name. A job of more than `ask_every` bytes asks between its pictures
        whether the printer is there, and they are cut to that size; at 0 it does not.
        """
        parts = [self._simple(lambda encoder: encoder.hw("INIT"))]
        if auto_status:
            # The reset has switched it off.
            parts.append(AUTO_STATUS)
        align, row = Align.LEFT, 0
        for band in page.bands:
            parts += self._blank(band.top - row)
            if band.align is not align:
                align = band.align
                parts.append(self._align(align))
            name = (kept or {}).get(dots_of(band)) if band.scale == 1 else None
            parts += [show(name)] if name else self._slices(band, at_most=ask_every or len(band.data))
            row = band.bottom
        parts += self._blank(page.rows - row)
        parts.append(self.end_of_paper(cutter=cutter))
        if ask_every:
            parts = _asking(parts, every=ask_every)
        if ask_sensor:
            parts.append(ASK_SENSOR)
        if mark is not None:
            parts.append(ask_printed(mark))
        return b"".join(parts)

    def _slices(self, band: Band, *, at_most: int) -> list[bytes]:
        size = max(1, at_most // band.row_bytes) * band.row_bytes
        places = range(0, len(band.data), size)
        return [self._raster(band.scale, band.row_bytes, band.data[place : place + size]) for place in places]

    def _align(self, align: Align) -> bytes:
        return self._simple(lambda encoder: encoder.set(align=_ALIGN[align]))

    def end_of_paper(self, *, cutter: bool) -> bytes:
        """What ends a paper: the cut, or a feed to where people tear it off."""
        if not cutter:
            return self._simple(lambda encoder: encoder.print_and_feed(_TEAR_OFF_LINES))
        # GS V 66 0: the printer feeds to its cutter by itself. With feed=True it would feed six more lines.
        return self._simple(lambda encoder: encoder.cut(feed=False))

    def _blank(self, rows: int) -> list[bytes]:
        doubled, single = divmod(rows, 2)
        if single and rows <= _SHORT_GAP:
            return [self._raster(1, _BLANK_WIDTH // 8, bytes(rows))]
        full, rest = divmod(doubled, ROWS_AT_MOST)
        slices = [(2, ROWS_AT_MOST)] * full + [(2, rest), (1, single)]
        return [self._raster(scale, _BLANK_WIDTH // 8, bytes(count)) for scale, count in slices if count]

    def _encode_raster(self, scale: int, row_bytes: int, data: bytes) -> bytes:
        ink = Image.frombytes("1", (row_bytes * 8, len(data) // row_bytes), data)
        return self._simple(
            lambda encoder: encoder.image(
                ImageChops.invert(ink),
                high_density_vertical=scale == 1,
                high_density_horizontal=scale == 1,
                fragment_height=ROWS_AT_MOST,
            )
        )

    def _simple(self, command: Callable[[Encoder], None]) -> bytes:
        encoder = self.load()
        encoder.clear()
        command(encoder)
        return encoder.output


def _asking(parts: list[bytes], *, every: int) -> list[bytes]:
    """With questions in between, one before and one at the end; a job that is over sooner is left as it is."""
    if sum(map(len, parts)) <= every:
        return parts
    asking, size = [ARE_YOU_THERE], 0
    for part in parts:
        asking.append(part)
        size += len(part)
        if size >= every:
            asking.append(ARE_YOU_THERE)
            size = 0
    return asking if not size else [*asking, ARE_YOU_THERE]


def ask_printed(mark: bytes) -> bytes:
    """GS ( H, function 48: answered with `mark` when everything before it is on paper."""
    return b"\x1d(H\x06\x00\x30\x30" + mark


ARE_YOU_THERE = b"\x10\x04\x01"
"""DLE EOT 1 between two pictures: answered as soon as it arrives, by a printer that has power."""

ASK_SENSOR = b"\x1dr\x01"
"""GS r 1: asks for the paper sensor, and is answered in its turn after everything before it."""

AUTO_STATUS = b"\x1da\x0e"
"""GS a: tell by yourself when you go on or off line, of errors, and of the paper."""

RECOVER = b"\x10\x05\x02"
"""DLE ENQ 2: the cutter's jam is cleared, forget what is held and go on."""

RETRACT = b"\x1de\x02"
"""GS e 2: take back the slip that nobody took. Only for printers with a presenter."""

END_OF_COMMAND = bytes(16)
"""Noughts for whatever is left of a command that broke off before its picture."""

END_OF_PICTURE = bytes(ROWS_AT_MOST * PAPER_80_MM // 8)
"""White dots for whatever is left of a picture that broke off; a printer in no picture passes over noughts."""

CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: forget what is held and not printed. Only for printers known to understand it."""
