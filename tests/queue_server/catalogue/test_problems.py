"""How a problem is said."""

from __future__ import annotations

from queue_server.catalogue.problems import CatalogueErrors, Phrase, Problem, by_severity, one_of, same, shown

PROBLEM = Problem(
    file="kt.yaml",
    line=12,
    key="desks[2].services[0]",
    code="unknown-service",
    found=same("'dat-daj'"),
    expected=one_of(["dat-dai", "thue"]),
    nearest="dat-dai",
)


def test_a_problem_names_file_line_key_found_and_expected() -> None:
    assert str(PROBLEM) == (
        "kt.yaml:12: key 'desks[2].services[0]': found 'dat-daj', expected one of dat-dai, thue (did you mean dat-dai?)"
    )


def test_the_same_in_vietnamese() -> None:
    assert PROBLEM.text(language="vi") == (
        "kt.yaml:12: khóa 'desks[2].services[0]': thấy 'dat-daj', cần một trong dat-dai, thue (có phải dat-dai không?)"
    )


def test_a_warning_about_a_whole_file() -> None:
    problem = Problem(
        file="kt.yaml", line=0, key="", code="x", found=same("a"), expected=Phrase("b", "c"), warning=True
    )
    assert problem.text() == "kt.yaml: warning: found a, expected b"
    assert problem.text(language="vi") == "kt.yaml: cảnh báo: thấy a, cần c"


def test_errors_read_as_a_list() -> None:
    assert str(CatalogueErrors([PROBLEM, PROBLEM])).splitlines() == [str(PROBLEM)] * 2


def test_text_of_the_file_cannot_spoil_the_terminal() -> None:
    assert shown("a\x1b[31mb\n\ud800") == "'a\\u001b[31mb\\u000a\\ud800'"
    assert len(shown("x" * 1000)) == 62


def test_problems_stand_in_reading_order() -> None:
    assert by_severity(PROBLEM) == ("kt.yaml", 12, False)
