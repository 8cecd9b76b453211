"""Every help stands in both languages, and no words are left of an option that is no more."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from queue_server.cli import main, parser
from queue_server.cli.vietnamese import HELP
from queue_server.config import Settings


def helps(words: argparse.ArgumentParser) -> Iterator[str]:
    for action in words._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (each.help or "" for each in action._choices_actions)
            for each in action.choices.values():
                yield from helps(each)
        elif action.help not in (None, argparse.SUPPRESS):
            yield action.help


def test_each_help_has_its_vietnamese() -> None:
    told = set(helps(parser(Settings())))
    without_words = {each for each in told if not re.search(r"(?<![A-Z])[a-z]{2}", each)}
    assert told - without_words == set(HELP)
    assert without_words == {
        "MOTCUA_DATA",
        "MOTCUA_LANGUAGE",
        "MOTCUA_PORT",
        "MOTCUA_SERVER",
        "WIDTHxHEIGHT",
        "YYYY-MM-DD",
    }


def test_vietnamese_stands_before_english(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        main(["restore", "--help"])
    told = capsys.readouterr().out
    assert "tùy chọn · options" in told
    assert "chỉ thử, không thay đổi gì · only prove that it could be gone on with" in told
