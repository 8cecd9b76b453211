"""docs/users-complaints.md names tests that exist: a complaint whose test was renamed or lost is noticed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "users-complaints.md").read_text("utf-8"))


def functions_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8")) if file.is_file() else ast.Module(body=[], type_ignores=[])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_complaint_has_a_test_that_exists() -> None:
    assert len(NAMED) > 40
    assert [f"{file}::{name}" for file, name in NAMED if name not in functions_in(ROOT / file)] == []
    assert len(set(NAMED)) == len(NAMED), "each complaint has a test of its own"
