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

from kiosk.language import ABOUT, FALLBACK, FOLDER, Words

#: A language with less than this of its sentences would greet in itself and go on in Vietnamese.
USABLE_SHARE = 0.8


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


def packs(*, folder: Path = FOLDER) -> tuple[Pack, ...]:
    """Every pack of a folder, by language. Raises `PackUnusable`."""
    return tuple(_pack(file.stem, folder) for file in sorted(folder.glob("*.toml")))


@cache
def named(*, folder: Path = FOLDER) -> dict[str, str]:
    """The languages that can be offered, and what their speakers read on the button. Raises `PackUnusable`."""
    return {pack.language: pack.name for pack in packs(folder=folder) if pack.usable}


def offered(languages: Iterable[str], *, folder: Path = FOLDER) -> tuple[str, ...]:
    """Those of a centre's languages that a citizen can be led through, in the centre's order."""
    return tuple(language for language in languages if language in named(folder=folder))


def _pack(language: str, folder: Path) -> Pack:
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
    whole = Words(FALLBACK).own_keys()
    own = Words(language, folder=folder).own_keys()
    if unknown := sorted(own - whole):
        raise PackUnusable(f"{file.name}: bỏ các khóa không dùng / take out the keys nobody says: {', '.join(unknown)}")
    if own and status == Status.MISSING:
        raise PackUnusable(f'{file.name}: đã có lời, ghi status = "community" / it holds words: say "community"')
    return Pack(language, name, Status(status), len(own), len(whole))
