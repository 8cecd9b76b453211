"""What lies over a screen for a moment and swallows every touch that is not for its own buttons."""

from __future__ import annotations

from collections.abc import Callable

from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk import moments
from kiosk.events import Event, HomeAsked, ModesShown, ModeSwitched, MoreTimeAsked
from kiosk.modes import Mode
from kiosk.scene import Scene
from kiosk.screens.parts import Toggle
from windows.orbit import place

_ICONS = {Mode.LARGE: "text-size", Mode.STARK: "contrast", Mode.LOW: "arrow-bar-to-down", Mode.SPOKEN: "headphones"}


class Dialog(FloatLayout):
    happened: Callable[[Event], None] = ObjectProperty()

    @staticmethod
    def wanted(scene: Scene) -> bool:
        raise NotImplementedError

    def show(self, scene: Scene) -> None:
        raise NotImplementedError

    def on_touch_down(self, touch: MotionEvent) -> bool:
        super().on_touch_down(touch)
        return True


class IdleDialog(Dialog):
    """Twenty seconds to say that one is still there."""

    seconds = NumericProperty(0)
    has_number = BooleanProperty(False)

    @staticmethod
    def wanted(scene: Scene) -> bool:
        return scene.seconds_left > 0

    def show(self, scene: Scene) -> None:
        self.seconds = scene.seconds_left
        self.has_number = bool(scene.state.visit and scene.state.visit.taken)

    def more(self) -> None:
        self.happened(MoreTimeAsked())

    def leave(self) -> None:
        self.happened(HomeAsked())


class ModeToggle(Toggle):
    """One way to make the kiosk easier."""

    mode = ObjectProperty()


class ModesPanel(Dialog):
    """How the screens are made easier; what is chosen shows at once. It lies low, where everybody can reach it."""

    @staticmethod
    def wanted(scene: Scene) -> bool:
        return scene.state.choosing_modes and not scene.seconds_left

    def show(self, scene: Scene) -> None:
        box = self.ids.modes
        if {toggle.mode for toggle in box.children} != scene.offered:
            box.clear_widgets()
            for mode in Mode:
                if mode in scene.offered:
                    box.add_widget(self._toggle(mode))
        for toggle in box.children:
            toggle.text = scene.words(f"modes.{toggle.mode.value}")
            toggle.chosen = toggle.mode in scene.state.modes

    def _toggle(self, mode: Mode) -> ModeToggle:
        toggle = ModeToggle(mode=mode, test_name=f"mode:{mode.value}", icon=_ICONS[mode])
        toggle.bind(on_release=lambda touched: self.happened(ModeSwitched(touched.mode)))
        return toggle

    def done(self) -> None:
        self.happened(ModesShown(False))


class NightDialog(Dialog):
    """A dark screen with the time and when numbers are given again; the words wander, and a touch anywhere wakes it."""

    time = StringProperty("")
    opens = StringProperty("")
    date = StringProperty("")
    where = NumericProperty(0.5)

    @staticmethod
    def wanted(scene: Scene) -> bool:
        return scene.dark

    def show(self, scene: Scene) -> None:
        self.time = moments.clock(scene.now)
        self.where = place(int(scene.now.timestamp()) * 1000)
        self.opens = self.date = ""
        if scene.day is not None and scene.day.next_opening is not None and scene.centre is not None:
            opening = moments.local(scene.day.next_opening, scene.centre.timezone)
            self.opens, self.date = moments.opening(opening, scene.now, scene.words)
