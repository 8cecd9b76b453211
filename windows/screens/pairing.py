"""What a kiosk or board shows that has no key yet: six digits for the administrator, in a window of its own.

The one window that both share; its looks are the house's, whatever theirs are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from kivy.core.text import LabelBase
from kivy.core.window import Window
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex

from hardware import fonts
from queue_server.client.pairing import Key, keep_key, over_http, paired
from queue_server.protocol.messages import Role
from windows.screens.window_app import WindowApp

#: Parts of the window's shorter side.
_DIGITS, _TITLE, _TEXT = 0.2, 0.05, 0.032
_GROUND, _INK, _SOFT, _ACCENT = "#F8F3EB", "#231F1C", "#5C534B", "#8F1D21"

#: Vietnamese and English. Only whoever sets the device up sees them; the hall does not.
_TITLES = {
    Role.KIOSK: ("Máy này chưa được ghép nối", "This kiosk has not been paired yet"),
    Role.BOARD: ("Bảng này chưa được ghép nối", "This board has not been paired yet"),
}
_HINT = ("Người quản trị gõ mã này tại trang Quản trị, mục Thiết bị", "Type this code at Administration, Devices")
_NO_SERVER = ("Chưa kết nối được máy chủ. Đang thử lại…", "The server does not answer yet. Trying again…")

#: Brings the key; is given what shows a code.
Pair = Callable[[Callable[[str], None]], Awaitable[Key]]


class PairingApp(WindowApp):
    """Shows `code` until `pair` has brought the key."""

    code = StringProperty("")

    def __init__(self, pair: Pair, *, role: Role) -> None:
        super().__init__()
        self._pair = pair
        self._titles = _TITLES[role]

    def open_settings(self, *_: object) -> bool:
        """Nothing to set from the hall: F1 opens no panel."""
        return False

    def build(self) -> Widget:
        for use, face in (("PairingText", "BeVietnamPro-Medium"), ("PairingDigits", "NotoSans-Bold")):
            LabelBase.register(use, fn_regular=str(fonts.path(face)), fn_bold=str(fonts.path("BeVietnamPro-Bold")))
        page = BoxLayout(orientation="vertical", padding=min(Window.size) * _TITLE)
        Window.clearcolor = get_color_from_hex(_GROUND)
        title, title_beside = self._titles
        self.digits = _line("", _DIGITS, _ACCENT, face="PairingDigits")
        self.hint, self.english = _line("", _TEXT, _INK), _line("", _TEXT, _SOFT)
        page.add_widget(Widget())
        page.add_widget(_line(title, _TITLE, _INK, bold=True))
        page.add_widget(_line(title_beside, _TEXT, _SOFT))
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
        self.hint.text, self.english.text = _HINT if self.code else _NO_SERVER


def pair(url: str, *, role: Role, file: Path) -> bool:
    """Show a code until the administrator has typed it, and keep the key in `file`; False when ended before that.

    The window has been configured by whoever calls this, as its own.
    """
    key = asyncio.run(PairingApp(lambda show: paired(over_http(url), role=role, show=show), role=role).key())
    if key is not None:
        keep_key(file, key)
    return key is not None


def _line(text: str, part: float, ink: str, *, face: str = "PairingText", bold: bool = False) -> Label:
    size = min(Window.size) * part
    line = Label(text=text, font_name=face, font_size=size, bold=bold, color=get_color_from_hex(ink), halign="center")
    line.size_hint_y = None
    line.bind(width=lambda each, width: setattr(each, "text_size", (width, None)))
    line.bind(texture_size=lambda each, texture: setattr(each, "height", texture[1] + size * 0.4))
    return line
