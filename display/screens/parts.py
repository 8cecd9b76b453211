"""The pieces that all of a board's screens are made of: text that never spills, cards, an arrow."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from kivy.core.text import Label as Typesetter
from kivy.core.text import LabelBase
from kivy.lang import Builder
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from display.theme import FACES, INK
from hardware import fonts

_FOLDER = Path(__file__).parent
#: Steps in which words in a box become smaller, as on the page (static/board/fit.js).
_STEPS = tuple(part / 100 for part in range(100, 24, -4))
#: Between the words of two languages, in parts of the first one's type.
_GAP = 0.4


def load(name: str) -> None:
    """Read the looks of a screen from its kv file, once however often an app is made."""
    file = str(_FOLDER / f"{name}.kv")
    Builder.unload_file(file)
    Builder.load_file(file)


def register_faces() -> None:
    """Make the typefaces known to Kivy by their use: `text`, `light`, `figures`."""
    for use, (regular, bold) in FACES.items():
        LabelBase.register(use, fn_regular=str(fonts.path(regular)), fn_bold=str(fonts.path(bold)))


@lru_cache(maxsize=4096)
def _extents(font: str, size: float, bold: bool, text: str) -> tuple[float, float]:
    """How long and how high a text is on one line."""
    length, height = Typesetter(font_name=font, font_size=size, bold=bold).get_extents(text)
    return float(length), float(height)


@lru_cache(maxsize=4096)
def _rows(font: str, size: float, bold: bool, text: str, room: float) -> int:
    """On how many lines a text stands. The same sizes are tried each time that a box of the same words changes."""
    set_in, rows, row = Typesetter(font_name=font, font_size=size, bold=bold), 1, ""
    for word in text.split():
        if set_in.get_extents(word)[0] > room:
            return 99
        if row and set_in.get_extents(f"{row} {word}")[0] > room:
            rows, row = rows + 1, word
        else:
            row = f"{row} {word}".strip()
    return rows


class Text(Label):
    """Text as large as `most` allows and its box leaves room for, on at most so many `lines`. It is never cut off.

    Text of several lines heeds the height of its box too; one line may be taller, for digits have no descenders.
    """

    most = NumericProperty(40)
    lines = NumericProperty(1)

    def __init__(self, **properties: Any) -> None:  # Kivy's own keywords
        self._set = ""
        super().__init__(**properties)
        for each in ("size", "text", "most", "lines", "font_name", "bold"):
            self.fbind(each, self.fit)
        self.fit()

    def fit(self, *_: object) -> None:
        """Choose the size of the type."""
        room = self._room()
        size = max(1.0, self.most)
        # Type does not scale exactly, so measure again until it fits.
        while size > 1 and (natural := self._length(self.text, size)) > room:
            if self.lines > 1 and self._holds(size):
                break
            size = max(1.0, size * 0.97 if self.lines > 1 else min(size * 0.985, size * room / natural))
        self.font_size = size

    def rows_at(self, size: float) -> int:
        """On how many lines the text stands in type of a size, broken between words; one word too wide is no line."""
        return _rows(self.font_name, size, self.bold, self.text, self._room())

    def height_at(self, size: float) -> float:
        """How high the text is in type of a size."""
        return self.rows_at(size) * _extents(self.font_name, size, self.bold, "Ạg")[1] if self.text else 0.0

    def _holds(self, size: float) -> bool:
        return self.rows_at(size) <= self.lines and self.height_at(size) <= self.height + 1

    def _room(self) -> float:
        return max(1.0, self.width - self.padding[0] - self.padding[2])

    def _length(self, text: str, size: float) -> float:
        """How long a text would be on one line."""
        return _extents(self.font_name, size, self.bold, text)[0]

    def texture_update(self, *arguments: object) -> None:
        """Set the type, and note of which text."""
        super().texture_update(*arguments)
        self._set = self.text

    def is_set(self, text: str) -> bool:
        """Whether the picture of the type, as the last frame had it, is of this text."""
        return self._set == self.text == text and min(self.texture_size) > 1


class Said(BoxLayout):
    """Words in one or two languages, in the middle of their box, as large as it holds both.

    `first` in bold type of at most `most` pixels, `second` below it in type of so many parts of that.
    """

    first = StringProperty()
    second = StringProperty()
    most = NumericProperty(40)
    smaller = NumericProperty(0.7)
    first_ink = ColorProperty(INK)
    second_ink = ColorProperty(INK)
    gap = NumericProperty(0)

    def on_kv_post(self, _: object) -> None:
        """Fit anew whenever words or room are others."""
        for each in ("size", "first", "second", "most", "padding"):
            self.fbind(each, self._fit)
        self._fit()

    def _fit(self, *_: object) -> None:
        one, other = self.ids.first, self.ids.second
        one.width = other.width = self.width - self.padding[0] - self.padding[2]
        room = self.height - self.padding[1] - self.padding[3]
        for part in _STEPS:
            size = self.most * part
            gap = _GAP * size if self.second else 0.0
            heights = one.height_at(size), other.height_at(size * self.smaller)
            if sum(heights) + gap <= room:
                break
        one.most, other.most, self.gap = size, size * self.smaller, gap
        one.height, other.height = heights


class Panel(BoxLayout):
    """A box with a rounded ground and a hairline."""

    colour = ColorProperty("#ffffff")
    edge = ColorProperty("#ffffff")
    corner = NumericProperty(16)
    hairline = NumericProperty(2)


class Arrow(Widget):
    """From the number to the desk."""

    colour = ColorProperty("#000000")


load("parts")
