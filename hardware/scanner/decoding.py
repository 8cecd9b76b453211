"""From the bytes of a scan to its text: UTF-8, what other settings made of UTF-8, and doubt about the rest. Pure.

A scanner, or a converter before it, may have read UTF-8 as a Windows code page and sent that on as UTF-8: "Nguyá»…n".
That can be undone. What cannot be read as UTF-8 at all is guessed as Vietnamese Windows, with doubt.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from hardware.scanner.base import Scan

#: What scanners put before a code to say of which kind it is: ]Q1, ]C0 (AIM identifiers).
_AIM = re.compile(r"\A\][A-Za-z][0-9]")
_BOM = "﻿"
_LOST = "�"
#: Code pages as which UTF-8 is misread.
_MISREADINGS = ("latin-1", "cp1252", "cp1258")
_GUESS = "cp1258"


def decode(data: bytes) -> Scan | None:
    """The scan of these bytes; None when there is nothing in them."""
    doubt = False
    try:
        text = _repaired(data.decode("utf-8"))
    except UnicodeDecodeError:
        text, doubt = data.decode(_GUESS, errors="replace"), True
    text = unicodedata.normalize("NFC", _AIM.sub("", text.lstrip(_BOM).strip()))
    return Scan(text, doubt=doubt or _LOST in text) if text else None


def _repaired(text: str) -> str:
    """The text, or what it was before UTF-8 was misread as a code page."""
    if text.isascii():
        return text
    for page in _MISREADINGS:
        try:
            return _as_misread(text, page).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text


def _as_misread(text: str, page: str) -> bytes:
    """The bytes that show as this text in a code page; those that a page leaves open show as the control of that code.

    Raises `UnicodeEncodeError` where the page has no such letter.
    """
    table = _table(page)
    try:
        return bytes(table[letter] for letter in text)
    except KeyError as error:
        raise UnicodeEncodeError(page, text, 0, 1, "not of this code page") from error


_TABLES: dict[str, dict[str, int]] = {}


def _table(page: str) -> dict[str, int]:
    if page not in _TABLES:
        decoded = [codecs.decode(bytes([byte]), page, "replace") for byte in range(256)]
        _TABLES[page] = {chr(byte) if letter == _LOST else letter: byte for byte, letter in enumerate(decoded)}
    return _TABLES[page]
