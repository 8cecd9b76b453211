"""What the runbook tells to type is a command that exists, and the files it names are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from queue_server.cli import parser
from queue_server.config import Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "runbook.md").read_text("utf-8")
TYPED = re.findall(r"^(?:/opt/motcua/.venv/bin/)?motcua ([a-z].*)$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("words", TYPED)
def test_each_command_is_one(words: str) -> None:
    assert parser(Settings()).parse_args(shlex.split(words)).command is not None


def test_each_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"\bdeploy/[\w./-]*\w", TEXT))
    assert len(TYPED) >= 5
    assert len(named) >= 3
    assert [name for name in named if not (ROOT / name).exists()] == []
