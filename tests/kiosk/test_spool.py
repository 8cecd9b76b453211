"""Lines that a power cut cannot take, whatever it tears."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import spool as module
from kiosk.spool import Spool, SpoolError

LINES = [b'{"place":1}', "số 2".encode(), b"3"]


def filled(folder: Path, lines: list[bytes] = LINES) -> Spool:
    spool = Spool.open(folder)
    for line in lines:
        spool.add(line)
    return spool


def reopened(folder: Path) -> list[bytes]:
    spool = Spool.open(folder)
    spool.close()
    return spool.lines


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    filled(tmp_path).close()
    assert reopened(tmp_path) == LINES


def test_a_tail_torn_anywhere_leaves_what_was_whole(tmp_path: Path) -> None:
    filled(tmp_path).close()
    file = tmp_path / "spool"
    whole = file.read_bytes()
    ends = [0, *(place + 1 for place, byte in enumerate(whole) if byte == 10)]
    for cut in range(len(whole) + 1):
        file.write_bytes(whole[:cut])
        spool = Spool.open(tmp_path)
        expected = LINES[: sum(end <= cut for end in ends[1:])]
        assert spool.lines == expected
        spool.add(b"after")
        spool.close()
        assert reopened(tmp_path) == [*expected, b"after"]


def test_a_bad_line_among_good_ones_costs_only_itself(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    filled(tmp_path).close()
    file = tmp_path / "spool"
    file.write_bytes(file.read_bytes().replace(LINES[1], b"x" * len(LINES[1])))
    assert reopened(tmp_path) == [LINES[0], LINES[2]]
    assert [getattr(record, "bad_lines", None) for record in caplog.records] == [1]


@given(noise=st.binary(max_size=60))
def test_noise_at_the_end_is_nobodys_line(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    folder = tmp_path_factory.mktemp("spool")
    filled(folder).close()
    with (folder / "spool").open("ab") as file:
        file.write(noise)
    assert reopened(folder) == LINES


def test_a_disk_that_refuses_is_said_and_nothing_half_done_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = filled(tmp_path)

    def full(descriptor: int, content: bytes, *, at: int) -> None:
        real(descriptor, content[:7], at=at)
        raise OSError(28, "No space left on device")

    real = module._write
    with monkeypatch.context() as patch:
        patch.setattr(module, "_write", full)
        with pytest.raises(SpoolError, match="No space left"):
            spool.add(b"lost")
    spool.add(b"kept")
    spool.close()
    assert reopened(tmp_path) == [*LINES, b"kept"]


def test_one_process_at_a_time(tmp_path: Path) -> None:
    spool = filled(tmp_path)
    with pytest.raises(SpoolError, match="temporarily unavailable"):
        Spool.open(tmp_path)
    spool.replace([b"new"])
    with pytest.raises(SpoolError):
        Spool.open(tmp_path)
    spool.add(b"more")
    spool.close()
    assert reopened(tmp_path) == [b"new", b"more"]


def test_a_process_that_is_killed_while_it_writes_loses_no_line_that_it_told_of(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kiosk.spool import Spool\n"
        "spool = Spool.open(Path(sys.argv[1])); count = len(spool.lines)\n"
        "while True:\n"
        "    spool.add(b'%d' % count); print(count, flush=True); count += 1\n"
    )
    told = 0
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        end = time.monotonic() + 20
        for line in process.stdout:
            told = int(line) + 1
            if told % 30 == 17 or time.monotonic() > end:
                break
        process.kill()
        told = max([told, *(int(line) + 1 for line in process.stdout if line.endswith("\n"))])
        process.wait()
        process.stdout.close()
        lines = reopened(tmp_path)
        assert lines == [b"%d" % each for each in range(len(lines))]
        assert len(lines) >= told


def test_what_was_added_or_replaced_is_synced_before_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the disk holds for sure is what it held at the last sync."""
    sure: dict[int, bytes] = {}
    sync = os.fsync

    def synced(descriptor: int) -> None:
        sync(descriptor)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            size = os.fstat(descriptor).st_size
            sure[os.fstat(descriptor).st_ino] = os.pread(descriptor, size, 0)

    monkeypatch.setattr(os, "fsync", synced)
    spool = Spool.open(tmp_path)
    for line in (b"one", b"two"):
        spool.add(line)
        [file] = [path for path in tmp_path.iterdir() if path.is_file()]
        assert sure.get(file.stat().st_ino) == file.read_bytes()
        assert line in file.read_bytes()
    spool.replace([b"three"])
    assert sure.get(file.stat().st_ino) == file.read_bytes()
    assert b"three" in file.read_bytes()
    assert b"two" not in file.read_bytes()
    spool.close()
