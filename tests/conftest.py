"""For every test: the environment holds no setting of ours, and programs that a test needs are there or it is left out.

Where CI is set nothing is left out: a missing program is a failure there.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A machine under load is no reason to fail: no test is judged by the clock.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

#: Where programs are that are not on the path: the emulated printer's own environment, uv, and Debian's PostgreSQL.
TOOLS = Path(__file__).parents[1] / ".tools"
ASIDE = (TOOLS / "emulator" / "bin", TOOLS / "bin", *Path("/usr/lib/postgresql").glob("*/bin"))


def program(command: str) -> str | None:
    """The path of a program, or None where it is not installed."""
    return shutil.which(command) or next(
        (str(folder / command) for folder in ASIDE if (folder / command).exists()), None
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Obey `@pytest.mark.needs("chromium", …)`."""
    wanted = {command for mark in item.iter_markers("needs") for command in mark.args}
    absent = sorted(command for command in wanted if not program(command))
    if not absent:
        return
    reason = f"not installed: {', '.join(absent)} (`make test` says how)"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("MOTCUA_"):
            monkeypatch.delenv(name)
