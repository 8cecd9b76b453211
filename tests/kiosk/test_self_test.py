"""Before the first opening of a day a kiosk tries what it will need, and says what it found."""

from __future__ import annotations

from hardware.printer.base import JobState, PrinterStatus, PrintReport, Slip, TextLine
from kiosk.self_test import SelfTest
from queue_server.protocol.messages import Check, Day
from tests.plain_printer import PlainPrinter
from windows.before_opening import AGAIN, EARLY, ENOUGH

OPENS = 100 * EARLY


class Paper(PlainPrinter):
    def __init__(self) -> None:
        self.report = PrintReport(JobState.CONFIRMED, PrinterStatus.READY)
        self.jobs: list[tuple[str, Slip]] = []

    async def status(self) -> PrinterStatus:
        return self.report.status

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        self.jobs.append((job, slip))
        return self.report


class Morning:
    """A kiosk before opening: its printer, its scanner, its clock, and what time it is."""

    def __init__(self) -> None:
        self.paper, self.now, self.scanner, self.ahead = Paper(), OPENS - EARLY - 1, True, 0
        self.day: Day | None = Day(service_day="2026-11-23", issuing=False, reason="before_opening", next_opening=OPENS)
        self.test = SelfTest(
            self.paper,
            day=lambda: self.day,
            now=lambda: self.now,
            clock=lambda: self.now + self.ahead,
            scanner=lambda: self.scanner,
        )


async def test_it_tries_everything_once_when_opening_is_near() -> None:
    morning = Morning()
    await morning.test.look()
    assert morning.paper.jobs == [], "not in the night"
    morning.now += 1
    for _ in range(3):
        await morning.test.look()
        morning.now += AGAIN
    [(_, slip)] = morning.paper.jobs
    assert any(isinstance(line, TextLine) and "Không phải phiếu" in line.text for line in slip)
    assert morning.test.tested == OPENS - EARLY
    assert [(each.what, each.good) for each in morning.test.checks] == [
        ("printer", True), ("scanner", True), ("clock", True),
    ]  # fmt: skip


async def test_what_failed_is_tried_again_until_it_is_well() -> None:
    morning = Morning()
    morning.paper.report = PrintReport(JobState.FAILED, PrinterStatus.PAPER_OUT)
    morning.scanner, morning.ahead, morning.now = False, -90_000, OPENS - EARLY
    await morning.test.look()
    assert morning.test.checks == (
        Check(what="printer", good=False, found="paper_out"),
        Check(what="scanner", good=False, found="gone"),
        Check(what="clock", good=False, found="-90 s"),
    )
    await morning.test.look()
    assert len(morning.paper.jobs) == 1
    morning.paper.report, morning.scanner, morning.ahead = PrintReport(JobState.ACCEPTED, PrinterStatus.READY), True, 0
    morning.now += AGAIN
    await morning.test.look()
    assert all(each.good for each in morning.test.checks)
    assert len({job for job, _ in morning.paper.jobs}) == 2, (
        "each is another job, or the first one's outcome would stand"
    )


async def test_not_again_at_noon_nor_while_numbers_are_given() -> None:
    morning = Morning()
    morning.now = OPENS - EARLY
    await morning.test.look()
    noon = OPENS + 6 * 3_600_000
    morning.day, morning.now = Day(service_day="2026-11-23", issuing=False, reason="lunch", next_opening=noon), noon - 1
    await morning.test.look()
    morning.day, morning.now = Day(service_day="2026-11-23", issuing=True, reason="open"), OPENS + 2 * ENOUGH
    await morning.test.look()
    assert len(morning.paper.jobs) == 1
