"""A code by touch: one key for each letter, digit and mark that codes have. It corrects, completes and guesses nothing.

Keys stand in the order of the alphabet, for people who have never typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.factory import Factory
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.screenmanager import Screen

from kiosk.events import CodeEntered, Event, HomeAsked, KeyTyped
from kiosk.scene import Scene
from kiosk.screens.parts import Touchable
from kiosk.search import ERASE
from queue_server.client.base import fresh_request

KEYS = ("1234567890", "ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-./")


class CodeKey(Touchable):
    """One key. The erasing one shows a picture."""

    letter = StringProperty("")
    icon = StringProperty("")


class EnterScreen(Screen):
    happened: Callable[[Event], None] = ObjectProperty()
    typed = StringProperty("")
    mistyped = BooleanProperty(False)
    scanner = BooleanProperty(False)
    low = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for letter in "".join(KEYS):
            self._add(CodeKey(letter=letter, test_name=f"key:{letter}"))
        self._add(CodeKey(icon="backspace", test_name=f"key:{ERASE}"))

    def show(self, scene: Scene) -> None:
        self.typed, self.mistyped = scene.state.typed, scene.state.mistyped
        self.scanner = scene.state.scanner

    def look_up(self) -> None:
        self.happened(CodeEntered(fresh_request()))

    def leave(self) -> None:
        self.happened(HomeAsked())

    def _add(self, key: CodeKey) -> None:
        # At the moment of the touch, not of the release: fast fingers lose no letter.
        key.bind(on_press=lambda pressed: self.happened(KeyTyped(pressed.letter or ERASE)))
        self.ids.letters.add_widget(key)


Factory.register("CodeKey", cls=CodeKey)
