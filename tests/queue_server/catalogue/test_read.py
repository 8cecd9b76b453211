"""Whole files: every kind of mistake is named with its line, and all of them at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.catalogue.problems import CatalogueErrors, Problem
from queue_server.catalogue.read import check, read
from queue_server.catalogue.shipped import example

SMALL = (Path(__file__).parent / "small.yaml").read_text("utf-8")

Spoilt = Callable[..., list[Problem]]


def test_the_small_file_has_nothing_wrong(spoilt: Spoilt) -> None:
    assert spoilt() == []


# old, new → line, key, code, what is found, what is expected
MISTAKES = [
    ("kind: centre", "kind: center", 1, "kind", "unknown-word", "'center'", "one of centre, province"),
    ("id: thu-nghiem", "id: Thử nghiệm", 2, "id", "bad-id", "'Thử nghiệm'", "small letters"),
    ("id: thu-nghiem", "id:", 2, "id", "missing", "nothing", "small letters"),
    ("{vi: Trung tâm thử nghiệm, en: Test centre}", "{en: Test centre}", 3, "name", "vietnamese-missing",
     "no Vietnamese text", "{vi: …, en: …}"),
    ("Trung tâm thử nghiệm", '""', 3, "name.vi", "bad-text", "''", "text of one line"),
    ("Trung tâm thử nghiệm", "[a, b]", 3, "name.vi", "bad-text", "a list", "text of one line"),
    ("level: commune", "level: comune", 4, "level", "unknown-word", "'comune'", "province, district, commune"),
    ("organisation: option1", "organisation: option2", 5, "organisation", "unknown-option", "'option2'",
     "one of option1, option3"),
    ("hotline: 0260 000 0000", "hotline: ''", 6, "hotline", "bad-phone", "''", "telephone"),
    ("hotline: 0260 000 0000", "hotline: null", 6, "hotline", "missing", "nothing", "telephone"),
    ("hotline: 0260 000 0000", "hotlin: 0260 000 0000", 6, "hotlin", "unknown-key", "an unknown key", "a known key"),
    ("languages: [vi, en]", "languages: []", 7, "languages", "type", "a list", "a list of: a language"),
    ("languages: [vi, en]", "languages: [en]", 7, "languages", "vietnamese-missing", "a list", "vi among"),
    ("Asia/Ho_Chi_Minh", "Asia/Kon_Tum", 8, "timezone", "bad-timezone", "'Asia/Kon_Tum'", "Asia/Ho_Chi_Minh"),
    ("Asia/Ho_Chi_Minh", "../../etc/passwd", 8, "timezone", "bad-timezone", "'../../etc/passwd'", "a time zone"),
    ("mon-fri:", "mon-fry:", 11, "hours.week.mon-fry", "bad-weekday", "'mon-fry'", "mon-fri"),
    ("    sat:", "    fri:", 12, "hours.week.fri", "duplicate", "'fri'", "each weekday once"),
    ("13:00-17:00", "13:00-25:00", 11, "hours.week.mon-fri[1]", "bad-window", "'13:00-25:00'", "07:00-11:00"),
    ("13:00-17:00", "13h-17h", 11, "hours.week.mon-fri[1]", "bad-window", "'13h-17h'", "07:00-11:00"),
    ("13:00-17:00", "17:00-13:00", 11, "hours.week.mon-fri[1]", "closes-before-opens", "'17:00-13:00'", "closes after"),
    ("13:00-17:00", "10:30-17:00", 11, "hours.week.mon-fri[1]", "overlap", "'10:30-17:00'", "begins after"),
    ("[07:30-11:00]", "07:30-11:00", 12, "hours.week.sat", "type", "'07:30-11:00'", "a list of"),
    ("[07:30-11:00]", "[07:30-07:40]", 12, "hours.week.sat[0]", "window-too-short", "'07:30-07:40'", "15 minutes"),
    ("close: 15", "close: 15.5", 13, "hours.issue_until_before_close", "bad-number", "'15.5'", "whole number"),
    ("close: 15", "close: -5", 13, "hours.issue_until_before_close", "bad-number", "'-5'", "from 0 to 240"),
    ("2026-09-02]", "02/09/2026]", 14, "holidays[1]", "bad-date", "'02/09/2026'", "a date such as"),
    ("2026-09-02]", "2026-02-29]", 14, "holidays[1]", "bad-date", "'2026-02-29'", "a date such as"),
    ("2026-09-02]", "2026-08-31]", 14, "holidays[1]", "duplicate", "2026-08-31", "each one once"),
    ("2026-08-22: mon", "2026-08-31: mon", 15, "swapped_days.2026-08-31", "swapped-holiday", "a holiday", "'holidays'"),
    ("2026-08-22: mon", "2026-08-22: sun", 15, "swapped_days.2026-08-22", "swapped-closed", "'sun'", "with windows"),
    ("2026-08-22: mon", "2026-08-22: thu2", 15, "swapped_days.2026-08-22", "unknown-word", "'thu2'", "one of mon"),
    ("employers: [civil_servant]", "employers: [civil]", 17, "organisation_options[0].employers[0]", "unknown-word",
     "'civil'", "civil_servant"),
    ("head_start_minutes: 10", "head_start_minutes: ten", 20, "priority_classes[0].head_start_minutes", "bad-number",
     "'ten'", "or strict"),
    ("min_age: 60", "weight: 2", 20, "priority_classes[0].weight", "unknown-key", "an unknown key", "one of id, name"),
    ("value: 1", "value: 2", 23, "rating_scale[1]", "duplicate", "2", "each one once"),
    ("portal: dislike", "portal: hate", 23, "rating_scale[1].portal", "unknown-word", "'hate'", "like, none, dislike"),
    ("  - id: tra-ket-qua", "  - id: ho-tich", 33, "services[1]", "duplicate", "ho-tich", "each one once"),
    ("prefix: K", "prefix: H", 35, "services[1].prefix", "duplicate-prefix", "ho-tich", "A, K, L"),
    ("prefix: K", "prefix: KQ", 35, "services[1].prefix", "bad-prefix", "'KQ'", "one capital letter"),
    ("prefix: K", "prefix: k", 35, "services[1].prefix", "bad-prefix", "'k'", "one capital letter"),
    ("    prefix: K\n", "", 33, "services[1].prefix", "missing", "nothing", "one capital letter"),
    ("receives_dossiers: false", "receives_dossiers: maybe", 37, "services[1].receives_dossiers", "unknown-word",
     "'maybe'", "true, false"),
    ("id: tl,", "id: ks,", 31, "services[0].procedures[1]", "duplicate", "ks", "each one once"),
    ("id: tkq,", "id: ks,", 39, "services[1].procedures[0].id", "duplicate", "'ks' (ho-tich)", "an id of its own"),
    ("code: 1.001190", "code: 1001190", 30, "services[0].procedures[0].code", "bad-code", "'1001190'", "1.001193"),
    ("legs: [tra-ket-qua]", "legs: [tra-ket-qa]", 30, "services[0].procedures[0].legs[0]", "unknown-service",
     "'tra-ket-qa'", "tra-ket-qua"),
    ("p90: 22", "p90: 12", 30, "services[0].procedures[0].p90", "p90-below-mean", "'12'", "at least the mean, 14"),
    ("minutes: 14", "minutes: 0", 30, "services[0].procedures[0].minutes", "bad-number", "'0'", "0.1 to 480"),
    ("minutes: 14", "minutes: 14,5", 30, "services[0].procedures[0].5", "unknown-key", "an unknown key", "one of"),
    ("share: 0.2", "share: 0.5", 30, "services[0].procedures", "share-sum", "1.1", "level commune of at most 1"),
    ("share: 0.6", "share: 60", 30, "services[0].procedures[0].share", "bad-number", "'60'", "from 0 to 1"),
    ("next_day_after: 15:00", "next_day_after: 3 pm", 31, "services[0].procedures[1].next_day_after", "bad-time",
     "'3 pm'", "15:00"),
    ("levels: [commune, district]", "levels: [commune, ward]", 31, "services[0].procedures[1].levels[1]",
     "unknown-word", "'ward'", "commune"),
    ("services: [ho-tich]", "services: [ho-tihc]", 41, "desks[0].services[0]", "unknown-service", "'ho-tihc'",
     "ho-tich, tra-ket-qua"),
    ("services: [ho-tich]", "services: []", 41, "desks[0].services", "type", "a list", "a list of"),
    ("overflow: [tra-ket-qua]", "overflow: [ho-tich]", 41, "desks[0].overflow[0]", "duplicate", "'ho-tich'",
     "not in 'services'"),
    ("id: 02,", "id: 1,", 42, "desks[1]", "duplicate", "'1'", "each one once"),
    ("employer: post,", "employer: postal,", 42, "desks[1].employer", "unknown-word", "'postal'", "civil_servant"),
    ("services: [tra-ket-qua], employer: post", "services: [ho-tich, tra-ket-qua], employer: post", 42,
     "desks[1].employer", "employer-not-allowed", "'post'", "option1 allows to receive dossiers: civil_servant"),
    ("automatic: true", "automatic: 1", 42, "desks[1].automatic", "unknown-word", "'1'", "true, false"),
    ("services: all", "services: [dat-dai]", 46, "boards[0].services[0]", "unknown-service", "'dat-dai'", "ho-tich"),
    ("visits_per_day: 90", "visits_per_day: many", 48, "demand.visits_per_day", "bad-number", "'many'", "whole"),
    ("[07:30-09:00]", "[18:00-19:00]", 49, "demand.peaks[0]", "peak-closed", "'18:00-19:00'", "opening hours"),
    ("tra-ket-qua: 0.3}", "tra-ket-qua: 0.2}", 51, "demand.mix", "mix-sum", "0.9", "make 1 together"),
    ("tra-ket-qua: 0.3}", "dat-dai: 0.3}", 51, "demand.mix.dat-dai", "unknown-service", "'0.3'", "ho-tich"),
    ("speech: {languages: [vi, en]", "speech: {languages: [vi, fr]", 53, "speech.languages[1]", "unknown-word", "'fr'",
     "one of vi, en"),
    ("breach: 30", "breach: 12", 54, "wait_thresholds", "thresholds-order", "10, 15, 12", "warn ≤ target ≤ breach"),
    ("hotline:", "level: commune\nhotline:", 6, "level", "duplicate-key", "the key again", "on line 4"),
    ("hotline: 0260 000 0000", "hotline: !!python/name:os.system 1", 6, "hotline", "tag", "os.system", "telephone"),
    ("hotline: 0260 000 0000", "hotline: *number", 6, "hotline", "alias", "'*number'", "written out"),
    ("policy: {guard", "policy: {<<: *p, guard", 52, "policy.<<", "unknown-key", "an unknown key", "one of"),
    ("Test centre", '"Test\\x07centre"', 3, "name.en", "bad-text", "", "one line"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key", "code", "found", "expected"), MISTAKES)
def test_a_mistake_is_named(
    spoilt: Spoilt, old: str, new: str, line: int, key: str, code: str, found: str, expected: str
) -> None:
    problems = spoilt((old, new))
    assert [(problem.line, problem.key, problem.code) for problem in problems] == [(line, key, code)], problems
    assert found in problems[0].found.en
    assert expected in problems[0].expected.en
    assert problems[0].text(language="vi") != problems[0].text(language="en")
    assert Path(problems[0].file).name == "centre.yaml"


def test_all_mistakes_are_named_at_once(spoilt: Spoilt) -> None:
    alone = [row for row in MISTAKES if row[2] in (3, 8, 11, 12, 14, 20, 35, 41, 46)]
    chosen = list({row[2]: (row[0], row[1]) for row in alone}.values())
    problems = spoilt(*chosen)
    assert sorted({problem.line for problem in problems}) == [3, 8, 11, 12, 14, 20, 35, 41, 46]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_broken_section_does_not_hide_the_others(spoilt: Spoilt) -> None:
    problems = spoilt(
        ("level: commune", "level: comune"),
        ("en: Entrance}", 'en: "Entrance}'),
        ("[07:30-11:00]", "[07:30-11:00"),
        ("repeat: 1", "repeat: 9"),
    )
    assert [(problem.line, problem.key, problem.code) for problem in problems] == [
        (4, "level", "unknown-word"),
        (13, "hours", "syntax"),
        (44, "kiosks", "syntax"),
        (53, "speech.repeat", "bad-number"),
    ]


@pytest.mark.parametrize("section", ["services", "desks", "organisation_options", "hours", "hotline"])
def test_a_section_that_nobody_wrote_is_missed_once(small: str, tmp_path: Path, section: str) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(re.sub(rf"^{section}:.*\n(?: .*\n)*", "", small, flags=re.MULTILINE), "utf-8")
    missing = [problem for problem in check(path) if problem.code == "missing"]
    assert [problem.key for problem in missing] == [section]


def test_read_refuses_with_every_problem(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small.replace("prefix: K", "prefix: kk").replace("day: 90", "day: -9"))
    with pytest.raises(CatalogueErrors) as caught:
        read(path)
    assert [problem.code for problem in caught.value.problems] == ["bad-prefix", "bad-number"]
    assert f"{path}:35: key 'services[1].prefix': found 'kk', expected one capital letter" in str(caught.value)


def test_a_mistake_in_the_shared_file_is_named_there(tmp_path: Path) -> None:
    shutil.copy(example("kt-tp"), tmp_path)
    text = example("kontum-2022").read_text("utf-8")
    (tmp_path / "kontum-2022.yaml").write_text(text.replace("  - 2026-09-02", "  - 2026-09-31"), "utf-8")
    wrong = [problem for problem in check(tmp_path / "kt-tp.yaml") if not problem.warning]
    line = text[: text.index("  - 2026-09-02")].count("\n") + 1
    assert [(Path(p.file).name, p.line, p.code) for p in wrong] == [("kontum-2022.yaml", line, "bad-date")]


@pytest.mark.parametrize(
    ("shared", "code"),
    [
        ("shared: nowhere.yaml", "no-file"),
        ("shared: ../kontum-2022.yaml", "bad-file-name"),
        ("shared: /etc/passwd", "bad-file-name"),
        ("shared: kt-tp.yaml", "not-a-province"),
        ("shared: other.yaml", "not-a-province"),
        ("shard: kontum-2022.yaml", "unknown-key"),
    ],
)
def test_a_province_that_cannot_be_read_is_the_only_problem(tmp_path: Path, shared: str, code: str) -> None:
    text = example("kt-tp").read_text("utf-8")
    (tmp_path / "other.yaml").write_text(text, "utf-8")
    path = tmp_path / "kt-tp.yaml"
    path.write_text(text.replace("shared: kontum-2022.yaml", shared), "utf-8")
    assert [(problem.line, problem.code) for problem in check(path)] == [(6, code)]


@settings(deadline=None)
@given(garbage=st.binary(max_size=400))
def test_any_bytes_give_problems_never_a_traceback(garbage: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("garbage") / "centre.yaml"
    path.write_bytes(garbage)
    problems = check(path)
    assert problems
    assert all(str(problem).isprintable() for problem in problems)


@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_file_never_gives_a_traceback(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = SMALL
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        piece = data.draw(st.text(st.sampled_from("\"'[]{}:,-*&!|>%@#\n\t 01áĐa\x00\ud800\ufeff"), max_size=5))
        text = text[:start] + piece + text[end:]
    path = tmp_path_factory.mktemp("damaged") / "centre.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems = check(path)
    lines = text.count("\n") + 1
    assert all(0 <= problem.line <= lines for problem in problems)
    assert all(str(problem).isprintable() and problem.text(language="vi").isprintable() for problem in problems)
    if all(problem.warning for problem in problems):
        assert len(read(path).centres) == 1
