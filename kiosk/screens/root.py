"""The whole window: the header, the present screen, and the dialog that asks whether anybody is still there.

One finger at a time, and none in the first moment of a new screen: a bounced finger never chooses what it did not see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.factory import Factory
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.screenmanager import NoTransition, ScreenManager

from kiosk import moments, packs
from kiosk.answers import ANSWERS
from kiosk.events import Event, HomeAsked, LanguageChosen, MoreTimeAsked, Touched
from kiosk.notice import NOTICES
from kiosk.scene import Scene
from kiosk.screens.before import BeforeScreen
from kiosk.screens.enter import EnterScreen
from kiosk.screens.home import HomeScreen
from kiosk.screens.notices import NoticeScreen
from kiosk.screens.parts import Touchable
from kiosk.screens.procedures import ProceduresScreen
from kiosk.screens.ticket import NumberScreen, PrintingScreen, TakeScreen
from kiosk.state import Screen

#: Seconds after a new screen in which a touch is taken for a bounce of the one before.
DEAF = 0.3
#: A finger that never lifts, a palm or a lost event does not lock others out for longer.
FINGER_LONGEST = 8.0


class LanguageButton(Touchable):
    language = StringProperty("vi")
    text = StringProperty("")
    chosen = BooleanProperty(False)


class Header(BoxLayout):
    """Whose kiosk this is, what time it is there, and the languages."""

    happened: Callable[[Event], None] = ObjectProperty()
    centre = StringProperty("")
    time = StringProperty("")
    date = StringProperty("")
    portrait = BooleanProperty(True)

    def show(self, scene: Scene) -> None:
        words = scene.words
        self.centre = words.of(scene.centre.names) if scene.centre else ""
        self.time = moments.clock(scene.now)
        self.date = f"{moments.weekday(scene.now, words)}, {moments.day(scene.now, words)}"
        languages = packs.offered(scene.centre.languages) if scene.centre else ()
        box = self.ids.below if self.portrait else self.ids.across
        if [button.language for button in reversed(box.children)] != list(languages):
            box.clear_widgets()
            for language in languages if len(languages) > 1 else ():
                name = f"language:{language}"
                button = LanguageButton(language=language, test_name=name, text=packs.named()[language])
                button.bind(on_release=lambda touched: self.happened(LanguageChosen(touched.language)))
                box.add_widget(button)
        for button in box.children:
            button.chosen = button.language == scene.state.language


class IdleDialog(FloatLayout):
    """Twenty seconds to say that one is still there. It swallows every touch that is not for its own buttons."""

    happened: Callable[[Event], None] = ObjectProperty()
    seconds = NumericProperty(0)
    has_number = BooleanProperty(False)

    def show(self, scene: Scene) -> None:
        self.seconds = scene.seconds_left
        self.has_number = bool(scene.state.visit and scene.state.visit.taken)

    def more(self) -> None:
        self.happened(MoreTimeAsked())

    def leave(self) -> None:
        self.happened(HomeAsked())

    def on_touch_down(self, touch: MotionEvent) -> bool:
        super().on_touch_down(touch)
        return True


class Root(FloatLayout):
    def __init__(self, *, happened: Callable[[Event], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._happened = happened
        self._finger: MotionEvent | None = None
        self._finger_since = 0.0
        self._deaf_until = 0.0
        self._scene: Scene | None = None
        self._dialog = IdleDialog(happened=happened)
        self.ids.header.happened = happened
        self.ids.screens.transition = NoTransition()

    def warm(self, _: float) -> bool:
        """Build a screen that has not been needed yet; false when all are there. For quiet moments after the start."""
        built = {screen.name for screen in self.ids.screens.screens}
        for name, kind in _KINDS.items():
            if name not in built:
                self._build(name, kind)
                return True
        return False

    def _build(self, name: str, kind: type) -> None:
        self.ids.screens.add_widget(kind(name=name, happened=self._happened))

    def show(self, scene: Scene) -> None:
        """Draw a scene; what is the same as before is not drawn again."""
        if scene == self._scene:
            return
        before, self._scene = self._scene, scene
        manager: ScreenManager = self.ids.screens
        name = _NAMES[scene.state.screen]
        if not manager.has_screen(name):
            self._build(name, _KINDS[name])
        manager.current = name
        manager.current_screen.show(scene)
        self.ids.header.show(scene)
        self._show_dialog(scene)
        if before is not None and before.state.screen is not scene.state.screen:
            self._deaf_until = Clock.get_time() + DEAF

    def _show_dialog(self, scene: Scene) -> None:
        wanted = scene.seconds_left > 0
        self._dialog.show(scene)
        if wanted and self._dialog.parent is None:
            self.add_widget(self._dialog)
            self._deaf_until = Clock.get_time() + DEAF
        elif not wanted and self._dialog.parent is not None:
            self.remove_widget(self._dialog)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        now = Clock.get_time()
        if touch.is_mouse_scrolling or getattr(touch, "button", "left") not in ("left", None):
            return True
        if now < self._deaf_until:
            return True
        if self._finger is not None and now - self._finger_since < FINGER_LONGEST:
            return True
        self._finger, self._finger_since = touch, now
        self._happened(Touched())
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch is self._finger:
            self._finger = None
        return bool(super().on_touch_up(touch))


_KINDS = {
    "home": HomeScreen,
    "notice": NoticeScreen,
    "procedures": ProceduresScreen,
    "before": BeforeScreen,
    "printing": PrintingScreen,
    "take": TakeScreen,
    "number": NumberScreen,
    "enter": EnterScreen,
}
_NAMES = {screen: "notice" if screen in NOTICES | ANSWERS else screen.value for screen in Screen}

for _part in (LanguageButton, Header, IdleDialog):
    Factory.register(_part.__name__, cls=_part)
