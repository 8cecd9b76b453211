"""The bytes a printer answers with, from its side: the mirror of `status`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BUFFER_CLEARED = b"\x37\x25\x00"
_NAMES_AT_ONCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What there is to say."""

    paper_low: bool = False
    paper_out: bool = False
    cover_open: bool = False
    cutter: bool = False
    hot: bool = False
    slip_waits: bool = False

    @property
    def offline(self) -> bool:
        """Whether it cannot print."""
        return self.paper_out or self.cover_open or self.cutter or self.hot


def real_time(n: int, state: State) -> bytes:
    """To DLE EOT n."""
    bits = {
        1: 0x08 * state.offline,
        2: 0x04 * state.cover_open | 0x20 * state.paper_out | 0x40 * (state.cutter or state.hot),
        3: 0x08 * state.cutter | 0x40 * state.hot,
        4: 0x0C * (state.paper_low or state.paper_out) | 0x60 * state.paper_out,
    }
    return bytes((0x12 | bits[n],))


def full(state: State) -> bytes:
    """To DLE EOT 20, as printers with a presenter answer it."""
    paper = 0x04 * state.paper_low | 0x01 * state.paper_out
    user = 0x01 * state.cover_open
    return bytes((0x10, 0x0F, paper, user, 0x20 * state.slip_waits, 0x04 * state.cutter))


def sensor(state: State) -> bytes:
    """To GS r 1."""
    return bytes((0x03 * state.paper_low | 0x0C * state.paper_out,))


def auto_status(state: State) -> bytes:
    """By itself, when something changed and GS a asked for it."""
    printer = 0x10 | 0x08 * state.offline | 0x20 * state.cover_open
    error = 0x08 * state.cutter | 0x40 * state.hot
    return bytes((printer, error, 0x03 * state.paper_low | 0x0C * state.paper_out, 0x00))


def printed(mark: bytes) -> bytes:
    """To GS ( H, function 48."""
    return b"\x37\x22" + mark + b"\x00"


def kept(names: Iterable[bytes]) -> list[bytes]:
    """To GS ( L, function 64: blocks of names; the next is said when one was heard."""
    said = sorted(names)
    parts = [said[place : place + _NAMES_AT_ONCE] for place in range(0, len(said), _NAMES_AT_ONCE)] or [[]]
    return [b"\x37\x72" + (b"\x40" if part is parts[-1] else b"\x41") + b"".join(part) + b"\0" for part in parts]


def information(text: str) -> bytes:
    """To GS I 65 and later."""
    return b"\x5f" + text.encode("ascii") + b"\x00"
