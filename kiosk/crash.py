"""What is kept of a failure: when, which kind of error, and the places in the program. Never its words or values.

An error's text may quote what a citizen typed or scanned; where it happened is enough to find the fault.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

log = logging.getLogger(__name__)

#: Older reports make room for newer ones.
KEPT = 20
_DEEPEST = 30


def record(error: BaseException, folder: Path, *, now: int) -> Path | None:
    """Write a report of an error that ended the kiosk; None where even that fails. `now` in milliseconds UTC."""
    when = datetime.fromtimestamp(now / 1000, UTC)
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    lines = [
        f"{when:%Y-%m-%dT%H:%M:%SZ} motcua {version('motcua')}",
        type(error).__name__,
        *(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames),
    ]
    file = folder / f"{when:%Y%m%dT%H%M%S}-{now % 1000:03d}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n", "utf-8")
        for old in reports(folder)[:-KEPT]:
            old.unlink()
    except OSError as failure:
        log.error("crash not recorded", extra={"action": "crash_not_recorded", "error": str(failure)})
        return None
    return file


def reports(folder: Path) -> list[Path]:
    """The reports there are, the oldest first."""
    return sorted(folder.glob("*.txt"))


def last(folder: Path) -> str:
    """The newest report in a few words for the supervisor, such as "2026-11-23T08:05:00Z RuntimeError"; else empty."""
    found = reports(folder)
    if not found:
        return ""
    when, _, rest = found[-1].read_text("utf-8").partition(" ")
    return f"{when} {rest.splitlines()[1]}" if len(rest.splitlines()) > 1 else when
