"""Single values, read from the characters as written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
import yaml

from queue_server.catalogue import values
from queue_server.catalogue.place import Place, Reader, Wrong, attempt
from queue_server.catalogue.problems import Problem

Spoilt = Callable[..., list[Problem]]
At = Callable[[str], Place]


def test_a_plain_text_is_vietnamese_and_english_is_asked_for(spoilt: Spoilt) -> None:
    problems = spoilt(("{vi: Cửa vào, en: Entrance}", "Cửa vào"))
    assert [(p.line, p.key, p.code, p.warning) for p in problems] == [(44, "kiosks[0].place", "english-missing", True)]


def test_a_centre_without_english_is_not_asked_for_it(spoilt: Spoilt) -> None:
    changes = ("{vi: Cửa vào, en: Entrance}", "Cửa vào"), ("languages: [vi, en]\n", "languages: [vi]\n")
    assert spoilt(*changes, ("speech: {languages: [vi, en]", "speech: {languages: [vi]")) == []


def good(reader: Reader[object], place: Place) -> object:
    value = attempt(reader, place)
    assert [problem for problem in place.problems if not problem.warning] == []
    return value


@pytest.mark.parametrize(
    ("reader", "written", "value"),
    [
        (values.text, "no", "no"),
        (values.text, "2022", "2022"),
        (values.text, '"  Hộ tịch "', "Hộ tịch"),
        (values.identifier, "1", "1"),
        (values.identifier, "010", "010"),
        (values.identifier, "tra-ket-qua", "tra-ket-qua"),
        (values.prefix, "Đ", "Đ"),
        (values.prefix, "N", "N"),
        (values.phone, "02603862000", "02603862000"),
        (values.phone, "+84 260 386 2000", "+84 260 386 2000"),
        (values.phone, "1022", "1022"),
        (values.procedure_code, "1.001190", "1.001190"),
        (values.procedure_code, "1.011442.000.00.00.H38", "1.011442.000.00.00.H38"),
        (values.procedure_code, "2.000815.000.00.00.H55.02", "2.000815.000.00.00.H55.02"),
        (values.agency_code, "H34.01.05", "H34.01.05"),
        (values.agency_code, "000.00.00.H34", "000.00.00.H34"),
        (values.yes_no, "true", True),
        (values.yes_no, "false", False),
        (values.number(0, 100), "1.50", 1.5),
        (values.whole(0, 100), "007", 7),
        (values.timezone, "Europe/Warsaw", "Europe/Warsaw"),
        (values.words, "Hộ tịch", {"vi": "Hộ tịch"}),
        (values.words, "{vi: Có, en: no}", {"vi": "Có", "en": "no"}),
        (values.words, "{vi: Có, en: , sed: x}", {"vi": "Có", "sed": "x"}),
    ],
)
def test_what_is_written_is_what_is_meant(at: At, reader: Reader[object], written: str, value: object) -> None:
    assert good(reader, at(written)) == value


@pytest.mark.parametrize(
    ("reader", "written", "code"),
    [
        (values.text, '"a\\nb"', "bad-text"),
        (values.text, '"\\ud800"', "bad-text"),
        (values.text, "x" * 201, "bad-text"),
        (values.text, "{a: b}", "bad-text"),
        (values.identifier, "-a", "bad-id"),
        (values.identifier, "đất", "bad-id"),
        (values.prefix, "1", "bad-prefix"),
        (values.prefix, "Ê", "bad-prefix"),
        (values.phone, "call us", "bad-phone"),
        (values.phone, "12", "bad-phone"),
        (values.procedure_code, "1.00119", "bad-code"),
        (values.agency_code, "KONTUM", "bad-code"),
        (values.file_name, "../x.yaml", "bad-file-name"),
        (values.file_name, "x.txt", "bad-file-name"),
        (values.yes_no, "yes", "unknown-word"),
        (values.number(0, 100), "1e1", "bad-number"),
        (values.number(0, 100), ".inf", "bad-number"),
        (values.number(0, 100), "100.1", "bad-number"),
        (values.number(0, 100), "٣", "bad-number"),
        (values.whole(0, 100), "1.0", "bad-number"),
        (values.timezone, "Asia", "bad-timezone"),
        (values.timezone, "/etc/passwd", "bad-timezone"),
        (values.words, "{en: Yes}", "vietnamese-missing"),
        (values.words, "[]", "type"),
        (values.words, "{vi: ''}", "bad-text"),
        (values.words, "{vi: x, Anh: y}", "bad-language"),
    ],
)
def test_what_cannot_be_meant_is_refused(at: At, reader: Reader[object], written: str, code: str) -> None:
    place = at(written)
    attempt(reader, place)
    assert code in [problem.code for problem in place.problems if not problem.warning]


def test_letters_are_composed(at: At) -> None:
    decomposed = unicodedata.normalize("NFD", "Hộ tịch Đất đai")
    assert decomposed != "Hộ tịch Đất đai"
    assert values.text(at(decomposed)) == "Hộ tịch Đất đai"


def test_a_letter_is_clear_or_rhymes_or_neither() -> None:
    assert not set(values.CLEAR_PREFIXES) & set(values.RHYMING_PREFIXES)
    with pytest.raises(Wrong):
        values.prefix(Place("f", "k", _nothing(), []))


def _nothing() -> yaml.Node:
    return yaml.ScalarNode("tag:yaml.org,2002:null", "")
