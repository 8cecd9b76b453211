"""The project's own files, for tests that read them instead of running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("queue_server", "kiosk", "display", "windows", "devices", "hardware")

#: Folders that are made, not written.
MADE = frozenset(
    (".git", ".venv", ".tools", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")
) | {"__pycache__", "var", "dist", "node_modules"}


def written(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in MADE:
            continue
        if path.is_dir():
            yield from written(path)
        else:
            yield path


def parsed(*folders: str) -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for folder in folders
        if (ROOT / folder).is_dir()
        for path in written(ROOT / folder)
        if path.suffix == ".py"
    }


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sources() -> dict[str, ast.Module]:
    """Every module of the four packages, by its path from the top."""
    return parsed(*PACKAGES)


@pytest.fixture(scope="session")
def tests() -> dict[str, ast.Module]:
    """Every module of the tests and benchmarks."""
    return parsed("tests", "bench")


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Every written file that is text, by its path from the top."""
    found = {}
    for path in written(ROOT):
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found
