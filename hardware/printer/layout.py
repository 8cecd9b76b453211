"""A slip as dots on paper: sizes, columns and distances. Pure; it knows neither commands nor devices.

`lay_out` gives a `Page`: the bands to send, and the picture they must make. Lines that come again (the centre's name,
the hotline) are drawn once and remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

import segno
from PIL import Image, ImageChops

from hardware.printer import ink
from hardware.printer.bands import Band, bands_of, left_edge
from hardware.printer.base import (
    Align,
    NumberLine,
    PairLine,
    QrLine,
    RuleLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
)
from hardware.printer.ink import Type

# In few dots Noto Sans keeps the marks apart (text recognition told ấ from ã at every size and width, and did not in
# the house face); what is set huge is in the house face.
_FACES = {
    Size.FINE: ("NotoSans-Regular", "NotoSans-SemiBold"),
    Size.SMALL: ("NotoSans-Regular", "NotoSans-SemiBold"),
    Size.NORMAL: ("NotoSans-Regular", "NotoSans-SemiBold"),
    Size.LARGE: ("NotoSans-Regular", "NotoSans-Bold"),
    Size.HUGE: ("BeVietnamPro-Medium", "BeVietnamPro-Bold"),
}
_NUMBER_FACE = "BeVietnamPro-ExtraBold"

# Type sizes in dots (8 are a millimetre) for the wide and for the narrow paper.
_WIDE = {Size.FINE: 17, Size.SMALL: 20, Size.NORMAL: 24, Size.LARGE: 36, Size.HUGE: 56}
_NARROW = {Size.FINE: 17, Size.SMALL: 20, Size.NORMAL: 22, Size.LARGE: 32, Size.HUGE: 44}
_NARROW_BELOW = 512

# Between a label and its value, and where they are broken into lines.
_PAIR_GAP = 10
_BROKEN_PAIR_GAP = 16
_LABEL_AT_LEAST = 0.3
_RULE_SPACE = 10
_BULLET = "• "
# The number, the rule and the QR code are drawn at half size and doubled by the printer: a quarter of the bytes.
_DOUBLED = 2
_NUMBER_HEIGHT = 0.23
_NUMBER_SPACE = 16
_NUMBER_TRIAL = 100
# Modules of 0.75 mm, or 0.5 mm in a long code; both are read at arm's length.
_QR_MODULES_IN_DOTS = (6, 4, 2)
_QR_DOTS_AT_MOST = 256
_QR_QUIET_MODULES = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A slip laid out for paper of `dots` across: `rows` long, bands from top to bottom."""

    dots: int
    rows: int
    bands: tuple[Band, ...]

    def picture(self) -> Image.Image:
        """What the paper must look like, dot by dot: mode "1", black on white."""
        paper = Image.new("1", (self.dots, self.rows), 1)
        for band in self.bands:
            dots = band.ink()
            if band.scale > 1:
                dots = dots.resize((dots.width * band.scale, dots.height * band.scale), Image.Resampling.NEAREST)
            paper.paste(0, (left_edge(band.align, dots.width, dots=self.dots), band.top), dots)
        return paper


@dataclass(frozen=True, slots=True)
class _Run:
    """A text in one type, its first dot at `left`."""

    text: str
    type: Type
    left: int


def lay_out(slip: Slip, *, dots: int) -> Page:
    """The slip on paper of `dots` across, a multiple of 16."""
    if dots < 256 or dots % 16:
        raise ValueError(f"paper of {dots} dots; it must be a multiple of 16 and at least 256")
    bands: list[Band] = []
    top = 0
    for line in slip:
        block = _block(line, dots)
        bands += (replace(band, top=band.top + top) for band in block.bands)
        top += block.rows
    return Page(dots=dots, rows=top, bands=tuple(bands))


@lru_cache(maxsize=256)
def _block(line: SlipLine, dots: int) -> Page:
    match line:
        case TextLine():
            return _text(line, dots)
        case PairLine():
            return _pair(line, dots)
        case NumberLine(number):
            return _number(ink.clean(number), dots)
        case QrLine(data):
            return _qr(data, dots)
        case RuleLine():
            return _rule(dots)
        case SpaceLine(rows):
            return Page(dots=dots, rows=rows, bands=())


def _type(size: Size, *, bold: bool, dots: int) -> Type:
    return Type(_FACES[size][bold], (_NARROW if dots < _NARROW_BELOW else _WIDE)[size])


def _text(line: TextLine, dots: int) -> Page:
    type_ = _type(line.size, bold=line.bold, dots=dots)
    if line.align is Align.LEFT and line.text.startswith((_BULLET, " ")):
        return _item(line.text, type_, dots)
    texts = ink.break_lines(line.text, type_, width=dots)
    return _set(
        [(_Run(text, type_, left_edge(line.align, ink.width_of(text, type_), dots=dots)),) for text in texts], dots
    )


def _item(text: str, type_: Type, dots: int) -> Page:
    """An item of a list, or a line that belongs to one: all of its text stands to the right of the bullet."""
    bullet, text = (_BULLET.strip(), text.removeprefix(_BULLET)) if text.startswith(_BULLET) else ("", text)
    # What is said beneath in a fine size stands under the first letter of the item.
    indent = max(type_.size, _type(Size.SMALL, bold=False, dots=dots).size)
    lines = [[_Run(part, type_, indent)] for part in ink.break_lines(text, type_, width=dots - indent)]
    if bullet and lines:
        lines[0].append(_Run(bullet, type_, type_.size // 4))
    return _set(lines, dots)


def _pair_types(line: PairLine, dots: int) -> tuple[Type, Type, Type]:
    """Of the label, of what stands behind it, and of the value."""
    return (
        _type(line.size, bold=False, dots=dots),
        _type(Size.FINE, bold=False, dots=dots),
        _type(line.size, bold=line.bold, dots=dots),
    )


def _pair(line: PairLine, dots: int) -> Page:
    """Label, colon and value in the middle of the paper, as other lines are: a gap between two columns would cost as
    much as ink. Where they do not fit they stand at its edges, broken into lines."""
    label, also, value = _pair_types(line, dots)
    name, said = ink.clean(line.left), ink.clean(line.right)
    parts = [(name if line.also else f"{name}:", label)]
    if line.also:
        parts.append((f" / {ink.clean(line.also)}:", also))
    widths = [ink.width_of(text, type_) for text, type_ in parts]
    across = sum(widths) + _PAIR_GAP + ink.width_of(said, value)
    if not (name and said) or across > dots:
        return _broken_pair(line, dots)
    left = (dots - across) // 2
    runs = [_Run(text, type_, left + sum(widths[:place])) for place, (text, type_) in enumerate(parts)]
    return _set([(*runs, _Run(said, value, left + sum(widths) + _PAIR_GAP))], dots)


def _broken_pair(line: PairLine, dots: int) -> Page:
    label, also, value = _pair_types(line, dots)
    # The value keeps its width as far as it can; the label is broken first.
    needed = min(ink.width_of(ink.clean(line.left), label), int(dots * _LABEL_AT_LEAST))
    values = ink.break_lines(line.right, value, width=dots - _BROKEN_PAIR_GAP - needed)
    room = dots - _BROKEN_PAIR_GAP - max((ink.width_of(text, value) for text in values), default=0)
    labels = [(_Run(name, label, 0),) for name in ink.break_lines(line.left, label, width=room)]
    labels += [(_Run(name, also, 0),) for name in ink.break_lines(line.also, also, width=room)]
    said = [(_Run(text, value, dots - ink.width_of(text, value)),) for text in values]
    return _set([(*name, *text) for name, text in zip_longest(labels, said, fillvalue=())], dots)


def _set(lines: Sequence[Sequence[_Run]], dots: int) -> Page:
    """Lines of text under each other, all runs of a line on one baseline."""
    bands: list[Band] = []
    top = 0
    for runs in lines:
        above, height = max(run.type.above for run in runs), max(run.type.height for run in runs)
        canvas = Image.new("L", (dots, height), 0)
        for run in runs:
            ink.draw(canvas, run.text, run.type, left=run.left, baseline=above)
        bands += bands_of(ink.to_dots(canvas), top=top)
        top += height
    return Page(dots=dots, rows=top, bands=tuple(bands))


def _number(number: str, dots: int) -> Page:
    across, rows = dots // _DOUBLED, int(dots * _NUMBER_HEIGHT) // _DOUBLED
    type_ = _largest(number, across, rows)
    extent = ink.extent(number, type_)
    canvas = Image.new("L", (across, extent.height), 0)
    ink.draw(canvas, number, type_, left=0, baseline=extent.above)
    dots_of_it = ink.to_dots(canvas)
    left, _, right, _ = dots_of_it.getbbox() or (0, 0, across, 0)
    # At this size the air beside the digits shows: the ink itself is centred.
    centred = ImageChops.offset(dots_of_it, (across - (right - left)) // 2 - left, 0)
    bands = bands_of(centred, top=_NUMBER_SPACE, scale=_DOUBLED)
    return Page(dots=dots, rows=2 * _NUMBER_SPACE + extent.height * _DOUBLED, bands=bands)


def _largest(number: str, across: int, rows: int) -> Type:
    """The largest type in which the number fits. Hinting makes widths a little uneven, so the guess is corrected."""
    trial = ink.extent(number, Type(_NUMBER_FACE, _NUMBER_TRIAL))
    type_ = Type(_NUMBER_FACE, int(_NUMBER_TRIAL * min(across / max(trial.width, 1), rows / max(trial.height, 1))))
    while type_.size > 1 and (ink.width_of(number, type_) > across or ink.extent(number, type_).height > rows):
        type_ = Type(_NUMBER_FACE, type_.size - 1)
    return type_


def _qr(data: str, dots: int) -> Page:
    matrix = segno.make_qr(data, error="m").matrix
    modules = len(matrix)
    # An even module, so that the printer's doubling is exact. The largest code there is still fits with two dots.
    module = next((m for m in _QR_MODULES_IN_DOTS if m * modules <= _QR_DOTS_AT_MOST), _QR_MODULES_IN_DOTS[-1])
    code = Image.new("L", (modules, modules), 0)
    code.putdata([255 if dark else 0 for row in matrix for dark in row])
    side = modules * module // _DOUBLED
    canvas = Image.new("L", (dots // _DOUBLED, side), 0)
    canvas.paste(code.resize((side, side), Image.Resampling.NEAREST), ((canvas.width - side) // 2, 0))
    quiet = _QR_QUIET_MODULES * module
    return Page(
        dots=dots, rows=side * _DOUBLED + 2 * quiet, bands=bands_of(ink.to_dots(canvas), top=quiet, scale=_DOUBLED)
    )


def _rule(dots: int) -> Page:
    rule = Image.new("1", (dots // _DOUBLED, 1), 1)
    bands = bands_of(rule, top=_RULE_SPACE, scale=_DOUBLED)
    return Page(dots=dots, rows=_DOUBLED + 2 * _RULE_SPACE, bands=bands)
