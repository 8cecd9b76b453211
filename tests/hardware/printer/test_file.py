from __future__ import annotations

from pathlib import Path

import pytest

from hardware.errors import DeviceGone
from hardware.printer.file import FileTransport


def test_jobs_are_added_to_the_end(tmp_path: Path) -> None:
    for job in (b"first ", b"second"):
        file = FileTransport(tmp_path / "deep" / "bytes")
        file.open()
        file.write(job, within=1)
        file.close()
    assert (tmp_path / "deep" / "bytes").read_bytes() == b"first second"


def test_a_place_that_cannot_be_written_is_gone(tmp_path: Path) -> None:
    with pytest.raises(DeviceGone, match="Is a directory"):
        FileTransport(tmp_path).open()
    full = FileTransport(Path("/dev/full"))
    full.open()
    with pytest.raises(DeviceGone, match="No space left"):
        full.write(b"x", within=1)
    full.close()
