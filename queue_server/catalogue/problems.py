"""What is wrong with a centre's file, said so that the person at the keyboard can mend it.

    CatalogueErrors     raised by `read`: every problem of a file at once

A problem names file, line and key, what was found there and what is expected, in Vietnamese and English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same words in the two languages of the people who edit these files."""

    en: str
    vi: str

    def text(self, language: str) -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend, or, as a warning, to think about. `line` 0 means the file as a whole."""

    file: str
    line: int
    key: str
    code: str
    found: Phrase
    expected: Phrase
    nearest: str = ""
    warning: bool = False

    def text(self, *, language: str = "en") -> str:
        vi = language == "vi"
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        if self.warning:
            where += "cảnh báo: " if vi else "warning: "
        if self.key:
            where += f"khóa '{self.key}': " if vi else f"key '{self.key}': "
        found, expected = self.found.text(language), self.expected.text(language)
        said = f"thấy {found}, cần {expected}" if vi else f"found {found}, expected {expected}"
        if self.nearest:
            said += f" (có phải {self.nearest} không?)" if vi else f" (did you mean {self.nearest}?)"
        return where + said

    def __str__(self) -> str:
        return self.text()


class CatalogueErrors(Exception):
    """The file cannot be used. Show `problems` to the person who edits it; nothing was changed."""

    code = "catalogue"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


NOTHING = Phrase("nothing", "không có gì")


def shown(text: str) -> str:
    """Text of the file, fit for one line of a terminal: quoted, cut, without control characters."""
    clean = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
    return f"'{clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + '…'}'"


def same(text: str) -> Phrase:
    """Words that are alike in every language: numbers, names, pieces of the file."""
    return Phrase(text, text)


def one_of(names: Iterable[str]) -> Phrase:
    listed = ", ".join(names)
    return Phrase(f"one of {listed}", f"một trong {listed}") if listed else Phrase("nothing here", "để trống")


def by_severity(problem: Problem) -> tuple[str, int, bool]:
    """Sorting key: the order in which a person reads the file."""
    return problem.file, problem.line, problem.warning
