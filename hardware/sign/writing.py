"""How a number or a text is put into the bytes or registers of a sign. Pure.

Signs have no Vietnamese letters: "Quầy số 3" becomes "Quay so 3". Seven segments have few letters at all, which is why
a centre's prefixes are single Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

#: Text as it is; text right-justified; the digits of the number as one value, or as binary-coded decimals.
Writing = Literal["text", "big", "little", "bcd"]
WRITINGS: tuple[Writing, ...] = ("text", "big", "little", "bcd")


def plain(text: str) -> str:
    """The text in ASCII, without its marks; what has no such form becomes a space."""
    apart = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return "".join(letter if " " <= letter <= "~" else " " for letter in kept)


def digits(text: str) -> int:
    """The number in a ticket's number: 25 in "A025", 0 where there is none."""
    found = re.findall(r"\d+", text)
    return int(found[-1]) if found else 0


def fitted(text: str, *, width: int) -> str:
    """The text at the right of so many places. Too long, it loses its beginning: the digits tell most."""
    return plain(text)[-width:].rjust(width)


def shortened(text: str, *, width: int) -> str:
    """The last words that have room: a desk's name ends in its number."""
    words = plain(text).split()
    while len(" ".join(words)) > width and len(words) > 1:
        words.pop(0)
    return " ".join(words)[-width:]


def written(text: str, *, writing: Writing, width: int, blank: int = 0) -> bytes:
    """The text in `width` bytes. `blank` is the value that a dark number sign wants."""
    match writing:
        case "text":
            return fitted(text, width=width).encode("ascii")
        case "bcd":
            value = f"{digits(text) if text else blank:0{2 * width}d}"
            return bytes.fromhex(value[-2 * width :])
        case _:
            number: int = (digits(text) if text else blank) % 256**width
            return number.to_bytes(width, writing)
