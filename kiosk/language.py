"""What the kiosk says. One file of data per language; a sentence that a language lacks is said in Vietnamese.

A further language is a further `.toml` file in `words/`, or one that the server brings (`brought`); no code changes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

FOLDER = Path(__file__).parent / "words"
FALLBACK = "vi"

#: What a file says of itself, which is not said to citizens: see `packs`.
ABOUT = "pack"

Sentence = str | tuple[str, ...]

#: Where files of words are looked for, first to last: those that a server brought stand before those of this release.
SHELF: list[Path] = [FOLDER]


def file_of(language: str) -> Path:
    """The file that a language is read from here."""
    files = [folder / f"{language}.toml" for folder in SHELF]
    return next((file for file in files if file.is_file()), files[-1])


class Words:
    """One language's sentences: `words("home.title")`, `words("home.hotline", phone="1900")`."""

    def __init__(self, language: str, *, folder: Path | None = None) -> None:
        self.language = language
        self._own = _sentences(folder / f"{language}.toml" if folder else file_of(language))
        self._fallback = _sentences(FOLDER / f"{FALLBACK}.toml")

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key with its values in place. A key that no language has raises `KeyError`."""
        sentence = self._find(key)
        assert isinstance(sentence, str), f"{key} is a list"
        return sentence.format(**values)

    def each(self, key: str) -> tuple[str, ...]:
        """The words of a key that holds a list, such as the days of the week."""
        sentence = self._find(key)
        assert isinstance(sentence, tuple), f"{key} is not a list"
        return sentence

    def of(self, names: Mapping[str, str]) -> str:
        """What the centre calls something, in this language if it says, else in Vietnamese, else as it can."""
        return names.get(self.language) or names.get(FALLBACK) or next(iter(names.values()), "")

    def own_keys(self) -> frozenset[str]:
        """The keys that this language has of its own."""
        return frozenset(self._own)

    def values_of(self, key: str) -> set[str] | None:
        """The names of what is to be filled in where a sentence stands; None for a list. Raises ValueError."""
        sentence = self._find(key)
        if isinstance(sentence, tuple):
            return None
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}

    def _find(self, key: str) -> Sentence:
        return self._own[key] if key in self._own else self._fallback[key]


@cache
def _sentences(file: Path) -> dict[str, Sentence]:
    if not file.is_file():
        return {}
    found: dict[str, Sentence] = {}
    for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
        if section == ABOUT:
            continue
        for key, entry in entries.items():
            found[f"{section}.{key}"] = tuple(entry) if isinstance(entry, list) else entry
    return found


def read_again() -> None:
    """Files of words have changed: look at them when something is said next."""
    _sentences.cache_clear()
