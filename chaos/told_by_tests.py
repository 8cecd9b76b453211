"""Parts of the plan that are whole in the tests: run as they are, and counted for the table.

clocks      18 clocks with and without a restart at every step, nights of summer time, midnight with a full hall
upgrades    the journal of every release is opened and stands where it stood; tables are brought up to date
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from dataclasses import replace

from chaos.row import Row
from tests.queue_server.conftest import small_plan
from tests.queue_server.test_clocks import jump_by_lot

_CLOCKS = ("tests/queue_server/test_clocks.py", "tests/queue_server/core/test_calendar.py")
_UPGRADES = ("tests/chaos/test_standing.py", "tests/queue_server/journal/migrations")


def clocks(*, by_lot: int = 0) -> Row:
    """`by_lot`: so many more clocks that jump as lots say."""
    row = told("clocks that jump", *_CLOCKS)
    unsound = [seed for seed in range(by_lot) if not asyncio.run(_kept_its_numbers(seed))]
    if not by_lot:
        return row
    held = f"seeds {unsound}" if unsound else row.held
    return replace(row, count=f"{row.count}, {by_lot} more by lot", held=held, good=row.good and not unsound)


async def _kept_its_numbers(seed: int) -> bool:
    try:
        await jump_by_lot(small_plan(), seed)
    except AssertionError:
        return False
    return True


def upgrades() -> Row:
    return told("journals of all releases", *_UPGRADES)


def told(what: str, *tests: str) -> Row:
    """One line of what these tests found; none is not enough."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    said = run.stdout.strip().splitlines()
    passed = re.search(r"(\d+) passed", said[-1] if said else "")
    held = "all as it should be" if run.returncode == 0 else "; ".join(each for each in said if "FAILED" in each)
    return Row(
        what=what,
        count=f"{passed[1] if passed else 0} cases",
        held=held or run.stderr[-500:],
        good=run.returncode == 0 and passed is not None,
    )
