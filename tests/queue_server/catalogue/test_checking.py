"""What `motcua check` prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.catalogue.checking import report
from queue_server.catalogue.shipped import EXAMPLES, example


def test_a_good_file_says_ok_for_each_section(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small, "utf-8")
    text, code = report(path, language="en")
    lines = text.splitlines()
    assert code == 0
    assert lines[0] == str(path)
    assert lines[1:5] == ["  OK        kind", "  OK        id", "  OK        name", "  OK        level"]
    assert lines[-1] == "1 centre, 2 services, 3 procedures, 2 desks: 0 problems, 0 warnings"


def test_each_problem_stands_under_its_section(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    for old, new in (("[ho-tich], over", "[ho-tch], over"), ("icon: box", "icon: bx"), ("\nhotline:", "\nhotlin:")):
        small = small.replace(old, new)
    path.write_text(small, "utf-8")
    text, code = report(path, language="en")
    lines = text.splitlines()
    assert code == 1
    desks = lines.index("  PROBLEM   desks")
    assert lines[desks + 1] == (
        f"{path}:41: key 'desks[0].services[0]': found 'ho-tch', expected a service: ho-tich, tra-ket-qua "
        "(did you mean ho-tich?)"
    )
    assert "  WARNING   services" in lines
    assert "  PROBLEM   hotlin" in lines
    assert lines[-1] == "2 problems, 1 warning"


def test_the_same_in_vietnamese(small: str, tmp_path: Path) -> None:
    path = tmp_path / "centre.yaml"
    path.write_text(small.replace("level: commune", "level: xa"), "utf-8")
    text, code = report(path, language="vi")
    assert code == 1
    assert "  TỐT       kind" in text.splitlines()
    assert "  LỖI       level" in text.splitlines()
    assert f"{path}:4: khóa 'level': thấy 'xa', cần một trong province" in text
    assert text.endswith("1 lỗi, 0 cảnh báo")


def test_a_file_that_is_not_there_is_one_line_and_a_summary(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    text, code = report(path, language="en")
    assert code == 1
    assert text.splitlines() == [
        str(path), f"{path}: found no such file, expected a YAML file that can be read", "1 problem, 0 warnings",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_examples_can_be_used(name: str, language: str) -> None:
    text, code = report(example(name), language=language)
    assert code == 0
    assert "PROBLEM" not in text
    assert "LỖI" not in text


def test_a_provinces_part_counts_no_centre() -> None:
    text, code = report(example("kontum-2022"), language="en")
    assert (code, text.splitlines()[-1]) == (0, "no centre in this file: 0 problems, 0 warnings")
