"""A board over one desk: its number, and the number of whoever is asked there, as large as the window allows."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.board import Picture, Row
from display.screens.calls import tone_of
from display.screens.parts import load
from display.theme import ACCENT_DARK, CARD, GOLD, INK, MUTED, ON_ACCENT, Shape
from display.words.texts import beside, both, desk_parts, named
from queue_server.protocol.messages import DeskState


class DeskScene(BoxLayout):
    """The one row of a picture, whose desk is always shown."""

    unit = NumericProperty(1)
    place = StringProperty()
    name = StringProperty()
    number = StringProperty()
    caption = StringProperty()
    strip = ColorProperty(ACCENT_DARK)
    paper = ColorProperty(ON_ACCENT)
    gold = ColorProperty(GOLD)
    ground = ColorProperty(CARD)
    #: How far it is drawn beyond its upper and lower edge, where those are the board's.
    above = NumericProperty(0)
    below = NumericProperty(0)
    figures = ColorProperty(INK)
    words = ColorProperty(MUTED)

    def __init__(self, *, shape: Shape, unit: float) -> None:
        super().__init__(unit=unit, orientation="horizontal" if shape is Shape.WIDE else "vertical")
        self.row: Row | None = None

    def show(self, picture: Picture, *, bright: bool) -> None:
        """Show the desk of the picture and whom it asks. `bright` is the half of the flash that changes colours."""
        assert picture.centre is not None, "a desk is shown of a known centre only"
        first, second = picture.centre.languages[0], beside(picture.centre.languages)
        self.row = row = picture.rows[0] if picture.rows else None
        desk = picture.desk
        names = next((each.names for each in picture.centre.desks if desk and each.id == desk.id), None)
        self.place = " ".join(desk_parts(desk.id, picture.centre.speech.desk_word)).strip() if desk else ""
        self.name = named(names, first) if names else ""
        tone = tone_of(row, stale=picture.stale is not None, bright=bright)
        self.ground, self.figures, self.words = tone.card, tone.figures, tone.words
        self.number = row.number if row else "–"
        if row is not None:
            self.caption = both("calling" if row.front else "serving", first, second)
        else:
            state = desk.state if desk else DeskState.CLOSED
            self.caption = both(
                {DeskState.PAUSED: "paused", DeskState.CLOSED: "desk_closed"}.get(state, "wait"), first, second
            )

    def drawn(self) -> frozenset[int]:
        """The id of the call whose number is set in type at this moment."""
        row = self.row
        if row is None or row.call is None or not self.ids.number.is_set(row.number):
            return frozenset()
        return frozenset({row.call})


load("desk")
