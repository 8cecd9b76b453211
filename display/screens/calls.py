"""The calls in front: the newest one large, the others below it, one row for each desk. It shows what it is given."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from display.board import Picture, Room, Row, Standing
from display.screens.parts import Panel, load
from display.theme import TONES, Shape, Tone
from display.words.texts import beside, both, desk_parts, named
from queue_server.protocol.messages import Centre

#: How much taller the row of the newest call is than the others.
TALL = {Shape.LANDSCAPE: 2.5, Shape.PORTRAIT: 3.3, Shape.WIDE: 1}
#: The same where many call at once; and how wide it is beside the other columns of a strip.
TALL_IN_A_CROWD = {Shape.LANDSCAPE: 1.5, Shape.PORTRAIT: 1.3, Shape.WIDE: 1}
WIDE_IN_A_CROWD = 1.1


#: Room below the type, in parts of its size: what brings digits into the middle of a row, and what keeps the tail of
#: these letters of a number above its lower edge, where the row is as tall as the type.
LIFT, LIFT_OF_A_TAIL = 0.06, 0.21
TAILED = frozenset("JQ")


class CallLine(BoxLayout):
    """A number, an arrow, and the desk."""

    number = StringProperty()
    word = StringProperty()
    place = StringProperty()
    type_size = NumericProperty(100)
    desk_size = NumericProperty(100)
    arrow_size = NumericProperty(50)
    lift = NumericProperty(LIFT)
    usual_lift = LIFT
    stacked = BooleanProperty(False)
    figures = ColorProperty("#000000")
    arrow = ColorProperty("#000000")


class CallPanel(Panel):
    """One desk's call. Empty, it is a quiet place on the board."""

    unit = NumericProperty(1)
    words = ColorProperty("#000000")
    lift = NumericProperty(LIFT)

    def __init__(self, *, unit: float, **properties: Any) -> None:  # Kivy's own keywords
        super().__init__(unit=unit, **properties)
        self.row: Row | None = None

    def show(self, row: Row | None, *, tone: Tone, word: str) -> None:
        """Show a row, or nothing."""
        line = self.ids.line
        self.row = row
        line.opacity = 1 if row else 0
        self.colour, self.edge, self.words = tone.card, tone.edge, tone.words
        line.figures, line.arrow = tone.figures, tone.arrow
        if row is not None:
            line.number = row.number
            self.lift = LIFT if TAILED.isdisjoint(row.number) else LIFT_OF_A_TAIL
            line.word, line.place = desk_parts(row.desk, word)


class CallRow(CallPanel):
    """A row like the others."""


class NewestCall(CallPanel):
    """The first row: larger, with what it means in words and the desk's own name. `bare`: without the words."""

    caption = StringProperty()
    way = StringProperty()
    desk_name = StringProperty()
    pages = StringProperty()
    stacked = BooleanProperty(False)
    bare = BooleanProperty(False)

    def explain(self, row: Row | None, centre: Centre, *, page: int, pages: int) -> None:
        """Say in words what the number means, the name of the desk, and which page of calls this is."""
        self.caption = self.way = self.desk_name = ""
        self.pages = f"{page + 1} / {pages}" if pages > 1 else ""
        if row is None:
            return
        first, second = centre.languages[0], beside(centre.languages)
        serving = row.standing is Standing.SERVING and not row.front
        for_row, way = ("serving", "") if serving else ("calling", "to_desk")
        self.caption = both(for_row, first, second)
        self.way = both(way, first, second) if way else ""
        names = next((desk.names for desk in centre.desks if desk.id == row.desk), None)
        self.desk_name = named(names, first) if names else ""


class CallsScene(BoxLayout):
    """All rows that fit. Made for a shape and its room; another needs another scene."""

    unit = NumericProperty(1)

    def __init__(self, *, shape: Shape, room: Room, unit: float) -> None:
        wide = shape is Shape.WIDE
        super().__init__(unit=unit, orientation="horizontal" if wide else "vertical")
        bare = room.crowded and not wide
        self.newest = NewestCall(unit=unit, stacked=shape is not Shape.LANDSCAPE and not bare, bare=bare)
        self.newest.size_hint_y = (TALL_IN_A_CROWD if room.crowded else TALL)[shape]
        self.others = [CallRow(unit=unit) for _ in range(room.rows - 1)]
        self.slots: list[CallPanel] = [self.newest, *self.others]
        self.add_widget(self.newest)
        if wide:
            self.newest.size_hint_x = WIDE_IN_A_CROWD if room.crowded else 1
            for place in range(room.columns):
                self._add(self._part(place, room.columns), upright=True, size_hint_x=1 if room.crowded else 0.8)
        elif room.columns > 1:
            for place in range(0, len(self.others), room.columns):
                self._add(self.others[place : place + room.columns], upright=False)
        else:
            for row in self.others:
                self.add_widget(row)

    def _part(self, place: int, columns: int) -> list[CallRow]:
        """The rows of a column of several, filled one after another."""
        each = -(-len(self.others) // columns)
        return self.others[place * each : (place + 1) * each]

    def _add(self, rows: list[CallRow], *, upright: bool, size_hint_x: float = 1) -> None:
        """Rows below one another or side by side."""
        box = BoxLayout(
            orientation="vertical" if upright else "horizontal", spacing=self.spacing, size_hint_x=size_hint_x
        )
        for row in rows:
            box.add_widget(row)
        self.add_widget(box)

    def show(self, picture: Picture, *, bright: bool) -> None:
        """Show the page of calls. `bright` is the half of the flash in which new calls change their colours."""
        assert picture.centre is not None, "calls are shown of a known centre only"
        stale = picture.stale is not None
        for place, slot in enumerate(self.slots):
            row = picture.rows[place] if place < len(picture.rows) else None
            slot.show(row, tone=tone_of(row, stale=stale, bright=bright), word=picture.centre.speech.desk_word)
            if isinstance(slot, NewestCall):
                slot.explain(row, picture.centre, page=picture.page, pages=picture.pages)

    def drawn(self) -> frozenset[int]:
        """The ids of the calls whose number is set in type at this moment."""
        return frozenset(
            slot.row.call
            for slot in self.slots
            if slot.row is not None and slot.row.call is not None
            if slot.ids.line.ids.number.is_set(slot.row.number)
        )


def tone_of(row: Row | None, *, stale: bool, bright: bool) -> Tone:
    """The colours of a row; None is an empty place."""
    if row is None:
        return TONES["empty"]
    if stale:
        return TONES["stale"]
    if row.standing is Standing.SERVING and not row.front:
        return TONES["serving"]
    name = "newest" if row.newest else "called"
    return TONES[f"{name} flash" if row.flash and bright else name]


load("calls")
