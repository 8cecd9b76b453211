"""Lines of the table that come from tests: a test that fails, or none at all, is told as such."""

from __future__ import annotations

from pathlib import Path

from chaos import model
from chaos.told_by_tests import told


def test_what_passes_is_counted_and_what_fails_is_named(tmp_path: Path) -> None:
    file = tmp_path / "test_one.py"
    file.write_text("def test_a() -> None: ...\ndef test_b() -> None: ...\n")
    row = told("two", str(file))
    assert (row.good, row.count) == (True, "2 cases")
    file.write_text("def test_a() -> None: ...\ndef test_b() -> None: assert False\n")
    row = told("one", str(file))
    assert (row.good, row.count) == (False, "1 cases")
    assert "test_b" in row.held
    file.write_text("")
    assert not told("none", str(file)).good


def test_the_model_is_played_as_often_as_was_wanted() -> None:
    row = model.measure(days=3, steps=5)
    assert (row.good, row.count) == (True, "3 days of 5 steps")
