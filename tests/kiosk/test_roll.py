from __future__ import annotations

from pathlib import Path

import pytest

from hardware.printer.base import PrinterStatus
from kiosk.roll import CUT_FEED_MM, PaperLeft, Roll

MINUTE = 60_000
SLIP_ROWS = 1000  # 125 mm
SLIP_MM = SLIP_ROWS / 8 + CUT_FEED_MM


class Kiosk:
    def __init__(self, folder: Path, *, metres: float = 14.0) -> None:
        self.now = 0
        self.path = folder / "records" / "roll.json"
        self.metres = metres
        self.roll = self.started()

    def started(self) -> Roll:
        return Roll(self.path, metres=self.metres, clock=lambda: self.now)

    def prints(self, slips: int, *, every: int = MINUTE) -> None:
        for _ in range(slips):
            self.now += every
            self.roll.printed(SLIP_ROWS)


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)


def test_it_counts_slips_and_minutes_at_today_s_rate(kiosk: Kiosk) -> None:
    assert kiosk.roll.left.minutes is None, "nobody came yet"
    kiosk.prints(40, every=MINUTE)
    left = kiosk.roll.left
    assert left.slips == 14_000 // SLIP_MM - 40 == 60
    assert left.minutes == 58, "a slip a minute, the first of them counted from its end"
    kiosk.now += 61 * MINUTE
    assert kiosk.roll.left.minutes is None, "nobody for an hour"


def test_the_first_slips_of_a_day_do_not_look_like_a_crowd(kiosk: Kiosk) -> None:
    kiosk.prints(2, every=1000)
    assert kiosk.roll.left.minutes == 98 * 5


def test_a_failed_job_uses_no_paper(kiosk: Kiosk) -> None:
    kiosk.roll.printed(0)
    assert not kiosk.path.exists()


def test_it_warns_in_time(kiosk: Kiosk) -> None:
    kiosk.prints(59, every=5 * MINUTE)
    assert not kiosk.roll.left.low
    kiosk.prints(1, every=5 * MINUTE)
    assert kiosk.roll.left.low, "forty slips"
    assert PaperLeft(200, 30).low
    assert not PaperLeft(200, 31).low
    kiosk.prints(80)
    assert kiosk.roll.left == PaperLeft(0, 0), "never less than nothing"


def test_the_line_for_the_officer_does_not_change_with_every_slip() -> None:
    assert PaperLeft(187, 94).words == PaperLeft(183, 91).words
    assert PaperLeft(187, 94).words == "Còn giấy cho khoảng 180 phiếu, 90 phút · paper for about 180 slips, 90 min"
    assert PaperLeft(7, None).words == "Còn giấy cho khoảng 7 phiếu · paper for about 7 slips"


NEW_ROLL = [
    [PrinterStatus.PAPER_OUT, PrinterStatus.READY],
    [PrinterStatus.PAPER_OUT, PrinterStatus.COVER_OPEN, PrinterStatus.READY],
    [PrinterStatus.PAPER_LOW, PrinterStatus.COVER_OPEN, PrinterStatus.READY],
]
OLD_ROLL = [
    [PrinterStatus.COVER_OPEN, PrinterStatus.READY],
    [PrinterStatus.GONE, PrinterStatus.SILENT, PrinterStatus.READY],
    [PrinterStatus.PAPER_LOW, PrinterStatus.READY],
    [PrinterStatus.PAPER_LOW, PrinterStatus.COVER_OPEN, PrinterStatus.PAPER_LOW],
]


@pytest.mark.parametrize("seen", NEW_ROLL)
def test_a_new_roll_is_recognised(kiosk: Kiosk, seen: list[PrinterStatus]) -> None:
    kiosk.prints(30)
    for status in seen:
        kiosk.roll.seen(status)
    assert kiosk.roll.left.slips == 100


def test_a_roll_that_was_changed_because_the_count_said_so_is_recognised(kiosk: Kiosk) -> None:
    """Of a printer without a sensor: the alert must be over when somebody has done what it asked for."""
    kiosk.prints(65)
    assert kiosk.roll.left.low
    kiosk.roll.seen(PrinterStatus.COVER_OPEN)
    kiosk.roll.seen(PrinterStatus.READY)
    assert (kiosk.roll.left.slips, kiosk.roll.left.low) == (100, False)


@pytest.mark.parametrize("seen", OLD_ROLL)
def test_what_does_not_change_a_roll(kiosk: Kiosk, seen: list[PrinterStatus]) -> None:
    kiosk.prints(30)
    for status in seen:
        kiosk.roll.seen(status)
    assert kiosk.roll.left.slips == 70


def test_a_restart_forgets_nothing(kiosk: Kiosk) -> None:
    kiosk.prints(30)
    kiosk.roll.seen(PrinterStatus.PAPER_OUT)
    again = kiosk.started()
    assert again.left.slips == 70
    again.seen(PrinterStatus.READY)
    assert kiosk.started().left.slips == 100, "the roll was changed while the kiosk was off"


def test_a_torn_record_begins_anew(kiosk: Kiosk) -> None:
    kiosk.prints(30)
    kiosk.path.write_text("{", "utf-8")
    assert kiosk.started().left.slips > 90


def test_a_full_disk_stops_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file where the folder should be", "utf-8")
    kiosk.prints(1)
    assert kiosk.roll.left.slips == 99
