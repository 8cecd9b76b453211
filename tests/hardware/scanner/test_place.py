from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.scanner.place import find


def test_a_path_is_itself_and_a_pattern_is_what_is_there(tmp_path: Path) -> None:
    assert find("/dev/nothing") == "/dev/nothing"
    for name in ("ttyACM1", "ttyACM0"):
        (tmp_path / name).touch()
    assert find(str(tmp_path / "ttyACM*")) == str(tmp_path / "ttyACM0")
    with pytest.raises(DeviceGone):
        find(str(tmp_path / "ttyUSB*"))
