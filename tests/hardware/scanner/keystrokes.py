"""Real `struct input_event` bytes of a keyboard scanner, as the kernel would hand them out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hardware.scanner.keyboard import EVENT

LEFT_SHIFT, LEFT_ALT, ENTER = 42, 56, 28
_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./"), (57, " "))
_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))
_CODES = {letter: first + at for first, row in _ROWS for at, letter in enumerate(row)}


def event(kind: int, code: int, value: int) -> bytes:
    return EVENT.pack(1_700_000_000, 123, kind, code, value)


def stroke(code: int) -> bytes:
    """A key down and up, each with its scan code before and a report after it, as drivers send them."""
    return b"".join(event(4, 4, code) + event(1, code, value) + event(0, 0, 0) for value in (1, 0))


def typed(text: str, *, end: int = ENTER) -> bytes:
    """The keys of an ASCII text, and of its end."""
    return b"".join(_keys(text)) + (stroke(end) if end else b"")


def pipe(path: Path) -> int:
    """A pipe where a device would be; gives its other end. Whoever looks finds none, or one that somebody writes to."""
    making = path.with_suffix(".making")
    os.mkfifo(making)
    hand = os.open(making, os.O_RDWR)
    making.rename(path)
    return hand


def _keys(text: str) -> Iterator[bytes]:
    for letter in text:
        plain = _SHIFTED.get(letter, letter.lower())
        shifted = plain != letter
        if shifted:
            yield event(1, LEFT_SHIFT, 1) + event(0, 0, 0)
        yield stroke(_CODES[plain])
        if shifted:
            yield event(1, LEFT_SHIFT, 0) + event(0, 0, 0)
