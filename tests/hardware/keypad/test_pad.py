"""A number pad's own bytes through a pipe in place of /dev/input: pressed, held, unplugged, plugged in again."""

from __future__ import annotations

import os
import queue
from pathlib import Path

from hardware.bus.exchange import UnitState
from hardware.keypad.base import Press
from hardware.keypad.pad import PadKeypad
from hardware.scanner.keyboard import KeyboardSource
from tests.hardware.scanner.keystrokes import event, pipe, stroke

PAD_5, PAD_ENTER, PAD_PLUS, NUM_LOCK = 76, 96, 78, 69


def test_keys_of_a_pad_through_a_pulled_plug(tmp_path: Path) -> None:
    path, news = tmp_path / "event0", queue.SimpleQueue[Press | UnitState]()
    pad = PadKeypad(
        "pad",
        KeyboardSource(str(path), grab=lambda *_: None),
        pressed=news.put,
        changed=lambda _, state: news.put(state),
    )
    pad.start()
    for _ in range(2):
        hand = pipe(path)
        assert news.get(timeout=60) is UnitState.READY
        held = event(1, PAD_5, 1) + 20 * event(1, PAD_5, 2) + event(1, PAD_5, 0)
        os.write(hand, stroke(NUM_LOCK) + held + stroke(PAD_PLUS) + stroke(PAD_ENTER))
        assert [news.get(timeout=60) for _ in range(3)] == [Press("pad", key) for key in ("5", "+", "enter")]
        path.unlink()
        os.close(hand)
        assert news.get(timeout=60) is UnitState.GONE
    pad.close()
    assert news.empty()
