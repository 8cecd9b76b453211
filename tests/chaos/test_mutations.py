"""The errors that are put in on purpose can still be put in, and one that is noticed quickly is."""

from __future__ import annotations

import pytest

from chaos.mutations import MUTATIONS, ROOT, caught
from chaos.protections import PROTECTIONS


def test_each_of_them_is_still_one_error() -> None:
    every = MUTATIONS + PROTECTIONS
    gone = [str(each) for each in every if each.right not in (ROOT / "queue_server" / each.file).read_text("utf-8")]
    assert gone == []
    assert all((ROOT / path).exists() for each in every for path in each.tests)
    assert len(MUTATIONS) >= 30
    assert len(PROTECTIONS) >= 30


@pytest.mark.parametrize("file", ["reports/proof.py", "protocol/session.py", "journal/sqlite.py"])
def test_an_error_is_noticed(file: str) -> None:
    assert caught(next(each for each in MUTATIONS if each.file == file))


@pytest.mark.parametrize("file", ["web/cells.py", "web/pairing.py"])
def test_a_protection_that_is_gone_is_noticed(file: str) -> None:
    assert caught(next(each for each in PROTECTIONS if each.file == file))
