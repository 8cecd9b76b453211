"""A language is offered when its words are there; nobody makes words up for one that has none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kiosk import packs
from kiosk.language import ABOUT, FALLBACK, FOLDER, Words
from kiosk.packs import PackUnusable, Status

EMPTY = {"sed": "Xơ Đăng", "bdq": "Ba Na", "jra": "Gia Rai", "jeh": "Giẻ"}


def written(folder: Path, about: str, *, sentences: int = 0, more: str = "") -> Path:
    """A folder with one pack, `xx`, that has so many of the Vietnamese sentences."""
    text = (FOLDER / f"{FALLBACK}.toml").read_text(encoding="utf-8")
    sections = {name: entries for name, entries in tomllib.loads(text).items() if name != ABOUT}
    keys = [(section, key) for section, entries in sections.items() for key in entries][:sentences]
    lines = [f"[{ABOUT}]\n{about}"]
    for section in dict.fromkeys(section for section, _ in keys):
        lines += [f"[{section}]", *(f'"{key}" = {_said(sections[section][key])}' for of, key in keys if of == section)]
    (folder / "xx.toml").write_text("\n".join([*lines, more]), encoding="utf-8")
    return folder


def _said(vietnamese: str | list[str]) -> str:
    return repr(["…"] * len(vietnamese)) if isinstance(vietnamese, list) else '"…"'


def test_vietnamese_and_english_are_official_and_whole() -> None:
    official = {pack.language: pack.share for pack in packs.packs() if pack.status is Status.OFFICIAL}
    assert official == {"vi": 1.0, "en": 1.0}


def test_no_words_are_made_up_for_the_languages_of_the_province() -> None:
    missing = {pack.language: pack.name for pack in packs.packs() if pack.status is Status.MISSING}
    assert missing == EMPTY
    for language in EMPTY:
        assert set(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))) == {ABOUT}
        assert Words(language)("button.back") == Words(FALLBACK)("button.back")


def test_an_empty_pack_is_not_offered_to_a_citizen() -> None:
    assert packs.offered(("vi", "sed", "en", "xx")) == ("vi", "en")


def test_a_pack_is_offered_from_four_fifths_of_the_sentences(tmp_path: Path) -> None:
    whole = len(Words(FALLBACK).own_keys())
    enough = -(-whole * 4 // 5)
    for sentences, usable in ((enough - 1, False), (enough, True)):
        folder = tmp_path / str(sentences)
        folder.mkdir()
        (pack,) = packs.packs(written(folder, 'name = "X"\nstatus = "community"', sentences=sentences))
        assert (pack.own, pack.whole, pack.usable) == (sentences, whole, usable)


@pytest.mark.parametrize(
    ("about", "sentences", "more"),
    [
        ("name = X", 0, ""),
        ('name = "X"', 0, ""),
        ('status = "community"', 0, ""),
        ('name = "X"\nstatus = "perfect"', 0, ""),
        ('name = "X"\nstatus = "missing"', 1, ""),
        ('name = "X"\nstatus = "community"', 0, '[home]\ntitel = "…"'),
    ],
    ids=["no TOML", "no status", "no name", "unknown status", "missing with words", "unknown key"],
)
def test_a_pack_that_cannot_be_says_which_file(tmp_path: Path, about: str, sentences: int, more: str) -> None:
    with pytest.raises(PackUnusable, match=r"xx\.toml"):
        packs.packs(written(tmp_path, about, sentences=sentences, more=more))
