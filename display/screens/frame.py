"""The whole board: header with clock, the calls or a notice, recent calls, footer; arranged for the window's shape.

`show` is given a picture and draws it. Nothing here knows the server, the sound or the time of its own.
"""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from display.board import Picture, Room, Scene
from display.screens.calls import CallsScene
from display.screens.notice import NoticeScene
from display.screens.parts import load
from display.screens.recent import RecentCalls
from display.theme import ACCENT, ACCENT_DARK, GOLD, GROUND, INK, MUTED, ON_ACCENT, WARN, WARN_SOFT, Plan, Shape
from display.words.texts import beside, both, named, text
from display.words.times import clock, date
from queue_server.protocol.messages import Centre, Day, Instant

#: Heights in units, by shape: header, footer, banner.
HEIGHTS = {Shape.LANDSCAPE: (112, 64, 92), Shape.PORTRAIT: (168, 116, 112), Shape.WIDE: (112, 64, 92)}


class BoardHeader(BoxLayout):
    unit = NumericProperty(1)
    tall = BooleanProperty(False)
    name = StringProperty()
    name_beside = StringProperty()
    clock = StringProperty()
    date = StringProperty()
    accent = ColorProperty(ACCENT)
    ink = ColorProperty(INK)
    words = ColorProperty(MUTED)

    def show(self, centre: Centre | None, *, now: Instant) -> None:
        """Show the centre's name and the time."""
        zone = centre.timezone if centre else "Asia/Ho_Chi_Minh"
        first, second = (centre.languages[0], beside(centre.languages)) if centre else ("vi", None)
        self.name = named(centre.names, first) if centre else ""
        self.name_beside = named(centre.names, second) if centre and second in centre.names else ""
        self.clock = clock(now, zone)
        self.date = date(now, zone, first)


class StaleBanner(BoxLayout):
    """Says that what is shown may be old, and since when."""

    unit = NumericProperty(1)
    sentence = StringProperty()
    sentence_beside = StringProperty()
    ground = ColorProperty(WARN_SOFT)
    ink = ColorProperty(WARN)


class BoardFooter(FloatLayout):
    unit = NumericProperty(1)
    tall = BooleanProperty(False)
    inset = NumericProperty(0)
    hotline = StringProperty()
    hint = StringProperty()
    hours = StringProperty()
    ground = ColorProperty(ACCENT_DARK)
    paper = ColorProperty(ON_ACCENT)
    gold = ColorProperty(GOLD)

    def show(self, centre: Centre, day: Day | None, *, trouble: str) -> None:
        """Show the hotline, what to do, and until when tickets are issued, or what is the `trouble` with this board."""
        first, second = centre.languages[0], beside(centre.languages)
        self.hotline = f"{text('hotline', first)}: {centre.hotline}" if centre.hotline else ""
        self.hint = both("wait", first, second)
        self.hours = ""
        if day is not None and day.issuing and day.until is not None:
            self.hours = text("issued_until", first, time=clock(day.until, centre.timezone))
        elif day is not None and not day.issuing:
            self.hours = text("not_issued", first)
        if trouble:
            self.hours = text("trouble", first, code=trouble)


class Frame(BoxLayout):
    """Everything on the board. `visible` are the ids of the calls that the last `show` put in front."""

    ground = ColorProperty(GROUND)

    def __init__(self, plan: Plan, *, room: Room) -> None:
        super().__init__()
        self.plan, self.room = plan, room
        self.visible: frozenset[int] = frozenset()
        unit = plan.unit
        header, footer, banner = (height * unit for height in HEIGHTS[plan.shape])
        tall = plan.shape is Shape.PORTRAIT
        self.header = BoardHeader(unit=unit, size_hint_y=None, height=header, tall=tall)
        self.banner = StaleBanner(unit=unit, size_hint_y=None, height=banner)
        self.footer = BoardFooter(unit=unit, size_hint_y=None, height=footer, tall=tall)
        self.recent = RecentCalls(room=room.recent, columns=2 if tall else 1, unit=unit)
        self.notice = NoticeScene(unit=unit)
        self.calls = CallsScene(shape=plan.shape, rows=room.rows, unit=unit)
        self.stage = BoxLayout()
        self.middle = self._middle()
        for part in (self.header, self.middle, self.footer):
            self.add_widget(part)

    def show(self, picture: Picture, *, now: Instant, bright: bool, trouble: str = "") -> None:
        """Draw a picture at a time of day. `bright` is one half of the flash, `trouble` a code for whoever mends it."""
        self.header.show(picture.centre, now=now)
        self._show_banner(picture)
        if picture.centre is not None:
            self.footer.show(picture.centre, picture.day, trouble=trouble)
            self.recent.show(picture)
        self._put(self.middle, self.recent, wanted=bool(picture.recent), index=0)
        if picture.scene is Scene.CALLS:
            self.calls.show(picture, bright=bright)
            self._stage(self.calls)
        else:
            self.notice.show(picture, now=now)
            self._stage(self.notice)
        self.visible = frozenset(row.call for row in picture.rows if row.call is not None)

    def drawn(self) -> frozenset[int]:
        """The ids of the calls whose numbers are set in type and on the window, as of the last frame."""
        if self.calls.get_root_window() is None:
            return frozenset()
        return self.visible & self.calls.drawn()

    def _show_banner(self, picture: Picture) -> None:
        self._put(self, self.banner, wanted=picture.stale is not None, index=len(self.children) - 1)
        if picture.stale is None or picture.centre is None:
            return
        first, second = picture.centre.languages[0], beside(picture.centre.languages)
        time = clock(picture.stale, picture.centre.timezone)
        self.banner.sentence = text("stale", first, time=time)
        self.banner.sentence_beside = text("stale", second, time=time) if second else ""

    def _stage(self, scene: CallsScene | NoticeScene) -> None:
        if scene.parent is not self.stage:
            self.stage.clear_widgets()
            self.stage.add_widget(scene)

    def _middle(self) -> BoxLayout:
        unit, shape = self.plan.unit, self.plan.shape
        middle = BoxLayout(
            orientation="vertical" if shape is Shape.PORTRAIT else "horizontal",
            padding=[24 * unit, 20 * unit, 24 * unit, 20 * unit],
            spacing=20 * unit,
        )
        if shape is Shape.PORTRAIT:
            self.recent.size_hint_y, self.recent.height = None, 410 * unit
        else:
            self.recent.size_hint_x, self.recent.width = None, 500 * unit
        middle.add_widget(self.stage)
        middle.add_widget(self.recent)
        return middle

    def _put(self, parent: BoxLayout, part: StaleBanner | RecentCalls, *, wanted: bool, index: int) -> None:
        if wanted and part.parent is None:
            parent.add_widget(part, index=index)
        elif not wanted and part.parent is not None:
            parent.remove_widget(part)


load("frame")
