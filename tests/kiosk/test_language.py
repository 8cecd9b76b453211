"""Every language says the same things, or falls back to Vietnamese."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from kiosk import packs
from kiosk.language import FALLBACK, FOLDER, Words

LANGUAGES = sorted(packs.named())


def values_of(sentence: str | tuple[str, ...]) -> set[str]:
    texts = sentence if isinstance(sentence, tuple) else (sentence,)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def test_vietnamese_and_english_are_there() -> None:
    assert {"vi", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_language_has_every_key(language: str) -> None:
    assert Words(language).own_keys() == Words(FALLBACK).own_keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_names_only_values_that_the_vietnamese_one_names(language: str) -> None:
    own, first = Words(language), Words(FALLBACK)
    more = {key: values_of(own._find(key)) - values_of(first._find(key)) for key in sorted(own.own_keys())}
    del more["date.day"]
    assert {key: names for key, names in more.items() if names} == {}


def test_a_missing_sentence_is_said_in_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "jra.toml").write_text('[button]\nback = "Wơ̆t"\n', encoding="utf-8")
    words = Words("jra", folder=tmp_path)
    assert words("button.back") == "Wơ̆t"
    assert words("home.hotline", phone="1900 1009") == "Hỗ trợ: 1900 1009"


def test_a_language_without_a_file_speaks_vietnamese() -> None:
    assert Words("sed")("button.back") == Words(FALLBACK)("button.back")


def test_a_mistyped_key_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        Words("en")("home.titel")


def test_names_of_the_centre_fall_back_too() -> None:
    assert Words("en").of({"vi": "Đất đai", "en": "Land"}) == "Land"
    assert Words("en").of({"vi": "Đất đai"}) == "Đất đai"
    assert Words("en").of({"jra": "Lŏn"}) == "Lŏn"
    assert Words("en").of({}) == ""


def test_nothing_is_translated_in_vain() -> None:
    sources = [file for kind in ("*.py", "*.kv") for file in FOLDER.parent.rglob(kind)]
    code = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    # Keys put together from a light, a reason, a state, a purpose, a standing, a kind of scan or a word for a desk.
    built = (
        "wait.",
        "closed.title_",
        "place.",
        "dossier.",
        "appointment.",
        "standing.",
        "lookup.",
        "useless.",
        "modes.",
        "not_issued.",
    )
    assert [key for key in sorted(Words(FALLBACK).own_keys()) if key not in code and not key.startswith(built)] == []
