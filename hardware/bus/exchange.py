"""What passes between a bus and its units: a request, the answer it must have, and how urgent it is.

No I/O in here, and no protocol: `modbus` and `framed` make exchanges, `turns` puts them in order, `owner` carries
them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Protocol


class UnitState(Enum):
    """How a unit is doing."""

    READY = "ready"
    SILENT = "silent"
    """It has not answered three times in a row: its power, its two wires, its address."""
    REFUSES = "refuses"
    """It answers, but will not do what it is told: its settings and ours differ."""
    GONE = "gone"
    """The port that it is at is not there."""


class UnitBusy(Exception):
    """The unit understood the request, and wants it again a little later."""


class UnitRefuses(Exception):
    """The unit understood the request and will not carry it out."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """`answer` takes all that has come so far: what the unit says in it and what else came, or None while its answer
    has not come whole.

    It raises `UnitBusy` and `UnitRefuses`. Without `answer` the unit says nothing, and nobody knows whether it heard.
    """

    request: bytes
    answer: Callable[[bytes], tuple[bytes, bytes] | None] | None = None


class Urgency(IntEnum):
    """Which of two exchanges comes first."""

    FRESH = 0
    """Somebody waits for it: a number was called."""
    ROUTINE = 1
    """A look whether all is well, a flash, a value sent once more."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a unit would like to exchange, not before `due` (in seconds of the bus's clock)."""

    exchange: Exchange
    urgency: Urgency
    due: float


class Unit(Protocol):
    """One thing on a bus. The bus's thread calls everything but what a unit offers to others."""

    @property
    def name(self) -> str:
        """Its name in the settings."""
        ...

    def wish(self, now: float) -> Wish | None:
        """What it wants next; asked again after each exchange, so that only the newest is ever sent."""
        ...

    def done(self, answer: bytes, *, now: float) -> None:
        """The exchange last wished for took place."""
        ...

    def hear(self, data: bytes, *, now: float) -> None:
        """Bytes that came unasked; maybe part of a frame, maybe another unit's."""
        ...

    def rejoined(self) -> None:
        """It was away and may have forgotten everything."""
        ...
