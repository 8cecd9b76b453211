"""A lamp that a program of the installer's switches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.light.program_light import ProgramLight

Program = Callable[[str], str]


async def test_the_program_is_told_on_and_off(tmp_path: Path, program: Program) -> None:
    light = ProgramLight(Path(program(f"echo $1 >> {tmp_path}/told")))
    await light.switch(on=False)
    await light.switch(on=True)
    assert (tmp_path / "told").read_text("ascii").split() == ["off", "on"]


async def test_a_program_that_fails_hangs_or_is_missing_says_so(program: Program) -> None:
    with pytest.raises(DeviceGone, match=r"ended with 3: no monitor$"):
        await ProgramLight(Path(program("echo no monitor >&2; exit 3"))).switch(on=True)
    with pytest.raises(DeviceGone, match="No such file"):
        await ProgramLight(Path("/nowhere/light")).switch(on=True)
    with pytest.raises(DeviceGone, match=r"not done after 0\.05 s"):
        await ProgramLight(Path(program("exec tail -f /dev/null")), patience=0.05).switch(on=True)
