"""One line of the table that `python -m chaos` prints: what was tried, how much of it, and what held."""

from __future__ import annotations

from dataclasses import dataclass

_WIDTHS = 34, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`held` says what was seen; `good` whether it is what was promised."""

    what: str
    count: str
    held: str
    good: bool

    def __str__(self) -> str:
        mark = "held" if self.good else "FAILED"
        return f"{self.what:<{_WIDTHS[0]}} {self.count:<{_WIDTHS[1]}} {mark}: {self.held}"
