"""The pieces that all of a board's screens are made of: text that never spills, cards, an arrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.core.text import Label as Typesetter
from kivy.core.text import LabelBase
from kivy.lang import Builder
from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from display.theme import FACES
from hardware import fonts

_FOLDER = Path(__file__).parent


def load(name: str) -> None:
    """Read the looks of a screen from its kv file, once however often an app is made."""
    file = str(_FOLDER / f"{name}.kv")
    Builder.unload_file(file)
    Builder.load_file(file)


def register_faces() -> None:
    """Make the typefaces known to Kivy by their use: `text`, `light`, `figures`."""
    for use, (regular, bold) in FACES.items():
        LabelBase.register(use, fn_regular=str(fonts.path(regular)), fn_bold=str(fonts.path(bold)))


class Text(Label):
    """Text as large as `most` allows and its box leaves room for, on at most so many `lines`. It is never cut off."""

    most = NumericProperty(40)
    lines = NumericProperty(1)

    def __init__(self, **properties: Any) -> None:  # Kivy's own keywords
        self._set = ""
        super().__init__(**properties)
        self.bind(width=self.fit, text=self.fit, most=self.fit, lines=self.fit, font_name=self.fit, bold=self.fit)
        self.fit()

    def fit(self, *_: object) -> None:
        """Choose the size of the type."""
        room = max(1.0, self.width - self.padding[0] - self.padding[2])
        size = max(1.0, self.most)
        # Type does not scale exactly, so measure again until it fits.
        while size > 1 and (natural := self._length(size)) > room:
            # Lines break between words, so not all of them are full.
            full = max(1.0, self.lines * 0.86)
            if natural <= room * full:
                break
            size = max(1.0, min(size * 0.985, size * room * full / natural))
        self.font_size = size

    def _length(self, size: float) -> float:
        """How long the text would be on one line."""
        setter = Typesetter(font_name=self.font_name, font_size=size, bold=self.bold)
        return float(setter.get_extents(self.text)[0])

    def texture_update(self, *arguments: object) -> None:
        """Set the type, and note of which text."""
        super().texture_update(*arguments)
        self._set = self.text

    def is_set(self, text: str) -> bool:
        """Whether the picture of the type, as the last frame had it, is of this text."""
        return self._set == self.text == text and min(self.texture_size) > 1


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
