"""Pages that name tests name ones that exist: a complaint or threat whose test was renamed or lost is noticed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("users-complaints.md", "security.md")
NAMED = {page: re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / page).read_text("utf-8")) for page in PAGES}


def functions_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8")) if file.is_file() else ast.Module(body=[], type_ignores=[])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_exists(page: str) -> None:
    assert len(NAMED[page]) > 25
    assert [f"{file}::{name}" for file, name in NAMED[page] if name not in functions_in(ROOT / file)] == []


def test_each_complaint_has_a_test_of_its_own() -> None:
    named = NAMED["users-complaints.md"]
    assert len(set(named)) == len(named) > 40
