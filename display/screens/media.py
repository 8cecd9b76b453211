"""What goes round beside the calls: a picture, or a notice in words. It shows what it is given, and covers no call."""

from __future__ import annotations

from pathlib import Path

from kivy.properties import ColorProperty, NumericProperty, StringProperty

from display.screens.parts import Panel, load
from display.theme import ACCENT, CARD, EDGE, INK, MUTED
from display.words.texts import beside, named
from queue_server.protocol.messages import Centre, SlideInfo


class MediaPanel(Panel):
    """One slide at a time; a picture is shown whole, as large as there is room."""

    unit = NumericProperty(1)
    sentence = StringProperty()
    sentence_beside = StringProperty()
    picture = StringProperty()
    accent = ColorProperty(ACCENT)
    ink = ColorProperty(INK)
    words = ColorProperty(MUTED)

    def __init__(self, *, unit: float) -> None:
        super().__init__(unit=unit, colour=CARD, edge=EDGE)

    def show(self, slide: SlideInfo, centre: Centre, *, path: Path | None) -> bool:
        """Show a slide; `path` is of its picture. False when the picture cannot be shown."""
        first, second = centre.languages[0], beside(centre.languages)
        self.sentence = named(slide.words, first) if slide.words else ""
        self.sentence_beside = slide.words.get(second, "") if slide.words and second else ""
        if str(path or "") != self.picture:
            self.picture = str(path or "")
        return path is None or self.ids.image.texture is not None


load("media")
