"""How much paper is left on the roll, in slips and in minutes at today's rate. Kept on disk, over restarts.

Counted from what was printed, since a printer only knows the last metre of its roll. A new roll is recognised by what
must happen for it: no paper, or little paper by the printer or the count and an open cover, and then all is well.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from hardware.printer.base import DOTS_PER_MM, PrinterStatus

log = logging.getLogger(__name__)

#: From the last row of a slip to the cut.
CUT_FEED_MM = 15.0
#: Before any slip was printed; also the least that is believed of one.
_USUAL_MM = 130.0
_SLIPS_REMEMBERED = 50
#: The rate is that of the last hour, or since the first slip of it.
_RATE_MS = 3_600_000
_RATE_LEAST_MS = 600_000
_LOW_SLIPS, _LOW_MINUTES = 40, 30
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class PaperLeft:
    """`minutes` is None where nothing was printed lately."""

    slips: int
    minutes: int | None

    @property
    def low(self) -> bool:
        """Whether somebody should bring a new roll now."""
        return self.slips <= _LOW_SLIPS or (self.minutes is not None and self.minutes <= _LOW_MINUTES)

    @property
    def words(self) -> str:
        """For officers, rounded so that it does not change with every slip."""
        slips = self.slips // 10 * 10 if self.slips > 20 else self.slips
        vi, en = f"Còn giấy cho khoảng {slips} phiếu", f"paper for about {slips} slips"
        if self.minutes is not None:
            minutes = self.minutes // 10 * 10 if self.minutes > 20 else self.minutes
            vi, en = f"{vi}, {minutes} phút", f"{en}, {minutes} min"
        return f"{vi} · {en}"


class Roll:
    """One printer's roll. `clock` gives milliseconds since 1970 UTC."""

    def __init__(self, path: Path, *, metres: float, clock: Callable[[], int]) -> None:
        self._path = path
        self._length = metres * 1000
        self._clock = clock
        self._used = 0.0
        self._slips: deque[float] = deque(maxlen=_SLIPS_REMEMBERED)
        self._times: deque[int] = deque()
        self._worn = False
        self._opened = False
        self._read()

    def printed(self, rows: int) -> None:
        """A slip of so many rows of dots was sent; `unconfirmed` ones count too, they may have come out."""
        if rows:
            length = rows / DOTS_PER_MM + CUT_FEED_MM
            self._used += length
            self._slips.append(length)
            self._times.append(self._clock())
            self._write()

    def seen(self, status: PrinterStatus) -> None:
        """How the printer is now: between a worn roll and a full one somebody changed it."""
        before = (self._used, self._worn, self._opened)
        match status:
            case PrinterStatus.READY if self._opened:
                log.info("a new roll", extra={"action": "roll_changed", "metres": self._used / 1000})
                self._used, self._worn, self._opened = 0.0, False, False
            case PrinterStatus.PAPER_OUT:
                self._worn = self._opened = True
            case PrinterStatus.PAPER_LOW:
                self._worn, self._opened = True, False
            case PrinterStatus.COVER_OPEN:
                # Who was told by the count alone comes with a new roll, too.
                self._opened = self._worn or self.left.low
        if (self._used, self._worn, self._opened) != before:
            self._write()

    @property
    def left(self) -> PaperLeft:
        """What is left by the counting; never less than nothing."""
        each = max(fmean(self._slips) if self._slips else _USUAL_MM, CUT_FEED_MM)
        slips = int(max(0.0, self._length - self._used) / each)
        now = self._clock()
        while self._times and self._times[0] < now - _RATE_MS:
            self._times.popleft()
        if len(self._times) < 2:
            return PaperLeft(slips, None)
        since = max(now - self._times[0], _RATE_LEAST_MS)
        return PaperLeft(slips, int(slips * since / len(self._times) / _MINUTE_MS))

    def _read(self) -> None:
        try:
            said = json.loads(self._path.read_text("utf-8"))
            self._used, self._worn, self._opened = float(said["used_mm"]), bool(said["worn"]), bool(said["opened"])
            self._slips.extend(map(float, said["slips_mm"]))
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            # Counting begins anew: the printer's own sensor still warns.
            log.warning("unreadable %s: %s", self._path, error, extra={"action": "roll_unreadable"})

    def _write(self) -> None:
        slips = [round(each, 1) for each in self._slips]
        said = {"used_mm": round(self._used, 1), "worn": self._worn, "opened": self._opened, "slips_mm": slips}
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(said), "utf-8")
            fresh.replace(self._path)
        except OSError as error:
            log.warning("the roll could not be noted: %s", error, extra={"action": "roll_not_noted"})
