"""A failure is kept without a word of what a citizen gave."""

from __future__ import annotations

from pathlib import Path

from kiosk import crash

CARD = "001090012345|Nguyễn Thị Lan"


def failed() -> ValueError:
    def reads_a_card(text: str) -> None:
        raise ValueError(f"cannot read {text}")

    try:
        reads_a_card(CARD)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_says_when_what_and_where_and_nothing_of_the_citizen(tmp_path: Path) -> None:
    file = crash.record(failed(), tmp_path, now=1_795_395_600_000)
    assert file is not None
    text = file.read_text("utf-8")
    assert text.startswith("2026-11-23T01:00:00Z motcua ")
    assert "ValueError" in text
    assert "test_crash.py" in text
    assert "reads_a_card" in text
    assert not any(part in text for part in CARD.split("|"))
    assert crash.last(tmp_path) == "2026-11-23T01:00:00Z ValueError"


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for each in range(crash.KEPT + 5):
        crash.record(failed(), tmp_path, now=1_795_395_600_000 + each * 1000)
    names = [file.name for file in crash.reports(tmp_path)]
    assert len(names) == crash.KEPT
    assert names[0].startswith("20261123T010005")


def test_without_reports_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert crash.last(tmp_path / "none") == ""


def test_a_disk_that_refuses_is_no_second_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert crash.record(failed(), tmp_path / "file" / "folder", now=0) is None
