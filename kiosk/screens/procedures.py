"""The procedures of a service, with their usual minutes, and a way out for who does not know the name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen

from kiosk import icons, offer
from kiosk.events import BackAsked, Event, ProcedureChosen
from kiosk.offer import Row
from kiosk.scene import Scene
from kiosk.screens.parts import Touchable

#: Rows on a page, by whether the panel stands upright and whether only its lower part is used.
ROOM = {(True, False): 10, (True, True): 5, (False, False): 10, (False, True): 6}


class ProcedureRow(Touchable):
    name = StringProperty("")
    detail = StringProperty("")
    icon = StringProperty("file-text")
    procedure = ObjectProperty(None, allownone=True)

    def show(self, row: Row) -> None:
        self.name, self.detail, self.procedure = row.name, row.detail, row.procedure
        self.icon = "file-text" if row.procedure else "help-circle"
        self.test_name = f"procedure:{row.procedure or 'other'}"


class ProceduresScreen(Screen):
    happened: Callable[[Event], None] = ObjectProperty()
    glyph = StringProperty("")
    service = StringProperty("")
    ahead = StringProperty("")
    wait = StringProperty("")
    page = NumericProperty(0)
    pages = NumericProperty(1)
    high = NumericProperty(1)
    portrait = BooleanProperty(True)
    low = BooleanProperty(False)
    large = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._rows: tuple[Row, ...] = ()
        self._room = ROOM[True, False]
        self._shown = -1.0

    def show(self, scene: Scene) -> None:
        service, line, words = scene.service, scene.line, scene.words
        if service is None:
            return
        self.glyph, self.service = icons.service_glyph(service.icon), words.of(service.names)
        self.ahead = words("wait.waiting", n=line.waiting) if line and line.waiting else words("wait.nobody")
        self.wait = offer.wait_range(line.low, line.high, words) if line and line.desks_open else ""
        self._rows = offer.rows(service, words)
        self._room = ROOM[self.portrait, self.low] // (2 if self.large else 1)
        if scene.state.shown != self._shown:
            self._shown, self.page = scene.state.shown, 0
        self.pages = -(-len(self._rows) // self._room)
        self._fill()

    def turn(self, by: int) -> None:
        self.page = min(max(0, self.page + by), self.pages - 1)
        self._fill()

    def back(self) -> None:
        self.happened(BackAsked())

    def _fill(self) -> None:
        box = self.ids.rows
        shown = self._rows[int(self.page) * self._room : (int(self.page) + 1) * self._room]
        self.high = len(shown) if self.portrait else -(-len(shown) // 2)
        while len(box.children) > len(shown):
            box.remove_widget(box.children[0])
        while len(box.children) < len(shown):
            widget = ProcedureRow()
            widget.bind(on_release=lambda touched: self.happened(ProcedureChosen(touched.procedure)))
            box.add_widget(widget)
        for widget, row in zip(reversed(box.children), shown, strict=True):
            widget.show(row)
