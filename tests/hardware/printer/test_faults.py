"""The fault list of the operator's guide, row by row, over a serial line to the emulated printer at its other end.

Each row of the guide's table has a test here under its code, and each test a row there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from hardware.printer.abilities import Abilities
from hardware.printer.base import JobState, NumberLine, PrinterStatus, PrintReport, Slip, TextLine
from hardware.printer.emulator import Emulator
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.open import open_transport
from hardware.printer.serial_port import SerialTransport
from hardware.printer.talk import Patience
from tests.hardware.slips import FULL

GUIDE = Path(__file__).parents[3] / "docs" / "operators-guide.md"
SHORT: Slip = (NumberLine("L021"), TextLine("Đất đai"))
QUICK = Patience(
    reply=0.5,
    chunk=0.5,
    look_every=0.05,
    settle=0.0,
    evidence=1.5,
    cool_down=0.3,
    taking=0.0,
    retry_first=0.0,
    retry_most=0.0,
)
PLAIN = Abilities(rows_per_second=1e6)
BEST = Abilities(process_id=True, clears_buffer=True, auto_status=True, rows_per_second=1e6)
#: In the middle of a full slip.
MIDWAY = 300
SHORT_ROWS = lay_out(SHORT, dots=576).rows
#: What a cheap printer holds, and the speed of a line.
SMALL, BAUD = 4096, 38_400


class Lobby:
    """A kiosk's printer at the end of a line that can be pulled, and the papers that came out."""

    def __init__(
        self, folder: Path, abilities: Abilities = PLAIN, *, buffer: int = 65_536, baud: int | None = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.baud = folder, baud
        self.papers: SimpleQueue[Printout] = SimpleQueue()
        self.machine = Machine(
            dots=576,
            cut_off=self.papers.put,
            knows_process_id=abilities.process_id,
            knows_clearing=abilities.clears_buffer,
            presents=abilities.presenter,
            latches=True,
            buffer=buffer,
        )
        #: As udev keeps it: the name stays, what it points to may change.
        self.port = folder / "by-id"
        self.plug()
        self.printer = self.driver(abilities)

    def driver(self, abilities: Abilities) -> EscposPrinter:
        return EscposPrinter(
            SerialTransport(str(self.port), baud=self.baud or 115_200),
            dots=576,
            book=JobBook(self.folder / "jobs.log"),
            cache=self.folder,
            abilities=abilities,
            patience=QUICK,
        )

    def plug(self) -> None:
        self.machine.mend(Fault.GONE)
        self.emulator = Emulator(self.machine, bytes_per_second=self.baud / 10 if self.baud else None).serve_pty()
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(self.emulator.address.removeprefix("serial:"))

    def unplug(self) -> None:
        # First the name, as udev does: its terminal's number may be another program's in a moment.
        self.port.unlink(missing_ok=True)
        self.emulator.put(Fault.GONE)
        self.emulator.close()

    def heights(self) -> list[int]:
        """How long the papers are that came out since the last time."""
        return [self.papers.get().picture.height for _ in range(self.papers.qsize())]

    async def print(self, job: str, slip: Slip = SHORT) -> PrintReport:
        return await self.printer.print(slip, job=job)

    async def ready(self) -> PrinterStatus:
        """How it is when it has come back, looked at as a kiosk does."""
        async with asyncio.timeout(60):
            while True:
                status = await self.printer.status()
                if status.can_print:
                    return status

    async def close(self) -> None:
        await self.printer.close()
        self.emulator.close()


Play = Callable[[Lobby], Awaitable[None]]
ROWS: dict[str, tuple[Play, Abilities]] = {}


def row(code: str, abilities: Abilities = PLAIN) -> Callable[[Play], Play]:
    def keep(play: Play) -> Play:
        ROWS[code] = (play, abilities)
        return play

    return keep


@row("paper_low")
async def little_paper(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.PAPER_LOW)
    report = await lobby.print("a")
    assert (report.state, report.status) == (JobState.ACCEPTED, PrinterStatus.PAPER_LOW)


@row("paper_out")
async def no_paper_before_a_job(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.PAPER_OUT)
    report = await lobby.print("a")
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.PAPER_OUT)
    lobby.emulator.mend(Fault.PAPER_OUT)
    assert (await lobby.print("b")).state is JobState.ACCEPTED
    assert lobby.papers.qsize() == 1, "nothing of the failed job was sent"


@row("paper_out_midway")
async def no_more_paper_in_the_middle(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    report = await lobby.print("a", FULL)
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT)
    assert await lobby.print("a", FULL) == report, "it is never sent again by itself"


@row("late_paper", BEST)
async def the_held_rest_does_not_come_out_late_where_the_model_can_forget_it(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    await lobby.print("a", FULL)
    lobby.emulator.mend(Fault.PAPER_OUT)
    report = await lobby.print("b")
    assert report.state is JobState.CONFIRMED
    assert "earlier" not in report.detail
    assert lobby.heights() == [MIDWAY, SHORT_ROWS]
    plain = Lobby(lobby.folder / "plain")
    plain.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    await plain.print("a", FULL)
    plain.emulator.mend(Fault.PAPER_OUT)
    assert "an earlier slip may come out first" in (await plain.print("b")).detail
    assert plain.heights()[-1] == SHORT_ROWS, "the older slip is a paper of its own"
    await plain.close()


@row("cover_open")
async def the_cover_is_open(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.COVER_OPEN)
    assert await lobby.printer.status() is PrinterStatus.COVER_OPEN
    assert (await lobby.print("a")).state is JobState.FAILED
    lobby.emulator.mend(Fault.COVER_OPEN)
    assert (await lobby.print("b")).state is JobState.ACCEPTED


@row("cutter")
async def the_cutter_jams_and_is_cleared(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.CUTTER, after_rows=0)
    report = await lobby.print("a")
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.CUTTER)
    assert await lobby.printer.status() is PrinterStatus.CUTTER
    lobby.emulator.mend(Fault.CUTTER)
    assert await lobby.ready() is PrinterStatus.READY, "it is told that the jam is over"
    assert (await lobby.print("b")).state is JobState.ACCEPTED


@row("hot")
async def the_head_is_hot_and_cools_down(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.HOT)
    assert (await lobby.print("a")).state is JobState.FAILED, "it stayed hot for longer than one waits"
    lobby.emulator.put(Fault.HOT)
    asyncio.get_running_loop().call_later(0.1, lobby.emulator.mend, Fault.HOT)
    assert (await lobby.print("b")).state is JobState.ACCEPTED


@row("unplugged")
async def the_cable_is_pulled_in_the_middle_and_comes_back_under_another_name(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.GONE, after_rows=MIDWAY)
    report = await lobby.print("a", FULL)
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.GONE)
    lobby.unplug()
    assert await lobby.printer.status() is PrinterStatus.GONE
    with Emulator(Machine(dots=64)).serve_pty():  # takes the old name
        lobby.plug()
        assert await lobby.ready() is PrinterStatus.READY
        assert (await lobby.print("b")).state is JobState.ACCEPTED


@row("power_cut", BEST)
async def the_printer_loses_power_and_what_it_held(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    assert (await lobby.print("a", FULL)).state is JobState.UNCONFIRMED
    lobby.unplug()
    lobby.machine.mend(Fault.PAPER_OUT)
    lobby.plug()
    assert await lobby.ready() is PrinterStatus.READY
    assert (await lobby.print("b")).state is JobState.CONFIRMED
    assert lobby.heights() == [MIDWAY, SHORT_ROWS], "the rest of the first was lost with the power"


@row("kiosk_power_cut")
async def the_kiosk_loses_power_in_the_middle(lobby: Lobby) -> None:
    await lobby.printer.close()
    book = JobBook(lobby.folder / "jobs.log")
    book.begin("a")
    book.close()
    lobby.printer = lobby.driver(PLAIN)
    report = await lobby.print("a")
    assert report.state is JobState.UNCONFIRMED
    assert lobby.papers.empty(), "what may have been sent is not sent again"
    assert lobby.printer.cut_short == ("a",)
    lobby.machine.receive(b"\x1dv0\0\x48\0\xff\0" + b"\xaa" * 5_000)  # it is still waiting for the rest of a picture
    assert (await lobby.print("b")).state is JobState.ACCEPTED
    assert not lobby.machine.unknown
    assert lobby.heights()[-1] == SHORT_ROWS, "what hung out was cut off first"


@row("overrun")
async def nothing_larger_than_a_small_buffer_is_sent_in_one_go(lobby: Lobby) -> None:
    small = Lobby(lobby.folder / "small", buffer=4096)
    assert (await small.print("a", FULL)).state is JobState.ACCEPTED
    assert not small.machine.unknown, "no picture was torn into text"
    await small.close()


@row("stalled")
async def the_printer_takes_no_more(lobby: Lobby) -> None:
    small = Lobby(lobby.folder / "small", buffer=512)
    small.emulator.put(Fault.STALLED, after_rows=40)
    report = await small.print("a", (*FULL, *FULL, *FULL))
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.SILENT)
    small.emulator.mend(Fault.STALLED)
    assert await small.ready() is PrinterStatus.READY
    assert (await small.print("b")).state is JobState.ACCEPTED
    assert not small.machine.unknown, "the picture that broke off did not swallow the beginning of the next slip"
    await small.close()


@row("silent")
async def the_printer_says_nothing(lobby: Lobby) -> None:
    lobby.emulator.put(Fault.SILENT)
    assert await lobby.printer.status() is PrinterStatus.SILENT
    report = await lobby.print("a")
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.SILENT), "silence is never all right"
    lobby.emulator.mend(Fault.SILENT)
    assert await lobby.printer.status() is PrinterStatus.READY


@row("busy")
async def another_program_has_the_port(lobby: Lobby) -> None:
    thief = open_transport(f"serial:{lobby.port}")
    thief.open()
    report = await lobby.print("a")
    assert (report.state, report.status) == (JobState.FAILED, PrinterStatus.GONE)
    assert "in use by another program" in report.detail
    thief.close()
    assert await lobby.ready() is PrinterStatus.READY


@row("not_taken", replace(PLAIN, presenter=True))
async def nobody_takes_the_slip(lobby: Lobby) -> None:
    assert (await lobby.print("a")).state is JobState.ACCEPTED
    await lobby.printer.status()
    await lobby.printer.status()
    for _ in range(50):
        if lobby.machine.retracted:
            break
        await lobby.printer.status()
    assert (lobby.machine.retracted, lobby.machine.slip_waits) == (1, False)


@row("double_press")
async def one_ticket_is_asked_for_twice(lobby: Lobby) -> None:
    first, second = await asyncio.gather(lobby.print("a"), lobby.print("a"))
    assert first == second
    assert (await lobby.print("b")).state is JobState.ACCEPTED
    assert lobby.papers.qsize() == 2


@pytest.mark.parametrize("rows", [60, MIDWAY])
async def test_a_printer_with_a_small_buffer_on_a_slow_line_still_hears_that_it_is_to_forget(
    rows: int, tmp_path: Path
) -> None:
    """Were the whole slip on the line, the word would wait behind it, and come after the rest was printed."""
    lobby = Lobby(tmp_path, BEST, buffer=SMALL, baud=BAUD)
    lobby.emulator.put(Fault.PAPER_OUT, after_rows=rows)
    report = await lobby.print("a", FULL)
    assert (report.state, report.status) == (JobState.UNCONFIRMED, PrinterStatus.PAPER_OUT)
    assert not lobby.machine.holding, "it is told while it stands still"
    lobby.emulator.mend(Fault.PAPER_OUT)
    assert (await lobby.print("b")).state is JobState.CONFIRMED
    begun, paper = lobby.heights()
    assert rows <= begun <= rows + 1
    assert paper == SHORT_ROWS
    assert not lobby.machine.unknown
    await lobby.close()


@pytest.mark.parametrize("abilities", [PLAIN, replace(BEST, auto_status=False)], ids=["plain", "clears"])
async def test_where_the_word_cannot_get_through_the_rest_is_a_paper_of_its_own(
    abilities: Abilities, tmp_path: Path
) -> None:
    lobby = Lobby(tmp_path, abilities, buffer=SMALL, baud=115_200)
    lobby.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    assert (await lobby.print("a", FULL)).state is JobState.UNCONFIRMED
    lobby.emulator.mend(Fault.PAPER_OUT)
    await lobby.ready()
    assert "an earlier slip may come out first" in (await lobby.print("b")).detail
    assert lobby.heights()[-1] == SHORT_ROWS
    assert not lobby.machine.unknown
    await lobby.close()


@pytest.mark.parametrize("code", sorted(ROWS))
async def test_what_happens_is_what_the_guide_says(code: str, tmp_path: Path) -> None:
    play, abilities = ROWS[code]
    lobby = Lobby(tmp_path, abilities)
    await play(lobby)
    await lobby.close()


def test_every_row_of_the_guide_is_played_and_every_play_is_in_the_guide() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE.read_text("utf-8"), re.M)) == set(ROWS)
