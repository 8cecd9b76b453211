from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hardware.witness import Witness, witness


@pytest.fixture
def witness_printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Witness]:
    """An independent printer of 576 dots, or of as many as an indirect parameter says."""
    with witness(tmp_path, dots=getattr(request, "param", 576)) as running:
        yield running


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], str]:
    """Makes a program of a few lines of shell, to stand in for another, and returns its path."""

    def write(script: str) -> str:
        path = tmp_path / f"program-{len(list(tmp_path.glob('program-*')))}"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    return write
