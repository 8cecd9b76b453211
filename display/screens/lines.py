"""How many wait in each line, and for how long: beside the calls. It shows what it is given."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.board import Picture
from display.screens.parts import Panel, load
from display.theme import CARD, EDGE, INK, MUTED, STALE, SUNKEN
from display.words.texts import beside, both, named, text


class WaitLine(BoxLayout):
    service = StringProperty()
    waiting = StringProperty()
    wait = StringProperty()
    unit = NumericProperty(1)
    figures = ColorProperty(INK)
    words = ColorProperty(MUTED)


class WaitingLines(Panel):
    """A titled list with room for so many services in so many columns; what does not fit is left out, busiest first."""

    title = StringProperty()
    unit = NumericProperty(1)
    columns = NumericProperty(1)
    words = ColorProperty(MUTED)

    def __init__(self, *, room: int, columns: int, unit: float) -> None:
        super().__init__(unit=unit, columns=columns, colour=CARD, edge=EDGE)
        self.lines = [WaitLine(unit=unit) for _ in range(room)]
        for line in self.lines:
            self.ids.lines.add_widget(line)

    def show(self, picture: Picture) -> None:
        """Show the lines in the centre's order."""
        assert picture.centre is not None, "lines are shown of a known centre only"
        first, second = picture.centre.languages[0], beside(picture.centre.languages)
        stale = picture.stale is not None
        names = {service.id: service.names for service in picture.centre.services}
        longest = sorted(picture.lines, key=lambda line: -line.waiting)[: len(self.lines)]
        shown = [line for line in picture.lines if line in longest]
        self.colour = SUNKEN if stale else CARD
        self.title = both("lines", first, second)
        for place, widget in enumerate(self.lines):
            line = shown[place] if place < len(shown) else None
            widget.opacity = 1 if line else 0
            widget.figures, widget.words = (STALE, STALE) if stale else (INK, MUTED)
            widget.service = named(names[line.service], first) if line else ""
            widget.waiting = str(line.waiting) if line else ""
            widget.wait = (
                text("minutes", first, low=str(line.low), high=str(line.high)) if line and line.waiting else ""
            )


load("lines")
