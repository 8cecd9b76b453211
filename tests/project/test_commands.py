"""What documents and units tell a reader to type is understood: every command, word and option of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from queue_server.cli import parser
from queue_server.config import Settings

#: Documents say `code`, blocks say ``` code ```, units say ExecStart=code.
CODE = re.compile(r"^ *```\w*\n(.*?)^ *```|(?<!`)`([^`]+)`(?!`)|^ExecStart=(.*)$", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"(?:^|[\s/])motcua ([a-z]+(?: .*)?)$")
MODULE = re.compile(r"python -m ((?:bench|chaos|hardware|queue_server|tools)[a-z_.]*)")


def codes(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each line of code with the document it stands in; one that is wrapped inside a sentence is one line."""
    for path, text in sorted(texts.items()):
        if path.endswith((".md", ".service")):
            for block, inline, unit in CODE.findall(text):
                for line in block.splitlines() or [" ".join(inline.split()) or unit]:
                    yield path, line


def commands(texts: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The words after `motcua`. One that is only named, or leaves something out (…), is asked for its help."""
    found = []
    for path, line in codes(texts):
        typed = TYPED.search(line)
        if typed is None or line.startswith(("usage:", "http")):
            continue
        words = shlex.split(typed[1].split(">")[0].split("|")[0], comments=True)
        whole = len(words) > 1 and "…" not in words
        found.append((path, words if whole else [*words[:1], "--help"]))
    return found


def test_commands_are_understood(texts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    told, ours, wrong = commands(texts), parser(Settings()), []
    for path, words in told:
        try:
            ours.parse_args(words)
        except SystemExit as end:
            if end.code:
                wrong.append((path, words, capsys.readouterr().err.splitlines()[-1]))
    assert len(told) > 50
    assert wrong == []


def test_modules_are_there(texts: dict[str, str]) -> None:
    named = {(path, name) for path, line in codes(texts) for name in MODULE.findall(line)}
    assert named
    assert [(path, name) for path, name in sorted(named) if not find_spec(name)] == []
