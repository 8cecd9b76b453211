"""The screens for ears: what the window shows goes to the guide, what the guide wants heard to the narrator."""

from __future__ import annotations

from kivy.uix.widget import Widget

from kiosk.guide import Guide, Heard, Key
from kiosk.modes import Mode
from kiosk.narrator import Narrator
from kiosk.scene import Scene
from kiosk.screens.stops import page_of, press

_LOUDER = {Key.LOUDER: 1, Key.SOFTER: -1}


class ReadOut:
    """`show` follows each drawing of a scene; `key` is a key of the pad, while the screens are read out."""

    def __init__(self, root: Widget, narrator: Narrator) -> None:
        self._root = root
        self._narrator = narrator
        self._guide = Guide()
        self._on = False
        self._language = ""

    def show(self, scene: Scene) -> None:
        on = Mode.SPOKEN in scene.state.modes
        self._language = scene.words.language
        if on:
            heard = self._guide.turn_to(page_of(self._root, scene))
            self._say(heard.say if self._on else f"{scene.words('spoken.begin')} {heard.say}")
        elif self._on:
            self._guide.leave()
            self._narrator.hush()
            self._narrator.as_usual()
        self._on = on

    def key(self, key: Key) -> None:
        if key in _LOUDER:
            self._narrator.louder(_LOUDER[key])
        heard: Heard = self._guide.press(key)
        if heard.choose:
            press(self._root, heard.choose)
        self._say(heard.say)

    def _say(self, text: str) -> None:
        if text:
            self._narrator.say(text, language=self._language)
