"""A whole working day of each centre, replayed through the protocol to its end; and how a demo is stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from chaos.killable import free_port
from queue_server.demo.day import fingerprint, visits
from queue_server.serving import find_centre

#: A day of ten hours takes half a minute. Much faster, and a busy machine cannot keep up: waits would be the machine's.
SPEED = "1500"
#: Seconds in which a process comes to its end on a busy machine.
PATIENCE = 270
#: Seconds between two looks at the list of processes.
LOOK_AGAIN = 0.1


def demo(folder: Path, *options: str, port: int | None = None) -> subprocess.Popen[str]:
    port = port or free_port()
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "queue_server.cli", "demo", "--folder", str(folder), "--port", str(port)),
            *("--no-windows", *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
        start_new_session=True,
    )


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, text
    return int(found[1])


pytestmark = pytest.mark.timeout(300)


# Two days at a time: a replay mostly waits for its own clock.
@pytest.mark.parametrize("centres", [("kt-tinh", "kt-truongchinh"), ("kt-tp", "kt-bhxh")], ids="-".join)
def test_a_day_replays_to_its_end_and_its_journal_holds(centres: tuple[str, ...], tmp_path: Path) -> None:
    days = {
        centre: demo(
            tmp_path / centre, *("--centre", centre, "--date", "2026-11-17", "--speed", SPEED, "--until-closing")
        )
        for centre in centres
    }
    for centre, day in days.items():
        said, _ = day.communicate(timeout=PATIENCE)
        assert day.returncode == 0, said
        _it_was_a_whole_day(said, slips=len(list((tmp_path / centre).glob("*/slips/citizens/*.png"))))


def _it_was_a_whole_day(said: str, *, slips: int) -> None:
    assert "every call explained by the policy" in said
    said = said[said.index("Lĩnh vực") :]
    tickets = number(r"Tất cả +(\d+)", said)
    assert tickets > 50
    assert number(r"(\d+) đã in", said) == tickets == slips, "each ticket has its slip"
    ended = number(r"(\d+) xong", said) + number(r"(\d+) vắng ·", said) + number(r"(\d+) hết ngày", said)
    assert ended >= tickets
    assert max(map(len, said.partition("Lĩnh vực")[2].partition("Lượt gọi")[0].splitlines())) <= 80


def stopped(process: subprocess.Popen[str], how: signal.Signals) -> str:
    """Everything that a demo says when it is stopped in the middle."""
    assert process.stdout is not None
    said = ""
    while "served" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    process.send_signal(how)
    rest, _ = process.communicate(timeout=PATIENCE)
    return said + rest


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_stops_cleanly_and_leaves_nothing_running(how: signal.Signals, tmp_path: Path) -> None:
    process = demo(tmp_path, "--centre", "kt-truongchinh", "--seed", "5", "--date", "2026-11-23")
    said = stopped(process, how)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "every call explained" in said
    assert "seed 5: " + fingerprint_of_seed_5() in said, "the same seed is the same day in every process"
    assert "07:30" in said, "it begins in the morning of a working day"
    assert not [command for command in commands() if str(tmp_path) in command]


def test_a_demo_that_is_killed_leaves_nothing_running_either(tmp_path: Path) -> None:
    stopped(demo(tmp_path, "--centre", "kt-truongchinh", "--no-people"), signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while left := [command for command in commands() if str(tmp_path) in command]:
        assert time.monotonic() < end, left
        time.sleep(LOOK_AGAIN)


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = demo(tmp_path, port=port)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert f"port {port} is in use" in said


def test_a_closed_day_is_said_in_one_line(tmp_path: Path) -> None:
    process = demo(tmp_path, "--date", "2026-11-24")
    said, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said.count("\n")) == (1, 1), said
    assert "closed on 2026-11-24" in said


def fingerprint_of_seed_5() -> str:
    centre = find_centre("kt-truongchinh")
    assert centre.demand is not None
    return fingerprint(visits(centre.plan, centre.demand, day=date(2026, 11, 23), seed=5))


def commands() -> list[str]:
    """The command lines of what runs here."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(each.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue  # it has just ended
    return found
