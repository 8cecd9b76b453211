"""Which languages a kiosk can offer: what each file of words says of itself, and how much of it is there.

Not the words themselves (`language`), nor the languages a centre asks for: one is offered when the centre's file lists
it and its pack is usable.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from kiosk.language import ABOUT, FALLBACK, FOLDER, SHELF, Words

#: A language with less than this of its sentences would greet in itself and go on in Vietnamese.
USABLE_SHARE = 0.8
#: The date, which each language composes as it will.
_ANY_WAY = "date.day"


class Status(StrEnum):
    """Who answers for the words: an authority, people who speak the language, or nobody yet."""

    OFFICIAL = "official"
    COMMUNITY = "community"
    MISSING = "missing"


class PackUnusable(ValueError):
    """A file of words says of itself what cannot be. Mend its `[pack]` as docs/locale-packs.md shows."""

    code = "pack-unusable"


@dataclass(frozen=True)
class Pack:
    """One language's file: `own` of `whole` sentences are there."""

    language: str
    name: str
    status: Status
    own: int
    whole: int

    @property
    def share(self) -> float:
        return self.own / self.whole

    @property
    def usable(self) -> bool:
        return self.status is not Status.MISSING and self.share >= USABLE_SHARE


def packs(*folders: Path) -> tuple[Pack, ...]:
    """Every pack of some folders, of which the first stand before the others; by language. Raises `PackUnusable`."""
    found: dict[str, Path] = {}
    for folder in folders or (FOLDER,):
        for file in folder.glob("*.toml"):
            found.setdefault(file.stem, folder)
    return tuple(pack_in(folder, language) for language, folder in sorted(found.items()))


@cache
def named() -> dict[str, str]:
    """The languages that can be offered, and what their speakers read on the button. Raises `PackUnusable`."""
    return {pack.language: pack.name for pack in packs(*SHELF) if pack.usable}


def offered(languages: Iterable[str]) -> tuple[str, ...]:
    """Those of a centre's languages that a citizen can be led through, in the centre's order."""
    return tuple(language for language in languages if language in named())


def pack_in(folder: Path, language: str) -> Pack:
    """One pack. Raises `PackUnusable` for one that a kiosk could not say."""
    file = folder / f"{language}.toml"
    try:
        about = tomllib.loads(file.read_text(encoding="utf-8")).get(ABOUT, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackUnusable(f"{file.name}: sửa tệp theo TOML, UTF-8 / mend the file: {error}") from error
    name, status = about.get("name"), about.get("status")
    if not name or status not in set(Status):
        raise PackUnusable(
            f'{file.name}: [pack] cần name và status = "official", "community" hoặc "missing" / needs both'
        )
    first, words = Words(FALLBACK, folder=FOLDER), _words(language, folder)
    whole, own = first.own_keys(), words.own_keys()
    if unknown := sorted(own - whole):
        raise PackUnusable(f"{file.name}: bỏ các khóa không dùng / take out the keys nobody says: {', '.join(unknown)}")
    if own and status == Status.MISSING:
        raise PackUnusable(f'{file.name}: đã có lời, ghi status = "community" / it holds words: say "community"')
    if strange := sorted(key for key in own if key != _ANY_WAY and not _fits(key, words, first)):
        raise PackUnusable(
            f"{file.name}: giữ các chữ trong ngoặc như câu tiếng Việt / keep what is in braces: {', '.join(strange)}"
        )
    return Pack(language, name, Status(status), len(own), len(whole))


def _words(language: str, folder: Path) -> Words:
    try:
        return Words(language, folder=folder)
    except (AttributeError, TypeError) as error:
        raise PackUnusable(f"{language}.toml: mỗi khóa nằm trong một mục / each key stands in a section") from error


def _fits(key: str, words: Words, first: Words) -> bool:
    """Whether a sentence needs no more than the Vietnamese one is given."""
    try:
        wanted, given = words.values_of(key), first.values_of(key)
    except (ValueError, TypeError):
        return False
    if wanted is None or given is None:
        return wanted is given and len(words.each(key)) == len(first.each(key))
    return wanted <= given
