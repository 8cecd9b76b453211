"""One line of the server's table: what was wanted, what was found, and what the bare library or disk did beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_HEAD = "| what | wanted | found | beside it in the same run | |\n|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`beside` is the ceiling, or what the ratio was taken of; empty where nothing is to be compared."""

    what: str
    wanted: str
    found: str
    beside: str = ""
    met: bool

    def __str__(self) -> str:
        cells = (self.what, self.wanted, self.found, self.beside or "–", "met" if self.met else "**missed**")
        return f"| {' | '.join(cells)} |"


def table(rows: Iterable[Row]) -> str:
    """The rows in Markdown."""
    return _HEAD + "\n".join(map(str, rows))
