from __future__ import annotations

import os
from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.scanner.polled import PolledFile


def test_silence_news_the_end_and_closing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    hand = os.open(tmp_path / "pipe", os.O_RDWR)
    file = PolledFile(str(tmp_path / "pipe"))
    assert file.read(10, within=0) == b""
    os.write(hand, b"x")
    assert file.read(10, within=5) == b"x"
    os.close(hand)
    with pytest.raises(DeviceGone, match="ended"):
        file.read(10, within=5)
    file.close()
    file.close()
    with pytest.raises(DeviceGone, match="not open"):
        file.read(10, within=0)
