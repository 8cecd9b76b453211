"""Cells of a table: words stay words."""

from __future__ import annotations

import pytest

from queue_server.web.cells import harmless


@pytest.mark.parametrize("text", ["=1+1", "+84 260", "-", "@SUM(A1)", "\t=1"])
def test_what_begins_like_a_formula_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Lê Thị An", "H001 = 3"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
