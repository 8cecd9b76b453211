"""Codes on the wire: stable, said in both languages, used, and explained to whoever writes a client."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from queue_server.core.refusals import REFUSALS
from queue_server.web.failures import FAILURES


def raised(sources: dict[str, ast.Module]) -> Iterator[str]:
    """The codes that the core refuses with."""
    for path, tree in sources.items():
        if not path.startswith("queue_server/core/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Refusal" and node.args:
                yield from (leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant))


def test_a_code_means_one_thing() -> None:
    assert set(REFUSALS) & set(FAILURES) == set()


def test_every_code_is_said_in_both_languages_with_what_to_do() -> None:
    wrong = [
        code for code, words in (REFUSALS | FAILURES).items() if set(words) < {"vi", "en"} or not all(words.values())
    ]
    assert wrong == []


def test_the_core_refuses_with_known_codes_and_uses_all_of_them(sources: dict[str, ast.Module]) -> None:
    used = set(raised(sources))
    assert used - set(REFUSALS) == set()
    everywhere = {
        node.value
        for path, tree in sources.items()
        if path.startswith("queue_server/") and path != "queue_server/core/refusals.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(REFUSALS) - everywhere == set(), "never used"


def test_every_code_is_explained_to_those_who_write_clients(texts: dict[str, str]) -> None:
    page = texts["docs/protocol.md"]
    assert [code for code in (*REFUSALS, *FAILURES) if f"`{code}`" not in page] == []
