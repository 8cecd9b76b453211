"""The whole board: header with clock, the calls or a notice, recent calls, footer; arranged for the window's shape.

`show` is given a picture and draws it. Nothing here knows the server, the sound or the time of its own.
"""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from display.board import Picture, Room, Scene
from display.carousel import Shown
from display.screens.calls import CallsScene
from display.screens.desk import DeskScene
from display.screens.night import NightScene
from display.screens.notice import NoticeScene
from display.screens.parts import load
from display.screens.posted import Emergency, NoticeBanner
from display.screens.side import Side
from display.theme import ACCENT, ACCENT_DARK, GOLD, GROUND, INK, MUTED, ON_ACCENT, WARN, WARN_SOFT, Plan, Shape
from display.words.texts import beside, both, foot, named, text
from display.words.times import clock, date
from queue_server.protocol.messages import BoardInfo, Centre, Day, Instant
from windows.notices import Posted, turn
from windows.orbit import BLEED, orbit

#: Heights in units, by shape: header, footer, banner, notice.
HEIGHTS = {Shape.LANDSCAPE: (112, 64, 92, 92), Shape.PORTRAIT: (168, 116, 112, 150), Shape.WIDE: (112, 64, 92, 92)}


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

    def show(self, centre: Centre, day: Day | None, *, sentence: str, trouble: str) -> None:
        """Show the hotline, a sentence, and until when tickets are issued, or what is the `trouble` with this board."""
        first = centre.languages[0]
        self.hotline = f"{text('hotline', first)}: {centre.hotline}" if centre.hotline else ""
        self.hint = sentence
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
    #: In pixels: how far aside everything is, so that it does not burn in.
    aside_x = NumericProperty(0)
    aside_y = NumericProperty(0)

    def __init__(self, plan: Plan, *, room: Room, info: BoardInfo | None = None) -> None:
        super().__init__()
        self.plan, self.room, self.info = plan, room, info or BoardInfo(id="")
        self.visible: frozenset[int] = frozenset()
        unit = plan.unit
        header, footer, banner, notice = (height * unit for height in HEIGHTS[plan.shape])
        tall = plan.shape is Shape.PORTRAIT
        self.header = BoardHeader(unit=unit, size_hint_y=None, height=header, tall=tall)
        self.banner = StaleBanner(unit=unit, size_hint_y=None, height=banner)
        self.footer = BoardFooter(unit=unit, size_hint_y=None, height=footer, tall=tall)
        self.side = Side(plan, room=room, panels=() if room.crowded else self.info.panels)
        self.posted = NoticeBanner(unit=unit, size_hint_y=None, height=notice)
        self.emergency = Emergency(unit=unit)
        self.night = NightScene(unit=unit)
        self.notice = NoticeScene(unit=unit)
        self.calls: CallsScene | DeskScene = (
            DeskScene(shape=plan.shape, unit=unit)
            if "desk" in self.info.panels
            else CallsScene(shape=plan.shape, room=room, unit=unit)
        )
        self.stage = BoxLayout()
        self.middle = self._middle()
        self._normal: list[Widget] = [self.middle]
        if "clock" in self.info.panels:
            self._normal.insert(0, self.header)
        if "ticker" in self.info.panels:
            self._normal.append(self.footer)
        for part in self._normal:
            self.add_widget(part)

    def show(
        self,
        picture: Picture,
        *,
        now: Instant,
        bright: bool,
        trouble: str = "",
        posted: Posted | None = None,
        shown: Shown | None = None,
        dark: bool = False,
    ) -> bool:
        """Draw a picture at a time of day. `bright` is one half of the flash, `trouble` a code for whoever mends it.
        `dark`: it is night, and nothing is to be seen.

        False when all is drawn but the picture that was to go round.
        """
        posted = posted or Posted()
        self.aside_x, self.aside_y = orbit(now, unit=self.plan.unit)
        self._take_over(picture, posted, now=now, dark=dark)
        self.header.show(picture.centre, now=now)
        self._show_banners(picture, posted)
        if picture.centre is not None:
            sentence = self._sentence(picture.centre, now=now, stale=picture.stale is not None)
            self.footer.show(picture.centre, picture.day, sentence=sentence, trouble=trouble)
        drawn = self.side.show(picture, shown=shown)
        self._put(self.middle, self.side, wanted=bool(self.side.children), index=0)
        known = picture.centre is not None
        if picture.scene is Scene.CALLS or (known and isinstance(self.calls, DeskScene)):
            self.calls.show(picture, bright=bright)
            if isinstance(self.calls, DeskScene):
                self.calls.above = BLEED if self.children[-1] is self.middle else 0
                self.calls.below = BLEED if self.children[0] is self.middle else 0
            self._stage(self.calls)
        else:
            self.notice.show(picture, now=now)
            self._stage(self.notice)
        self.visible = frozenset(row.call for row in picture.rows if row.call is not None)
        return drawn

    def drawn(self) -> frozenset[int]:
        """The ids of the calls whose numbers are set in type and on the window, as of the last frame."""
        if self.calls.get_root_window() is None:
            return frozenset()
        return self.visible & self.calls.drawn()

    def _take_over(self, picture: Picture, posted: Posted, *, now: Instant, dark: bool) -> None:
        """An emergency takes the place of everything, as the night does, and gives it back."""
        parts = self._normal
        if posted.urgent is not None and picture.centre is not None:
            self.emergency.show(posted.urgent, picture.centre)
            parts = [self.emergency]
        elif dark and picture.centre is not None and picture.day is not None:
            self.night.show(picture.centre, picture.day, now=now)
            parts = [self.night]
        if parts[0].parent is None:
            self.clear_widgets()
            for part in parts:
                self.add_widget(part)

    def _sentence(self, centre: Centre, *, now: Instant, stale: bool) -> str:
        """The sentence at the foot: to wait for one's number, and in turn with it the board's own.

        While the line is down no number comes here: the officers call with their own voices.
        """
        first, second = centre.languages[0], beside(centre.languages)
        if stale:
            return both("ask_officer", first, second)
        sentences = [*foot(self.info.ticker, first, second), both("wait", first, second)]
        return sentences[turn(now) % len(sentences)]

    def _show_banners(self, picture: Picture, posted: Posted) -> None:
        """Below the header: that the line is lost, and what a supervisor has posted."""
        usual = self.middle.parent is not None
        below = len(self.children) - (self.header.parent is not None)
        self._put(self, self.posted, wanted=usual and posted.other is not None, index=below)
        below = len(self.children) - (self.header.parent is not None)
        self._put(self, self.banner, wanted=usual and picture.stale is not None, index=below)
        if posted.other is not None and picture.centre is not None:
            self.posted.show(posted.other, picture.centre)
        if picture.stale is None or picture.centre is None:
            return
        first, second = picture.centre.languages[0], beside(picture.centre.languages)
        time = clock(picture.stale, picture.centre.timezone)
        self.banner.sentence = text("stale", first, time=time)
        self.banner.sentence_beside = text("stale", second, time=time) if second else ""

    def _stage(self, scene: CallsScene | DeskScene | NoticeScene) -> None:
        if scene.parent is not self.stage:
            self.stage.clear_widgets()
            self.stage.add_widget(scene)

    def _middle(self) -> BoxLayout:
        unit, shape = self.plan.unit, self.plan.shape
        alone = "desk" in self.info.panels
        middle = BoxLayout(
            orientation="vertical" if shape is Shape.PORTRAIT else "horizontal",
            padding=[0] * 4 if alone else [24 * unit, 20 * unit, 24 * unit, 20 * unit],
            spacing=20 * unit,
        )
        middle.add_widget(self.stage)
        return middle

    def _put(self, parent: BoxLayout, part: Widget, *, wanted: bool, index: int) -> None:
        if wanted and part.parent is None:
            parent.add_widget(part, index=index)
        elif not wanted and part.parent is not None:
            parent.remove_widget(part)


load("frame")
