"""The first screen: what the centre offers, how many wait, about how long. One touch on a tile goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen

from kiosk import moments
from kiosk.events import EnterAsked, Event, ServiceChosen
from kiosk.grid import grid, scale
from kiosk.offer import Light, Tile, tiles
from kiosk.scene import Scene
from kiosk.screens.parts import Touchable, extents
from queue_server.client.base import fresh_request
from queue_server.protocol.messages import ServiceInfo
from windows.notices import Posted

COLOURS = {
    Light.QUIET: "green",
    Light.BUSY: "amber",
    Light.CROWDED: "red",
    Light.NO_DESK: "ink_soft",
    Light.NOT_TODAY: "amber",
    Light.USED_UP: "ink_soft",
    Light.NOT_ISSUED: "ink_soft",
}


class ServiceTile(Touchable):
    """One service."""

    glyph = StringProperty("")
    name = StringProperty("")
    prefix = StringProperty("")
    count = StringProperty("")
    wait = StringProperty("")
    light_word = StringProperty("")
    light_colour = StringProperty("green")
    plain = BooleanProperty(True)  # the line moves, so count and range say something
    scale = NumericProperty(1.0)
    natural = NumericProperty(0)  # how wide the count is, in units

    def show(self, tile: Tile) -> None:
        self.test_name = f"service:{tile.service}"
        self.glyph, self.name, self.prefix = tile.glyph, tile.name, tile.prefix
        self.count, self.wait, self.light_word = tile.waiting, tile.wait, tile.light_word
        self.natural = extents(tile.waiting, 30 * self.scale, font_name="Text", bold=False)[0] + 4
        self.plain = tile.light not in (Light.NO_DESK, Light.NOT_TODAY, Light.USED_UP, Light.NOT_ISSUED)
        self.light_colour = COLOURS[tile.light] if tile.light else "ink_soft"


class HomeScreen(Screen):
    happened: Callable[[Event], None] = ObjectProperty()
    page = NumericProperty(0)
    pages = NumericProperty(1)
    columns = NumericProperty(2)
    rows = NumericProperty(5)
    portrait = BooleanProperty(True)
    low = BooleanProperty(False)
    large = BooleanProperty(False)
    strip = BooleanProperty(True)  # room for a warning below the title
    hotline = StringProperty("")
    no_paper = BooleanProperty(False)
    alone = StringProperty("")
    help_shown = BooleanProperty(False)
    foot_height = NumericProperty(46)  # in units
    said = StringProperty("")  # what a card or a dossier has changed

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._tiles: tuple[Tile, ...] = ()
        self._services: dict[str, ServiceInfo] = {}
        self._not_issued: set[str] = set()
        self._shown = -1.0

    def show(self, scene: Scene) -> None:
        """Called whenever something changed. A fresh citizen begins on the first page."""
        if scene.centre is None:
            return
        self._services = {service.id: service for service in scene.centre.services}
        self._not_issued = {line.service for line in scene.lines.values() if not line.issuing}
        reserve = scene.state.reserve if scene.alone else None
        self._tiles = tiles(scene.centre, scene.lines, scene.words, reserve=reserve)
        self.alone = _alone(scene) if scene.alone else ""
        self.hotline = scene.centre.hotline or ""
        self.no_paper = not scene.state.printer.can_print
        self.said = _said(scene)
        self._lay_foot()
        if scene.state.shown != self._shown:
            self._shown = scene.state.shown
            self.page = 0
        self.columns, self.rows = grid(
            len(self._tiles), upright=self.portrait, low=self.low, large=self.large, posted=scene.posted != Posted()
        )
        self.pages = max(1, -(-len(self._tiles) // (self.columns * self.rows)))
        self._fill()

    def _lay_foot(self) -> None:
        """Where there is least room, a warning takes the place of the number to ring."""
        warned = bool(self.portrait and self.low and (self.alone or self.no_paper))
        self.help_shown = bool(self.hotline) and not (self.large and warned)
        if self.large:
            self.foot_height = 86 if not self.portrait or warned else 92 if self.low else 120
        else:
            self.foot_height = (92 if self.portrait and self.hotline else 46) + (64 if warned else 0)

    def look_up(self) -> None:
        self.happened(EnterAsked())

    def turn(self, by: int) -> None:
        """A page on or back."""
        self.page = min(max(0, self.page + by), self.pages - 1)
        self._fill()

    def _fill(self) -> None:
        box, room = self.ids.tiles, int(self.columns * self.rows)
        shown = self._tiles[int(self.page) * room : (int(self.page) + 1) * room]
        while len(box.children) > room:
            box.remove_widget(box.children[0])
        while len(box.children) < room:
            tile = ServiceTile()
            tile.bind(on_release=self._chosen)
            box.add_widget(tile)
        for index, widget in enumerate(reversed(box.children)):
            widget.opacity, widget.disabled = (1, False) if index < len(shown) else (0, True)
            widget.scale = 1.0 if self.low else scale(int(self.rows), upright=self.portrait)
            if index < len(shown):
                widget.show(shown[index])
                widget.disabled = not shown[index].open
            else:
                widget.test_name = ""

    def _chosen(self, tile: ServiceTile) -> None:
        service = self._services[tile.test_name.removeprefix("service:")]
        procedures = service.procedures
        self.happened(
            ServiceChosen(
                service.id,
                request=fresh_request(),
                issued=service.id not in self._not_issued,
                listed=len(procedures) > 1,
                only=procedures[0].id if len(procedures) == 1 else None,
            )
        )


def _alone(scene: Scene) -> str:
    """A kiosk that started without the server cannot say since when it is alone."""
    if scene.lost_at is None:
        return scene.words("home.alone_from_start")
    return scene.words("home.alone", time=moments.clock(scene.lost_at))


def _said(scene: Scene) -> str:
    state = scene.state
    if state.purpose:
        return scene.words(f"lookup.{state.purpose}")
    if state.person is None:
        return ""
    return scene.words("lookup.card_priority" if state.person.priority else "lookup.card_read")
