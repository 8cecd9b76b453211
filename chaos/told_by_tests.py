"""Parts of the plan that are whole in the tests: run as they are, and counted for the table.

clocks      18 clocks with and without a restart at every step, nights of summer time, midnight with a full hall
upgrades    the journal of every release is opened and stands where it stood; tables are brought up to date
"""

from __future__ import annotations

import re
import subprocess
import sys

from chaos.row import Row

_CLOCKS = ("tests/queue_server/test_clocks.py", "tests/queue_server/core/test_calendar.py")
_UPGRADES = ("tests/chaos/test_standing.py", "tests/queue_server/journal/migrations")


def clocks() -> Row:
    return told("clocks that jump", *_CLOCKS)


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
