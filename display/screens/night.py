"""What a board shows in the night: a dark screen, the time, and when tickets are given again. The words wander."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from display.screens.parts import load
from display.theme import NIGHT, NIGHT_INK
from display.words.texts import text
from display.words.times import clock, opening
from queue_server.protocol.messages import Centre, Day, Instant
from windows.orbit import place


class NightScene(FloatLayout):
    """The whole of a board while nobody is in the hall."""

    unit = NumericProperty(1)
    clock = StringProperty()
    label = StringProperty()
    opens = StringProperty()
    where = NumericProperty(0.5)
    ground = ColorProperty(NIGHT)
    ink = ColorProperty(NIGHT_INK)

    def show(self, centre: Centre, day: Day, *, now: Instant) -> None:
        """Show the time, and the next opening where that is known."""
        first = centre.languages[0]
        self.clock = clock(now, centre.timezone)
        self.where = place(now)
        known = day.next_opening is not None
        self.label = text("opens_again", first) if known else ""
        self.opens = opening(day.next_opening, centre.timezone, first, now=now) if day.next_opening is not None else ""


load("night")
