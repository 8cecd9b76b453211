from __future__ import annotations

import os
from pathlib import Path

import pytest

from hardware.errors import DeviceBusy
from hardware.printer.base import JobState, PrinterStatus, PrintReport
from hardware.printer.jobs import JobBook

DONE = PrintReport(JobState.CONFIRMED, PrinterStatus.READY, "đã in")


def test_what_became_of_a_job_is_remembered_over_a_restart(tmp_path: Path) -> None:
    book = JobBook(tmp_path / "printer.log")
    assert book.find("a") is None
    book.begin("a")
    book.finish("a", DONE)
    book.close()
    again = JobBook(tmp_path / "printer.log")
    assert again.find("a") == DONE
    again.close()


def test_a_job_cut_short_by_a_crash_is_unconfirmed_for_ever(tmp_path: Path) -> None:
    book = JobBook(tmp_path / "printer.log")
    book.begin("a")
    book.close()
    for _ in range(2):
        book = JobBook(tmp_path / "printer.log")
        report = book.find("a")
        assert report is not None
        assert report.state is JobState.UNCONFIRMED
        assert "look for the paper" in report.detail
        book.close()


@pytest.mark.parametrize("torn", ['{"job": "b", "sta', "\x00\x00\x00", '{"job": "b"}', '{"state": "sent"}', "[]", "7"])
def test_a_line_torn_by_a_power_cut_harms_no_other(tmp_path: Path, torn: str) -> None:
    book = JobBook(tmp_path / "printer.log")
    book.finish("a", DONE)
    book.close()
    with (tmp_path / "printer.log").open("a") as file:
        file.write(torn)
    again = JobBook(tmp_path / "printer.log")
    assert (again.find("a"), again.find("b")) == (DONE, None)
    again.begin("c")
    again.close()
    third = JobBook(tmp_path / "printer.log")
    assert (third.find("a"), third.find("c") is None) == (DONE, False)
    assert third.cut_short == ("c",)
    third.close()
    again = JobBook(tmp_path / "printer.log")
    assert again.cut_short == ("c",), "the power went once more, before anybody could be told"
    again.begin("d")
    again.finish("d", DONE)
    again.close()
    fourth = JobBook(tmp_path / "printer.log")
    assert fourth.cut_short == (), "told, since more was printed"
    assert fourth.find("c") == report_of_a_job_cut_short(tmp_path)
    fourth.close()


def report_of_a_job_cut_short(folder: Path) -> PrintReport | None:
    book = JobBook(folder / "other.log")
    book.begin("x")
    book.close()
    book = JobBook(folder / "other.log")
    report = book.find("x")
    book.close()
    return report


@pytest.mark.parametrize(
    ("report", "open_"),
    [
        (DONE, False),
        (PrintReport(JobState.FAILED, PrinterStatus.PAPER_OUT), False),
        (PrintReport(JobState.UNCONFIRMED, PrinterStatus.READY, "this printer cannot say more"), False),
        (PrintReport(JobState.UNCONFIRMED, PrinterStatus.SILENT, "stuck while sending"), True),
        (PrintReport(JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT), True),
        (None, True),
    ],
)
def test_over_restarts_it_is_known_whether_the_printer_may_hold_part_of_the_last_job(
    report: PrintReport | None, open_: bool, tmp_path: Path
) -> None:
    book = JobBook(tmp_path / "printer.log")
    assert not book.left_open
    book.begin("a")
    if report is not None:
        book.finish("a", report)
    book.close()
    for _ in range(3):
        book = JobBook(tmp_path / "printer.log")
        assert book.left_open is open_
        book.close()


def test_a_printer_has_one_owner(tmp_path: Path) -> None:
    book = JobBook(tmp_path / "printer.log")
    with pytest.raises(DeviceBusy, match="another program already drives this printer"):
        JobBook(tmp_path / "printer.log")
    book.close()
    JobBook(tmp_path / "printer.log").close()


def test_the_record_does_not_grow_for_ever(tmp_path: Path) -> None:
    book = JobBook(tmp_path / "printer.log", kept=10)
    for number in range(25):
        book.begin(f"job {number}")
        book.finish(f"job {number}", DONE)
    assert book.find("job 14") is None
    assert book.find("job 15") == DONE
    book.close()
    JobBook(tmp_path / "printer.log", kept=10).close()
    assert len((tmp_path / "printer.log").read_text("utf-8").splitlines()) == 10


def test_a_power_cut_while_the_record_is_written_anew_leaves_the_old_one_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = JobBook(tmp_path / "printer.log")
    book.finish("a", DONE)
    book.close()
    done: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(
        os, "fsync", lambda file: (done.append(str(Path(f"/proc/self/fd/{file}").readlink())), sync(file))[1]
    )
    monkeypatch.setattr(Path, "replace", lambda old, new: (done.append("replaced"), replace(old, new))[1])
    JobBook(tmp_path / "printer.log").close()
    assert done == [str(tmp_path / "printer.new"), "replaced", str(tmp_path)]
