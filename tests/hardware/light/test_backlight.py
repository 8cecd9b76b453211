"""The lamp of a built-in panel."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.light.backlight import Backlight


async def test_it_is_switched_by_the_kernels_words(tmp_path: Path) -> None:
    switch = tmp_path / "bl_power"
    switch.write_text("0", "ascii")
    await Backlight(tmp_path).switch(on=False)
    assert switch.read_text("ascii") == "4"
    await Backlight(tmp_path).switch(on=True)
    assert switch.read_text("ascii") == "0"


async def test_one_that_is_not_there_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(DeviceGone, match="bl_power"):
        await Backlight(tmp_path).switch(on=True)
    assert list(tmp_path.iterdir()) == []
