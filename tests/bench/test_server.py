"""The measurements themselves run, in small: each row has its figure and what it is compared with."""

from __future__ import annotations

from pathlib import Path

from bench.running.row import table
from bench.server import QUICK, core_rows, tickets_row


def test_rows_have_a_figure_and_what_it_is_compared_with(tmp_path: Path) -> None:
    durable, *core = [tickets_row(tmp_path, QUICK), *core_rows(QUICK)]
    assert durable.beside.endswith("echoes of the same frames")
    assert not durable.found.startswith("0 ")
    assert [each.wanted for each in core] == ["≤ 3 × the time with 100 waiting", "≤ 20 µs"]
    assert len(table([durable, *core]).splitlines()) == 2 + 3
