"""The whole window: the header, the present screen, the tools, and the dialog that lies over them for a moment.

One finger at a time, and none in the first moment of a new screen: a bounced finger never chooses what it did not see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.screenmanager import NoTransition, ScreenManager

from kiosk.answers import ANSWERS
from kiosk.events import Event, Touched
from kiosk.notice import NOTICES
from kiosk.scene import Scene
from kiosk.screens.before import BeforeScreen
from kiosk.screens.dialogs import Dialog, IdleDialog, ModesPanel, NightDialog
from kiosk.screens.enter import EnterScreen
from kiosk.screens.header import Tools
from kiosk.screens.home import HomeScreen
from kiosk.screens.notices import NoticeScreen
from kiosk.screens.procedures import ProceduresScreen
from kiosk.screens.ticket import NumberScreen, PrintingScreen, TakeScreen
from kiosk.state import RESTING, Screen
from windows.orbit import orbit

#: Seconds after a new screen in which a touch is taken for a bounce of the one before.
DEAF = 0.3
#: A finger that never lifts, a palm or a lost event does not lock others out for longer.
FINGER_LONGEST = 8.0


class Root(FloatLayout):
    #: Whether the tools stand below the screen.
    low = BooleanProperty(False)
    #: In pixels: how far aside everything is, so that it does not burn in.
    aside_x = NumericProperty(0)
    aside_y = NumericProperty(0)

    def __init__(self, *, happened: Callable[[Event], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._happened = happened
        self._finger: MotionEvent | None = None
        self._finger_since = 0.0
        self._deaf_until = 0.0
        self._scene: Scene | None = None
        self._night = NightDialog(happened=happened)
        self._dialogs = (IdleDialog(happened=happened), ModesPanel(happened=happened), self._night)
        self._tools = Tools(happened=happened)
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
        self.ids.banner.show(scene)
        self._show_tools(scene)
        if scene.state.screen in RESTING:
            instant = int(scene.now.timestamp()) * 1000
            self.aside_x, self.aside_y = orbit(instant, unit=App.get_running_app().u)
        for dialog in self._dialogs:
            self._show_dialog(dialog, scene)
        if before is not None and before.state.screen is not scene.state.screen:
            self._deaf_until = Clock.get_time() + DEAF

    def _show_tools(self, scene: Scene) -> None:
        place = (self.ids.foot if self.low else self.ids.header.ids.tools).__self__  # not Kivy's proxy of it
        if self._tools.parent is not place:
            if self._tools.parent is not None:
                self._tools.parent.remove_widget(self._tools)
            place.add_widget(self._tools)
        self._tools.show(scene)

    def _show_dialog(self, dialog: Dialog, scene: Scene) -> None:
        wanted = dialog.wanted(scene)
        if wanted:
            dialog.show(scene)
        if wanted and dialog.parent is None:
            self.add_widget(dialog)
            self._deaf_until = Clock.get_time() + DEAF
        elif not wanted and dialog.parent is not None:
            self.remove_widget(dialog)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        now = Clock.get_time()
        if touch.is_mouse_scrolling or getattr(touch, "button", "left") not in ("left", None):
            return True
        if now < self._deaf_until:
            return True
        if self._finger is not None and now - self._finger_since < FINGER_LONGEST:
            return True
        self._finger, self._finger_since = touch, now
        dark = self._night.parent is not None
        self._happened(Touched())
        if dark:
            self._deaf_until = now + DEAF
            return True
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
