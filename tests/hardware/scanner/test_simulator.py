from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.scanner.base import ScannerState
from hardware.scanner.simulator import PipeSource, virtual_scanner
from tests.hardware.scanner.watching import watched


async def test_each_line_written_to_it_is_a_scan(tmp_path: Path) -> None:
    scanner = virtual_scanner(tmp_path / "run" / "scanner")
    assert scanner.name.endswith("run/scanner")
    async with watched(scanner) as seen:
        await seen.until(lambda: seen.states == [ScannerState.READY])
        for code in ("A012", "H34-221013-0012"):
            (tmp_path / "run" / "scanner").write_text(f"{code}\n")
        await seen.until(lambda: seen.texts == ["A012", "H34-221013-0012"])


def test_a_place_that_is_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeviceGone):
        PipeSource(tmp_path / "file").open()
    with pytest.raises(DeviceGone):
        PipeSource(tmp_path / "file").read(within=0)
