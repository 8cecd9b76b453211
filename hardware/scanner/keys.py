"""What a keyboard scanner types, from its keys going down and up. Pure: no device in here.

Scanners type as on a US keyboard whatever the machine is set to, so that one map does. Letters that a US keyboard lacks
come as Alt and a number, or not at all: what cannot be known becomes U+FFFD, and the scan is in doubt.
"""

from __future__ import annotations

LOST = "�"

# Key codes as in linux/input-event-codes.h.
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
)
_PLAIN = {first + at: letter for first, plain, _ in _ROWS for at, letter in enumerate(plain)}
_SHIFTED = {first + at: letter for first, _, shifted in _ROWS for at, letter in enumerate(shifted)}
_PAD = dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True))
_ALONE = {15: "\t", 28: "\r", 96: "\r", 57: " ", 55: "*", 74: "-", 78: "+", 83: ".", 98: "/"}
_SHIFTS = frozenset({42, 54})
_CONTROLS = frozenset({29, 97})
_ALT, _ALT_GR, _CAPS = 56, 100, 58
_SILENT = frozenset({69, 70, 125, 126, *_SHIFTS, *_CONTROLS, _ALT, _ALT_GR})
_LARGEST_ASCII = 127


class Typing:
    """A keyboard's held keys. `key` takes each change and returns what was typed by it, mostly nothing."""

    def __init__(self) -> None:
        self._held: set[int] = set()
        self._caps = False
        self._alt_number = ""

    def key(self, code: int, *, down: bool) -> str:
        """A key went down or up."""
        if not down:
            self._held.discard(code)
            return self._alt_code() if code == _ALT else ""
        self._held.add(code)
        if code == _CAPS:
            self._caps = not self._caps
            return ""
        if code in _SILENT:
            return ""
        if _ALT in self._held and code in _PAD:
            self._alt_number += _PAD[code]
            return ""
        if _ALT in self._held or _ALT_GR in self._held:
            return LOST
        return self._letter(code)

    def _letter(self, code: int) -> str:
        fixed = _ALONE.get(code) or _PAD.get(code)
        if fixed is not None:
            return fixed
        plain = _PLAIN.get(code)
        if plain is None:
            return LOST
        if self._held & _CONTROLS:
            return chr(ord(plain.upper()) & 0x1F) if plain.isalpha() or plain in "[]\\" else LOST
        shifted = bool(self._held & _SHIFTS) != (self._caps and plain.isalpha())
        return _SHIFTED[code] if shifted else plain

    def _alt_code(self) -> str:
        """Alt and a number on the pad: a letter by its code. Beyond ASCII it depends on the other machine's page."""
        number, self._alt_number = self._alt_number, ""
        if not number:
            return ""
        code = int(number)
        return chr(code) if 0 < code <= _LARGEST_ASCII else LOST
