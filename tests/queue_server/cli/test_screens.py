"""The windows' words: an address that is none ends them with a line that says how one is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("word", "option", "told"),
    [
        ("kiosk", "--printer", "không phải địa chỉ máy in, hãy viết · is no printer, write: usb:"),
        ("kiosk", "--light", "không phải địa chỉ đèn nền, hãy viết · is no lamp, write: backlight:"),
        ("display", "--speaker", "không phải địa chỉ loa, hãy viết · is no speaker, write: alsa:"),
        ("display", "--light", "không phải địa chỉ đèn nền"),
    ],
)
def test_an_address_that_is_none_is_told_before_there_is_a_window(
    word: str, option: str, told: str, tmp_path: Path
) -> None:
    typed = [word, option, "oss:1", "--token", "t", "--device", "d", "--data", str(tmp_path)]
    # A process of its own: Kivy reads its settings once, and this one's tests have theirs.
    ended = subprocess.run(
        [sys.executable, "-m", "queue_server.cli", *typed],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={"HOME": str(tmp_path), "KIVY_NO_ARGS": "1"},
    )
    assert ended.returncode == 2, ended.stderr[-2000:]
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
