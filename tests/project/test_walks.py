"""The two walks through the system stay as short as docs/architecture.md says, and name files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("heading", "budget"), [("A citizen takes a ticket", 11), ("An officer calls the next, the board speaks", 13)]
)
def test_a_walk_is_no_longer_than_its_budget(heading: str, budget: int) -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs/architecture.md").read_text("utf-8")
    section = page.partition(f"### {heading}\n")[2].partition("\n#")[0]
    files = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert 5 < len(files) <= budget
    assert [file for file in files if not (root / file).is_file()] == []
