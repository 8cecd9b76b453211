from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardware.witness import Witness, witness


@pytest.fixture
def witness_printer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Witness]:
    """An independent printer of 576 dots, or of as many as an indirect parameter says."""
    with witness(tmp_path, dots=getattr(request, "param", 576)) as running:
        yield running
