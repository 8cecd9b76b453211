"""A thermal printer that speaks ESC/POS: a slip becomes paper, and a report of what is known about it.

Not here: where the dots go (`layout`), the bytes of the commands (`commands`), the wire (`transport`), the proof
(`evidence`). One thread owns the printer; all that is asked of it waits in line there, and each job is sent at most
once (docs/decisions/0011).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from hardware.errors import DeviceBusy, DeviceGone, DeviceStalled
from hardware.printer.abilities import Abilities
from hardware.printer.aftermath import Aftermath
from hardware.printer.base import (
    JobState,
    NumberLine,
    PairLine,
    PrinterStatus,
    PrintReport,
    QrLine,
    RuleLine,
    Size,
    Slip,
    SpaceLine,
    TextLine,
)
from hardware.printer.commands import RETRACT, Commands, Encoder
from hardware.printer.evidence import Expected, look_for_paper
from hardware.printer.jobs import JobBook
from hardware.printer.kept_lines import KeptLines
from hardware.printer.layout import lay_out
from hardware.printer.status import BufferCleared
from hardware.printer.talk import Patience, Talk
from hardware.printer.transport import Transport

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_IN_DOUBT_AT_MOST = 20
_OLDER_MAY_COME = "an earlier slip may come out first"
#: Drawn before the first slip and never printed: it has every size of type, and everything else that slips have.
_SAMPLE: Slip = (
    *(TextLine("Phiếu số thứ tự", size, bold=bold) for size in Size for bold in (False, True)),
    PairLine("Giờ", "08:00", bold=True),
    NumberLine("A001"),
    QrLine("https://motcua.vn"),
    RuleLine(),
    SpaceLine(),
)


class EscposPrinter:
    """One printer. Its record of jobs is closed with it."""

    def __init__(
        self,
        transport: Transport,
        *,
        dots: int,
        book: JobBook,
        cache: Path,
        abilities: Abilities | None = None,
        patience: Patience | None = None,
        sending: Callable[[str], object] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`cache` is a folder that python-escpos keeps its table of printers in. Nothing is opened yet.

        `sending` is told each job just before its first byte leaves, in the owner's thread.
        """
        self._patience = patience or Patience()
        self._abilities = abilities or Abilities()
        self._talk = Talk(
            transport,
            patience=self._patience,
            auto_status=self._abilities.auto_status,
            printed=self._printed,
            clock=clock,
        )
        self._dots = dots
        self._book = book
        self._commands = Commands(lambda: load_encoder(cache))
        self._sending = sending
        self._aftermath = Aftermath(
            self._talk,
            abilities=self._abilities,
            patience=self._patience,
            cut=lambda: self._commands.end_of_paper(cutter=self._abilities.cutter),
            left_open=book.left_open,
        )
        self._kept_lines = KeptLines(self._talk, self._aftermath, patience=self._patience)
        self._presented_at: float | None = None
        self._closed = False
        # Jobs whose paper may come out yet, by their marks; who wants to hear of it.
        self._in_doubt = {_mark_of(job): job for job in book.cut_short}
        self._told_late: Callable[[str], object] = lambda _: None
        self._owner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")
        # What a slip is made with is loaded before the first citizen has to wait for it: a third of a second.
        self.draw_ahead(_SAMPLE)

    @property
    def cut_short(self) -> tuple[str, ...]:
        """See `base.Printer`."""
        return self._book.cut_short

    def draw_ahead(self, lines: Slip) -> None:
        """See `base.Printer`. What is drawn is remembered by line and by word (`layout`, `ink`, `commands`)."""
        # Whatever cannot be drawn says so when it is printed.
        if not self._closed:
            self._owner.submit(self._job, lines, None)

    def tell_late(self, told: Callable[[str], object]) -> None:
        """See `base.Printer`. Only for models that say which paper is printed, on lines that stay open after a job."""
        self._told_late = told

    def keep(self, lines: Slip) -> None:
        """See `base.Printer`. They are sent in a quiet moment (`status`), and only what the printer does not have."""
        # Not where the line ends with each job: it would be asked each time, and such lines are quick.
        if self._abilities.album and not self._closed and not self._talk.transport.one_job:
            self._owner.submit(self._keep, lines)

    async def status(self) -> PrinterStatus:
        """See `base.Printer`."""
        return PrinterStatus.GONE if self._closed else await self._in_turn(self._look_after)

    async def print(self, slip: Slip, *, job: str) -> PrintReport:
        """See `base.Printer`."""
        if self._closed:
            ending = PrintReport(JobState.FAILED, PrinterStatus.GONE, "nothing was sent: this program is ending")
            return self._book.find(job) or ending
        return await self._in_turn(lambda: self._once(slip, job))

    async def close(self) -> None:
        """See `base.Printer`. Closing again does nothing."""
        if not self._closed:
            self._closed = True
            await self._in_turn(self._let_go)
            self._owner.shutdown(wait=False)

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        # A job once begun goes on, whatever becomes of who asked for it: half a slip helps nobody.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._owner, work))

    # --- what follows runs in the owner's thread ---

    def _job(self, slip: Slip, mark: bytes | None) -> tuple[bytes, int]:
        """The bytes of a job, and its rows."""
        page = lay_out(slip, dots=self._dots)
        data = self._commands.job(
            page,
            cutter=self._abilities.cutter,
            ask_sensor=self._asks_sensor,
            mark=mark,
            auto_status=self._abilities.auto_status,
            kept=self._kept_lines.at_hand,
            ask_every=0 if self._one_way else self._talk.ask_every,
        )
        return data, page.rows

    def _keep(self, lines: Slip) -> None:
        self._kept_lines.choose(lay_out(lines, dots=self._dots).bands)

    def _let_go(self) -> None:
        self._talk.hang_up()
        self._book.close()

    def _look_after(self) -> PrinterStatus:
        status, _ = self._look(urgent=False)
        with suppress(DeviceGone, DeviceStalled):  # then the next look says so
            if status is PrinterStatus.CUTTER:
                self._aftermath.recover()
            elif status.can_print and not self._one_way:
                self._use_the_quiet_moment()
        if self._talk.transport.one_job:
            # Whoever shares this printer gets in between: it serves one connection at a time.
            self._talk.hang_up()
        return status

    def _use_the_quiet_moment(self) -> None:
        if self._aftermath.waits:
            self._aftermath.tidy(followed=False)
        self._kept_lines.see_to()
        if self._abilities.presenter:
            self._take_back_what_nobody_took()

    def _take_back_what_nobody_took(self) -> None:
        """A slip left in the printer's mouth would be torn off by the next citizen with their own."""
        if not self._talk.slip_waits():
            self._presented_at = None
            return
        now = self._talk.clock()
        self._presented_at = now if self._presented_at is None else self._presented_at
        if now - self._presented_at >= self._patience.taking:
            self._talk.send(RETRACT)
            self._presented_at = None
            log.warning("a slip that nobody took was taken back", extra={"action": "slip_retracted"})

    @property
    def _one_way(self) -> bool:
        return not (self._abilities.replies and self._talk.transport.answers)

    def _look(self, *, urgent: bool) -> tuple[PrinterStatus, str]:
        """How the printer is, and what else there is to say about it."""
        stale = self._talk.connected
        try:
            self._talk.connect(urgent=urgent)
            if self._one_way:
                # It was set up as a printer that cannot speak; each of its jobs is left to the citizen to confirm.
                return self._by_its_port(PrinterStatus.READY, "it cannot say")
            self._aftermath.end_command()
            condition = self._talk.ask()
        except (DeviceGone, DeviceBusy) as error:
            # The line broke since it was last used: replugged, switched off and on, closed by an idle printer.
            return self._look(urgent=urgent) if stale else (PrinterStatus.GONE, str(error))
        except DeviceStalled as error:
            return PrinterStatus.SILENT, str(error)
        if condition is None:
            # A serial line stays open while the printer at its end is exchanged for another.
            self._kept_lines.trust_no_more()
            return self._by_its_port(PrinterStatus.SILENT, "it does not answer")
        return condition.status, "by its own words"

    def _by_its_port(self, otherwise: PrinterStatus, why: str) -> tuple[PrinterStatus, str]:
        """The wires of some ports say that there is no paper, also for a printer that says nothing itself."""
        if self._talk.transport.paper_out():
            return PrinterStatus.PAPER_OUT, f"{why}; its port says so"
        return otherwise, why

    def _once(self, slip: Slip, job: str) -> PrintReport:
        known = self._book.find(job)
        if known is not None:
            return known
        report = self._attempt(slip, job)
        self._note(job, report)
        if report.state is JobState.UNCONFIRMED and (report.status.can_print or report.status is PrinterStatus.HOT):
            # It goes on by itself. One that waited for a person may still print it, in two pieces, to nobody.
            self._in_doubt[_mark_of(job)] = job
            while len(self._in_doubt) > _IN_DOUBT_AT_MOST:
                del self._in_doubt[next(iter(self._in_doubt))]
        return report

    def _note(self, job: str, report: PrintReport) -> None:
        try:
            self._book.finish(job, report)
        except OSError:
            log.exception("a job's outcome could not be noted", extra={"action": "job_not_noted", "job": job})
        data = {"action": "printed", "job": job, "state": report.state.value, "status": report.status.value}
        log.info("job %s %s", job, report.state.value, extra=data)

    def _printed(self, mark: bytes) -> None:
        """The printer says so. Of a job that is under way this is heard in its turn."""
        job = self._in_doubt.pop(mark, "")
        report = self._book.find(job)
        if report is not None:
            detail = "the printer said later that all of it is printed"
            self._note(job, replace(report, state=JobState.CONFIRMED, detail=detail))
            self._told_late(job)

    def _attempt(self, slip: Slip, job: str) -> PrintReport:
        mark = _mark_of(job) if self._abilities.process_id else None
        status, why = self._look_when_cool()
        if not status.can_print:
            return PrintReport(JobState.FAILED, status, f"nothing was sent: {status.value}, {why}")
        try:
            self._aftermath.tidy(followed=True)
        except (DeviceGone, DeviceStalled) as error:
            status = PrinterStatus.GONE if isinstance(error, DeviceGone) else PrinterStatus.SILENT
            return PrintReport(JobState.FAILED, status, f"nothing of it was sent: {error}")
        # Not before: what may be called by name depends on which printer is there.
        try:
            data, rows = self._job(slip, mark)
        except (ValueError, OSError) as error:
            log.exception("a slip could not be drawn", extra={"action": "slip_not_drawn", "job": job})
            return PrintReport(JobState.FAILED, status, f"nothing was sent: it could not be drawn ({error})")
        try:
            self._book.begin(job)
        except OSError as error:
            return PrintReport(JobState.FAILED, status, f"nothing was sent: it could not be noted on disk ({error})")
        return replace(self._sent(job, data, mark, rows), rows=rows)

    def _sent(self, job: str, data: bytes, mark: bytes | None, rows: int) -> PrintReport:
        """What became of a job that was begun: from here on something may have left."""
        older = self._aftermath.older_may_come()
        try:
            if not self._one_way:
                self._talk.forget_replies()
            self._sending(job)
            report = self._send(data, mark, rows)
        except DeviceGone as error:
            report = PrintReport(JobState.UNCONFIRMED, PrinterStatus.GONE, f"gone while sending: {error}")
        except DeviceStalled as error:
            status = self._talk.last_word or PrinterStatus.SILENT
            report = PrintReport(JobState.UNCONFIRMED, status, f"stuck while sending: {error}")
        if report.state is JobState.UNCONFIRMED and not self._one_way:
            self._aftermath.broke_off(report, mark=mark)
        if self._talk.transport.one_job:
            self._talk.hang_up()
        return replace(report, detail=f"{report.detail}; {_OLDER_MAY_COME}") if older else report

    @property
    def _asks_sensor(self) -> bool:
        return self._abilities.sensor and not self._one_way

    def _send(self, data: bytes, mark: bytes | None, rows: int) -> PrintReport:
        begun = self._talk.clock()
        self._aftermath.begin()
        stopped = self._talk.send_heeding(data)
        if stopped is not None:
            return PrintReport(JobState.UNCONFIRMED, stopped, f"the printer stopped: {stopped.value}")
        self._aftermath.end()
        if self._one_way:
            return PrintReport(JobState.UNCONFIRMED, PrinterStatus.READY, "sent; this printer cannot say more")
        through = self._talk.through
        due = max(through, begun + rows / self._abilities.rows_per_second)
        expected = Expected(mark=mark, sensor=self._asks_sensor, due=due, through=through)
        report = look_for_paper(self._talk, expected, patience=self._patience)
        if self._talk.unanswered:
            # It took the rest of a picture for commands and letters, and may be in any of them.
            self._aftermath.begin()
        return report

    def _look_when_cool(self) -> tuple[PrinterStatus, str]:
        """How the printer is; a hot head gets the time to cool down first."""
        end = self._talk.clock() + self._patience.cool_down
        while True:
            status, why = self._look(urgent=True)
            if status is not PrinterStatus.HOT or self._talk.clock() >= end:
                return status, why
            try:
                self._talk.wait_for(BufferCleared, until=self._talk.clock() + self._patience.look_every)
            except DeviceGone as error:
                return PrinterStatus.GONE, str(error)


def _mark_of(job: str) -> bytes:
    """What the printer says when this job is printed: not what it would say of another that it still holds, whoever
    sent that, and before whichever restart."""
    return hashlib.sha256(job.encode()).hexdigest()[:4].encode()


def load_encoder(cache: Path) -> Encoder:
    """Import python-escpos: late, since that takes a quarter of a second, and without what it does to its host.

    It would parse its table of printers at each start unless it has a folder for it, and it sets up the root logger.
    """
    cache.mkdir(parents=True, exist_ok=True)
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(cache)
    root = logging.getLogger()
    before = list(root.handlers)
    from escpos.capabilities import Profile
    from escpos.printer import Dummy

    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
    profile = Profile()
    # Without a width it neither measures nor centres pictures; the layout did both.
    profile.profile_data = {**profile.profile_data, "media": {}}
    return cast("Encoder", Dummy(profile=profile))
