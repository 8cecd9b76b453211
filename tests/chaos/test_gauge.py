from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from chaos.gauge import growth, read


def test_a_process_is_read_as_it_is(tmp_path: Path) -> None:
    gc.collect()  # what other tests have left open is not closed meanwhile
    before = read(os.getpid())
    with (tmp_path / "one").open("w"):
        held = bytearray(30_000_000)
        after = read(os.getpid())
    assert after.handles == before.handles + 1
    assert after.megabytes - before.megabytes > 20
    assert after.processor >= before.processor
    assert len(held) > 0


def test_growth_is_that_of_the_line_through_the_figures() -> None:
    assert growth([0, 0.5, 1], [100, 101, 102]) == pytest.approx(2)
    assert growth([0], [100]) == 0
