"""What a slip is made of, what a printer is, and the words for how it is doing.

A slip says what shall be on the paper, not where the dots go (`layout`) nor which bytes are sent (`escpos`).
A printer prints each job at most once and reports what it knows about the paper, never more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

DOTS_PER_MM = 8
PAPER_80_MM = 576
"""Dots across the printable part of an 80 mm roll, at 8 dots a millimetre."""
PAPER_58_MM = 384
"""Dots across the printable part of a 58 mm roll."""


class PrinterStatus(Enum):
    """How a printer is doing, as it said itself."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    HOT = "hot"
    SILENT = "silent"
    """It does not answer, or says that it is off line and not why. An empty answer is never "all is well"."""
    GONE = "gone"

    @property
    def can_print(self) -> bool:
        """Whether a slip sent now is expected to come out."""
        return self in (PrinterStatus.READY, PrinterStatus.PAPER_LOW)


class JobState(Enum):
    """What is known of a job's paper."""

    CONFIRMED = "confirmed"
    """The printer said, after the cut, that all of it was printed."""
    ACCEPTED = "accepted"
    """The printer took all of it and was well before and after; it cannot say more."""
    UNCONFIRMED = "unconfirmed"
    """Some of it left us and nobody can know how much came out. Ask the citizen; never send it again by yourself.
    The printer may say later that it is printed (`Printer.tell_late`)."""
    FAILED = "failed"
    """Nothing of it left us. There is no paper."""


class Size(Enum):
    """How large a text is set. The layout knows the dots of each for each paper width."""

    FINE = "fine"
    """For letters without marks only, beneath the same in a larger size: as receipts' small type."""
    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"
    HUGE = "huge"


class Align(Enum):
    """Where a text stands in the width of the paper."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text, broken between words into as many lines as it needs; never cut off."""

    text: str
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class PairLine:
    """A label, a colon and its value; where they do not fit in a line, the one at the left and the other at the right,
    broken between words. `bold`: the value.

    `also` stands behind the label in a fine size: the same in another language.
    """

    left: str
    right: str
    bold: bool = False
    size: Size = Size.NORMAL
    also: str = ""


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The ticket number, as large as the width of the paper allows."""

    number: str


@dataclass(frozen=True, slots=True)
class QrLine:
    """A QR code of `data`."""

    data: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A thin rule across the paper."""


@dataclass(frozen=True, slots=True)
class SpaceLine:
    """Blank paper; 8 dots are a millimetre."""

    dots: int = 16


SlipLine = TextLine | PairLine | NumberLine | QrLine | RuleLine | SpaceLine
Slip = tuple[SlipLine, ...]


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What became of a job. `detail` is for the officer and the records, in plain English.

    `rows` is how many rows of dots were sent, whether or not they came out.
    """

    state: JobState
    status: PrinterStatus
    detail: str = ""
    rows: int = 0


class Printer(Protocol):
    """One printer, owned by one part of the program.

    `cut_short` are the jobs that the program was at when it last stopped: their papers are `unconfirmed`. They are told
    again at the next start, unless something was printed in between.
    """

    @property
    def cut_short(self) -> tuple[str, ...]: ...

    def draw_ahead(self, lines: Slip) -> None:
        """Lines of a slip that may be wanted soon: draw them while there is time. Returns at once; nothing is sent."""
        ...

    def tell_late(self, told: Callable[[str], object]) -> None:
        """`told` is called, in another thread, with each job that ended `unconfirmed` and whose paper came out after
        all: the printer said so later. `print` reports the same from then on."""
        ...

    def keep(self, lines: Slip) -> None:
        """Lines that stand on every slip here: a printer that can keeps their pictures. Returns at once."""
        ...

    async def status(self) -> PrinterStatus:
        """Ask the printer how it is doing. Never raises: a printer that cannot be reached is `GONE` or `SILENT`."""
        ...

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        """Print a slip. `job` names this one paper: the same job is sent at most once, however often it is asked for.

        A second call with the same `job` returns the first one's report and prints nothing, also after a restart.
        Never raises for the printer's sake. When the caller is cancelled the job goes on, and its report is kept.
        To print a slip again on purpose, use a new job.
        """
        ...

    async def close(self) -> None:
        """Let go of the printer, after the jobs it was given. What is asked of it later fails and sends nothing."""
        ...
