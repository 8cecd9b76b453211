"""The sums of days that are over, kept in files beside the journal, so that pages need not read the years again.

They save time and nothing else, as `morning` does: what is damaged, of another journal or of another release is passed
over, and the whole journal is summed up anew. No ticket is in them; officers' names are, until they are erased.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_origin

import msgspec

from queue_server import reports, sealed_file
from queue_server.morning import Morning, rules
from queue_server.reports.sums import DaySums

log = logging.getLogger(__name__)

#: The folder's name in a data folder.
KEPT_DAYS = "days"
_TURN = "turn"
_SUMS, _ERASED = ".sums", ".erased"


@dataclass(frozen=True, slots=True, order=True)
class KeptDay:
    """A day whose sums are kept: the version of its first record, and its date."""

    first: int
    day: str


class KeptDays:
    """The folder. What is in it goes up to the `turn`: the beginning of the last day, and of this epoch and release."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def turn(self, epoch: str) -> Morning | None:
        """Where summing up goes on from; None where nothing that is kept is to be trusted."""
        try:
            turn = msgspec.msgpack.decode(sealed_file.read(self._folder / _TURN), type=Morning)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, sealed_file.Damaged) as error:
            log.warning("kept days passed over: %s", error, extra={"action": "kept_days_passed_over"})
            return None
        return turn if (turn.epoch, turn.code) == (epoch, rules(reports)) else None

    def turn_at(self, turn: Morning) -> None:
        """Go on from here the next time; every day before it is kept. Raises OSError."""
        # What was learned of waits is not needed for sums, and would outlive an erasure.
        carried = replace(turn.carried, waits=(), servings={})
        body = msgspec.msgpack.encode(replace(turn, carried=carried, code=rules(reports)))
        self._folder.mkdir(exist_ok=True)
        sealed_file.write(self._folder / _TURN, body)

    def keep(self, days: Sequence[DaySums]) -> None:
        """Keep days that are over. Raises OSError."""
        self._folder.mkdir(exist_ok=True)
        for each in days:
            sealed_file.write(self._file(KeptDay(each.first, each.day)), msgspec.msgpack.encode(each))

    def days(self) -> list[KeptDay]:
        """Those that are kept, the first first; also those of which all but that is erased."""
        names = (each.stem.partition(" ") for each in self._folder.glob("* *") if each.suffix in (_SUMS, _ERASED))
        return sorted(KeptDay(int(first), day) for first, _, day in names)

    def sums(self, day: KeptDay) -> DaySums:
        """Raises OSError or `sealed_file.Damaged`."""
        if self._file(day, _ERASED).exists():
            return DaySums(day=day.day, first=day.first)
        return msgspec.msgpack.decode(sealed_file.read(self._file(day)), type=DaySums, dec_hook=_counter)

    def erase(self, *, up_to: int) -> None:
        """Of days of records up to this version nothing is left but that there were such. Raises OSError."""
        for each in self.days():
            if each.first <= up_to and self._file(each).exists():
                self._file(each, _ERASED).touch()
                self._file(each).unlink()

    def forget(self) -> None:
        """Keep nothing any more. Raises OSError."""
        (self._folder / _TURN).unlink(missing_ok=True)
        for each in self.days():
            for suffix in (_SUMS, _ERASED):
                self._file(each, suffix).unlink(missing_ok=True)

    def _file(self, day: KeptDay, suffix: str = _SUMS) -> Path:
        return self._folder / f"{day.first:010} {day.day}{suffix}"


def _counter(kind: type, found: dict[str | int, int]) -> Counter[str | int]:
    """msgspec knows every kind of ours but this."""
    if get_origin(kind) is not Counter:
        raise NotImplementedError(kind)
    return Counter(found)
