from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.scanner.emulator import EmulatedScanner
from hardware.scanner.serial_port import SerialSource


def test_the_first_that_fits_a_pattern_is_read(tmp_path: Path) -> None:
    emulated = EmulatedScanner(tmp_path / "ttyACM3")
    source = SerialSource(str(tmp_path / "ttyACM*"))
    source.open()
    emulated.scan("A012")
    assert source.read(within=5).startswith(b"A")
    source.close()
    emulated.unplug()
    with pytest.raises(DeviceGone, match="plugged in"):
        source.open()
    with pytest.raises(DeviceGone):
        source.read(within=0)
