"""The documents keep their word: what they name exists, and they name nothing that is not ours to publish."""

from __future__ import annotations

import re
from pathlib import Path

#: Marks of one machine, in two halves so that this list does not find itself.
OF_ONE_MACHINE = [
    first + second
    for first, second in (
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/opt/", "pypi"),
        ("/opt/", "wheels"),
        (".py", "env/versions/3.13.0"),
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("deb.deb", "ian.org"),
    )
]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def markdown(texts: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if path.endswith(".md")}


def words_of(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def test_nothing_here_belongs_to_one_machine(texts: dict[str, str]) -> None:
    found = [
        (path, mark) for path, text in texts.items() if path != "uv.lock" for mark in OF_ONE_MACHINE if mark in text
    ]
    assert found == []


def test_links_lead_somewhere(texts: dict[str, str], root: Path) -> None:
    broken = [
        (path, target)
        for path, text in markdown(texts).items()
        for target in LINK.findall(text)
        if "://" not in target and not target.startswith("mailto:")
        if not (root / path).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_make_words_in_documents_exist(texts: dict[str, str]) -> None:
    words = words_of(texts["Makefile"])
    named = {
        (path, word)
        for path, text in markdown(texts).items()
        for code in re.findall(r"`([^`\n]+)`|^((?:    |)make .*)$", text, re.MULTILINE)
        for word in re.findall(r"^\s*make ([a-z-]+)", "".join(code))
    }
    assert {word for _, word in named} >= {"demo", "test"}
    assert [(path, word) for path, word in sorted(named) if word not in words] == []


def test_every_make_word_explains_itself(texts: dict[str, str]) -> None:
    makefile = texts["Makefile"]
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert words_of(makefile) == targets == set(phony[1].split())


def test_decisions_are_numbered_and_listed(root: Path) -> None:
    folder = root / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert len({page[:4] for page in pages}) == len(pages)
    index = (folder / "README.md").read_text("utf-8")
    assert [page for page in pages if f"]({page})" not in index] == []
    for page in pages:
        text = (folder / page).read_text("utf-8")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], page


def commands(text: str) -> list[str]:
    """What a reader is told to type, without the comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for raw in block.splitlines() if (line := raw.split(" #")[0].strip())]


def test_both_languages_say_the_same_commands(texts: dict[str, str]) -> None:
    translated = [path for path in texts if path.endswith(".vi.md")]
    assert len(translated) >= 2
    for path in translated:
        assert commands(texts[path]) == commands(texts[path.replace(".vi.md", ".md")]), path
