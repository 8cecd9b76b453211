"""Disks that keep things and disks that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.doctor.disk import filesystem_of, flush, judged_flush, judged_room, private, room
from queue_server.doctor.finding import Verdict

MOUNTS = "overlay / overlay rw 0 0\n/dev/sda1 /srv ext4 rw 0 0\ntmpfs /srv/fast tmpfs rw 0 0\n"


@pytest.mark.parametrize(
    ("seconds", "filesystem", "verdict"),
    [
        (0.002, "ext4", Verdict.OK),
        (0.002, "tmpfs", Verdict.BAD),
        (0.000001, "ext4", Verdict.BAD),
        (0.2, "ext4", Verdict.WARN),
    ],
)
def test_a_flush_is_believed_on_a_real_disk_only(seconds: float, filesystem: str, verdict: Verdict) -> None:
    assert judged_flush(seconds, filesystem=filesystem).verdict is verdict


def test_the_nearest_mount_tells_the_kind() -> None:
    assert filesystem_of(Path("/srv/motcua"), MOUNTS) == "ext4"
    assert filesystem_of(Path("/srv/fast/x"), MOUNTS) == "tmpfs"
    assert filesystem_of(Path("/srvx"), MOUNTS) == "overlay"


@pytest.mark.parametrize(("free", "verdict"), [(50 * 1024**3, "OK"), (1024**3, "WARN"), (1024, "BAD")])
def test_room(free: int, verdict: str) -> None:
    assert judged_room(free).verdict.value == verdict


def test_a_real_folder_is_looked_at(tmp_path: Path) -> None:
    assert flush(tmp_path).check == "flush"
    assert room(tmp_path).check == "room"
    assert "none" in flush(tmp_path / "none").found["en"]


def test_a_folder_that_others_read_is_noticed(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert private(tmp_path).verdict is Verdict.OK
    tmp_path.chmod(0o755)
    assert private(tmp_path).verdict is Verdict.WARN
