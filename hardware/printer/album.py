"""Pictures that a printer keeps over a power cut (NV graphics): lines of every slip need not be sent with each.

A picture is named by its dots, and an album is sealed by a last one, named by all of them: so a printer that lists the
seal has all of it whole, and another printer on the same cable is known by what it does not list. What stands on every
slip is the kiosk's to say, when to send it that of `kept_lines`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from hardware.printer.bands import REAL_TIME, Band

ASK_NAMES = b"\x1d(L\x04\x00\x30\x40KC"
"""GS ( L, function 64: which pictures do you keep?"""

NEXT = b"\x06"
"""The names were heard; say more of them, if there are."""

#: A name is two letters: so many from the blank on.
_LETTERS, _FIRST = 95, 0x20
#: A picture that is smaller is sent as quickly as its name.
_WORTH_KEEPING = 32
_SEAL = (1, b"\x80" * 8)

Dots = tuple[int, bytes]
"""A picture: bytes across, and its rows."""


def album_of(bands: Iterable[Band]) -> Mapping[Dots, bytes]:
    """The bands that are worth keeping, each with its name. Of two with one name the second is not kept."""
    album: dict[Dots, bytes] = {}
    for band in bands:
        name = _name(band)
        worth = band.scale == 1 and len(band.data) >= _WORTH_KEEPING
        if worth and name not in album.values() and not REAL_TIME.search(define(name, dots_of(band))):
            album[dots_of(band)] = name
    return album


def names_of(album: Mapping[Dots, bytes]) -> frozenset[bytes]:
    """What a printer lists that has all of it: its pictures and its seal."""
    return frozenset((*album.values(), _seal(album)))


def sending(album: Mapping[Dots, bytes]) -> bytes:
    """The bytes that make a printer keep it. Where they break off there is no seal."""
    pictures = b"".join(define(name, dots) for dots, name in album.items())
    return forget(_seal(album)) + pictures + define(_seal(album), _SEAL)


def dots_of(band: Band) -> Dots:
    """What a band is in an album."""
    return band.row_bytes, band.data


def define(name: bytes, dots: Dots) -> bytes:
    """GS ( L, function 67: keep this picture, in the place of another of that name."""
    across, data = dots
    size = (across * 8).to_bytes(2, "little") + (len(data) // across).to_bytes(2, "little")
    return _function(b"\x30\x43\x30" + name + b"\x01" + size + b"\x31" + data)


def show(name: bytes) -> bytes:
    """GS ( L, function 69: print the picture of that name, as it is."""
    return _function(b"\x30\x45" + name + b"\x01\x01")


def forget(name: bytes) -> bytes:
    """GS ( L, function 66: keep it no longer."""
    return _function(b"\x30\x42" + name)


def _function(body: bytes) -> bytes:
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body


def _seal(album: Mapping[Dots, bytes]) -> bytes:
    names = sorted(album.values())
    return next(name for more in range(len(names) + 1) if (name := _hashed(b"".join(names) + bytes(more))) not in names)


def _name(band: Band) -> bytes:
    return _hashed(bytes((band.row_bytes,)) + band.data)


def _hashed(data: bytes) -> bytes:
    number = int.from_bytes(hashlib.sha256(data).digest()[:8])
    return bytes((_FIRST + number % _LETTERS, _FIRST + number // _LETTERS % _LETTERS))
