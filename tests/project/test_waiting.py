"""What is waited for in a page is a function.

A text would be evaluated at each look, which our own security policy forbids: it passes only where the first look is
late enough, on a quick page or a slow test.
"""

from __future__ import annotations

import re
from pathlib import Path

HOME = Path(__file__).parents[2]
TEXT = re.compile(r"""wait_for_function\(\s*(["'])(?!(async )?(\w+|\([\w, ]*\)) =>)[^\n]*""")


def test_pages_are_asked_by_functions() -> None:
    files = [each for folder in ("tests", "tools", "bench") for each in (HOME / folder).rglob("*.py")]
    assert [f"{each}: {found[0]}" for each in files for found in TEXT.finditer(each.read_text("utf-8"))] == []


def test_a_text_is_found() -> None:
    asked = "page.wait_for_function" + '("window.ready")'
    assert TEXT.search(asked)
    assert not TEXT.search(asked.replace("window", "() => window"))
