"""The screens that only say something: one layout for all of them; `kiosk.notice` says what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen

from kiosk import theme
from kiosk.answers import answer
from kiosk.events import Event
from kiosk.notice import Button, Notice, notice
from kiosk.scene import Scene
from kiosk.screens.parts import Step

TONES = {
    "calm": ("accent", "accent_tint"),
    "care": ("amber", "amber_tint"),
    "trouble": ("red", "red_tint"),
}


class NoticeScreen(Screen):
    happened: Callable[[Event], None] = ObjectProperty()
    icon = StringProperty("info-circle")
    ink = StringProperty("accent")
    tint = StringProperty("accent_tint")
    title = StringProperty("")
    lead = StringProperty("")
    label = StringProperty("")
    large = StringProperty("")
    small = StringProperty("")
    heading = StringProperty("")
    foot = StringProperty("")
    portrait = BooleanProperty(True)
    crowded = BooleanProperty(False)  # on its side, with more to say than there is room for
    primary = StringProperty("")
    primary_name = StringProperty("")
    secondary = StringProperty("")
    secondary_name = StringProperty("")
    primary_icon = StringProperty("home")
    secondary_icon = StringProperty("home")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._notice: Notice | None = None

    def show(self, scene: Scene) -> None:
        told = notice(scene) or answer(scene)
        if told is None or told == self._notice:
            return
        self._notice = told
        self.crowded = not self.portrait and bool(told.primary and told.large) and len(told.steps) > 1
        self.icon, (self.ink, self.tint) = told.icon, TONES[told.tone]
        self.title, self.lead, self.foot = told.title, told.lead, told.foot
        self.label, self.large, self.small, self.heading = told.label, told.large, told.small, told.heading
        self.primary, self.primary_name, self.primary_icon = _face(told.primary)
        self.secondary, self.secondary_name, self.secondary_icon = _face(told.secondary)
        steps = self.ids.steps
        steps.clear_widgets()
        for icon, text in told.steps:
            steps.add_widget(Step(icon=icon, text=text, units=theme.LEAD))

    def press_primary(self) -> None:
        self._press(self._notice.primary if self._notice else None)

    def press_secondary(self) -> None:
        self._press(self._notice.secondary if self._notice else None)

    def _press(self, button: Button | None) -> None:
        if button is not None:
            self.happened(button.event)


def _face(button: Button | None) -> tuple[str, str, str]:
    return (button.text, button.name, button.icon) if button else ("", "", "home")
