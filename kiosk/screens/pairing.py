"""What a kiosk shows that has no key yet: six digits for the administrator. A window of its own, before the kiosk's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from kivy.app import App
from kivy.core.window import Window
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from kiosk import theme
from kiosk.language import Words
from kiosk.screens.parts import register_faces
from queue_server.client.pairing import Key

#: Parts of the window's shorter side.
_DIGITS, _TITLE, _TEXT = 0.2, 0.05, 0.032


class PairingApp(App):
    """Shows `code` until `pair` has brought the key."""

    code = StringProperty("")

    def __init__(self, pair: Callable[[Callable[[str], None]], Awaitable[Key]]) -> None:
        super().__init__()
        self._pair = pair

    def open_settings(self, *_: object) -> bool:
        """Nothing to set from the hall: F1 opens no panel."""
        return False

    def build(self) -> Widget:
        register_faces()
        page = BoxLayout(orientation="vertical", padding=min(Window.size) * _TITLE)
        Window.clearcolor = _rgba(theme.PLAIN["ground"])
        self.digits = _line("", _DIGITS, theme.PLAIN["accent"], face="Digits")
        self.hint, self.english = _line("", _TEXT, theme.PLAIN["ink"]), _line("", _TEXT, theme.PLAIN["ink_soft"])
        page.add_widget(Widget())
        page.add_widget(_line(Words("vi")("pairing.title"), _TITLE, theme.PLAIN["ink"], bold=True))
        page.add_widget(_line(Words("en")("pairing.title"), _TEXT, theme.PLAIN["ink_soft"]))
        for each in (self.digits, self.hint, self.english, Widget()):
            page.add_widget(each)
        self.bind(code=self._say)
        self._say()
        return page

    async def key(self) -> Key | None:
        """The key; None when the window was ended before there was one."""
        window = asyncio.ensure_future(self.async_run("asyncio"))
        pairing = asyncio.ensure_future(self._pair(self._show))
        await asyncio.wait([window, pairing], return_when=asyncio.FIRST_COMPLETED)
        found = pairing.result() if pairing.done() else None
        pairing.cancel()
        self.stop()
        await window
        return found

    def _show(self, code: str) -> None:
        self.code = code

    def _say(self, *_: object) -> None:
        self.digits.text = f"{self.code[:3]} {self.code[3:]}" if self.code else "··· ···"
        self.hint.text, self.english.text = (
            Words(language)("pairing.hint" if self.code else "pairing.no_server") for language in ("vi", "en")
        )


def _line(text: str, part: float, ink: str, *, face: str = "Text", bold: bool = False) -> Label:
    size = min(Window.size) * part
    line = Label(text=text, font_name=face, font_size=size, bold=bold, color=_rgba(ink), halign="center")
    line.size_hint_y = None
    line.bind(width=lambda each, width: setattr(each, "text_size", (width, None)))
    line.bind(texture_size=lambda each, texture: setattr(each, "height", texture[1] + size * 0.4))
    return line


def _rgba(colour: str) -> tuple[float, float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue, 1.0
