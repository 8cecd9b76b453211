from __future__ import annotations

import os
from pathlib import Path

import pytest

from hardware.scanner.emulator import EmulatedScanner


def test_it_is_there_while_it_is_plugged_in(tmp_path: Path) -> None:
    emulated = EmulatedScanner(tmp_path / "scanner")
    line = os.open(emulated.port, os.O_RDWR | os.O_NOCTTY)
    emulated.scan("Đào", encoding="utf-8", suffix=b"\r\n")
    assert os.read(line, 100) == "Đào\r\n".encode()
    os.close(line)
    emulated.plug()
    emulated.unplug()
    emulated.unplug()
    assert not emulated.plugged
    assert not emulated.port.exists()
    with pytest.raises(OSError, match="not plugged in"):
        emulated.scan("A012")
