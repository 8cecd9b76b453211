"""The calls of a while ago, with desk and time, for who looked up too late. It shows what it is given."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.board import Picture
from display.screens.parts import Panel, load
from display.theme import CARD, EDGE, INK, MUTED, STALE, SUNKEN
from display.words.texts import beside, both, desk_parts
from display.words.times import clock


class RecentLine(BoxLayout):
    number = StringProperty()
    desk = StringProperty()
    time = StringProperty()
    unit = NumericProperty(1)
    figures = ColorProperty(INK)
    words = ColorProperty(MUTED)


class RecentCalls(Panel):
    """A titled list with room for so many lines in so many columns."""

    title = StringProperty()
    unit = NumericProperty(1)
    columns = NumericProperty(1)
    words = ColorProperty(MUTED)

    def __init__(self, *, room: int, columns: int, unit: float) -> None:
        super().__init__(unit=unit, columns=columns, colour=CARD, edge=EDGE)
        self.lines = [RecentLine(unit=unit) for _ in range(room)]
        for line in self.lines:
            self.ids.lines.add_widget(line)

    def show(self, picture: Picture) -> None:
        """Show the recent calls, newest first."""
        assert picture.centre is not None, "calls are shown of a known centre only"
        first, second = picture.centre.languages[0], beside(picture.centre.languages)
        stale = picture.stale is not None
        self.colour = SUNKEN if stale else CARD
        self.title = both("recent", first, second)
        for place, line in enumerate(self.lines):
            recent = picture.recent[place] if place < len(picture.recent) else None
            line.opacity = 1 if recent else 0
            line.figures, line.words = (STALE, STALE) if stale else (INK, MUTED)
            line.number = recent.number if recent else ""
            line.desk = " ".join(desk_parts(recent.desk, picture.centre.speech.desk_word)).strip() if recent else ""
            line.time = clock(recent.at, picture.centre.timezone) if recent else ""


load("recent")
