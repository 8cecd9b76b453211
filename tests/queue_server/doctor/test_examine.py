"""The whole examination, as the command makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.cli import main
from queue_server.doctor.examine import Machine, examine


async def test_each_thing_is_looked_at_once_and_what_is_not_here_is_left_out(tmp_path: Path) -> None:
    checks = [finding.check async for finding in examine(Machine(data=tmp_path, host="127.0.0.1", port=0))]
    assert checks == ["python", "flush", "room", "private", "clock", "zone", "port", "fonts", "voice"]


def test_the_command_says_a_line_each_and_its_status_says_whether_the_machine_will_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["doctor", "--data", str(tmp_path), "--port", "0", "--speaker", "gramophone:"])
    said = capsys.readouterr().out
    assert status == 1, "a loudspeaker of no kind is BAD"
    assert "speaker" in said
    assert "→" in said
