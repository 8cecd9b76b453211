"""Lines that a printer keeps: what is kept, that slips look the same, and that no printer is trusted that lacks one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import ImageChops

from hardware.printer.abilities import Abilities
from hardware.printer.album import album_of, sending
from hardware.printer.base import PAPER_80_MM, JobState, PrinterStatus, Slip, TextLine
from hardware.printer.escpos import EscposPrinter
from hardware.printer.jobs import JobBook
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.simulator import MachineTransport
from hardware.printer.talk import Patience
from tests.hardware.reader import Reader
from tests.hardware.slips import FULL

FIXED: Slip = tuple(line for line in FULL if isinstance(line, TextLine))
PATIENCE = Patience(reply=0.05, chunk=0.2, settle=0.0, evidence=5.0, retry_first=0.0, retry_most=0.0)


class Lobby:
    """A printer that keeps pictures, on a wire that another can be put on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.papers: list[Printout] = []
        self.machine = self.another()
        self.wire = MachineTransport(self.machine)
        self.printer = self.driver()

    def driver(self) -> EscposPrinter:
        return EscposPrinter(
            self.wire,
            dots=PAPER_80_MM,
            book=JobBook(self.folder / "jobs.log"),
            cache=self.folder,
            abilities=Abilities(process_id=True, album=True, rows_per_second=1e6),
            patience=PATIENCE,
        )

    def another(self, *, keeps: bool = True) -> Machine:
        return Machine(dots=PAPER_80_MM, keeps=keeps, cut_off=self.papers.append)

    async def replace_with(self, machine: Machine) -> None:
        """The printer is unplugged, and this one plugged in."""
        self.wire.put(Fault.GONE)
        assert await self.printer.status() is PrinterStatus.GONE
        self.machine = self.wire._machine = machine

    def listen(self) -> list[bytes]:
        """What the printer hears from now on."""
        heard: list[bytes] = []
        receive = self.machine.receive
        self.machine.receive = lambda data: (heard.append(data), receive(data))[1]  # type: ignore[method-assign]
        return heard

    async def slip(self, job: str) -> Printout:
        report = await self.printer.print(FULL, job=job)
        assert report.state is JobState.CONFIRMED, report
        return self.papers[-1]


@pytest.fixture
async def lobby(tmp_path: Path) -> AsyncIterator[Lobby]:
    lobby = Lobby(tmp_path)
    yield lobby
    await lobby.printer.close()


async def test_a_kept_slip_is_dot_for_dot_the_same_and_half_the_bytes(lobby: Lobby) -> None:
    plain = await lobby.slip("a")
    lobby.printer.keep(FIXED)
    await lobby.printer.status()
    kept = await lobby.slip("b")
    assert ImageChops.logical_xor(plain.picture, kept.picture).getbbox() is None
    assert len(kept.data) < len(plain.data) * 0.65
    assert not lobby.machine.unknown
    stranger = Reader(PAPER_80_MM)
    stranger.read(sending(album_of(lay_out(FIXED, dots=PAPER_80_MM).bands)))
    stranger.read(kept.data)
    assert ImageChops.logical_xor(stranger.papers[0], plain.picture).getbbox() is None


async def test_it_is_sent_once_and_found_again_by_a_printer_that_was_off(lobby: Lobby) -> None:
    lobby.printer.keep(FIXED)
    await lobby.printer.status()
    await lobby.replace_with(lobby.machine)
    lobby.machine.faults.clear()
    heard = lobby.listen()
    await lobby.printer.status()
    assert sum(map(len, heard)) < 100, "it was asked for names, and sent nothing"
    assert len((await lobby.slip("a")).data) < 12_000


async def test_another_printer_on_the_cable_is_not_trusted(lobby: Lobby) -> None:
    lobby.printer.keep(FIXED)
    await lobby.printer.status()
    await lobby.replace_with(lobby.another())
    paper = await lobby.slip("a")
    assert ImageChops.logical_xor(paper.picture, lay_out(FULL, dots=PAPER_80_MM).picture()).getbbox() is None


async def test_another_printer_on_a_line_that_stayed_open_is_not_trusted(lobby: Lobby) -> None:
    """A serial port does not notice that the printer at the end of its cable is exchanged: it is only silent."""
    lobby.printer.keep(FIXED)
    await lobby.printer.status()
    lobby.machine.put(Fault.SILENT)
    assert await lobby.printer.status() is PrinterStatus.SILENT
    lobby.machine = lobby.wire._machine = lobby.another()
    paper = await lobby.slip("a")
    assert ImageChops.logical_xor(paper.picture, lay_out(FULL, dots=PAPER_80_MM).picture()).getbbox() is None
    await lobby.printer.status()
    assert b"\x1d(L" in (await lobby.slip("b")).data


@pytest.mark.parametrize("lost", [0, -1])
async def test_one_that_lacks_a_picture_or_the_seal_gets_all_anew(lobby: Lobby, lost: int) -> None:
    lobby.printer.keep(FIXED)
    await lobby.printer.status()
    other, whole = lobby.another(), dict(lobby.machine.album)
    other.album = {name: picture for name, picture in whole.items() if name != list(whole)[lost]}
    await lobby.replace_with(other)
    assert b"\x1d(L" not in (await lobby.slip("a")).data, "nobody has asked it yet"
    await lobby.printer.status()
    assert other.album == whole
    assert b"\x1d(L" in (await lobby.slip("b")).data


async def test_one_that_loses_them_again_is_not_worn_out(lobby: Lobby) -> None:
    lobby.printer.keep(FIXED)
    sendings = 0
    for _ in range(8):
        await lobby.replace_with(lobby.another())
        heard = lobby.listen()
        await lobby.printer.status()
        sendings += any(len(data) > 1000 for data in heard)
    assert sendings == 3


async def test_one_that_keeps_nothing_prints_as_ever(lobby: Lobby) -> None:
    await lobby.replace_with(lobby.another(keeps=False))
    lobby.printer.keep(FIXED)
    await lobby.printer.status()
    paper = await lobby.slip("a")
    assert ImageChops.logical_xor(paper.picture, lay_out(FULL, dots=PAPER_80_MM).picture()).getbbox() is None


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("looked_at", [False, True])
async def test_a_sending_that_broke_off_is_no_album_and_eats_no_slip(
    lobby: Lobby, restarted: bool, looked_at: bool
) -> None:
    lobby.printer.keep(FIXED)
    receive, machine = lobby.machine.receive, lobby.machine

    def half(data: bytes) -> None:
        album = b"\x1d(L" in data and len(data) > 1000
        receive(data[: len(data) // 2] if album else data)
        if album:
            machine.put(Fault.STALLED)

    machine.receive = half  # type: ignore[method-assign]
    await lobby.printer.status()
    machine.receive = receive  # type: ignore[method-assign]
    lobby.wire.mend(Fault.STALLED)
    if restarted:
        await lobby.printer.close()
        lobby.printer = lobby.driver()
        lobby.printer.keep(FIXED)
    if looked_at:
        await lobby.printer.status()
    paper = await lobby.slip("a")
    assert not machine.unknown
    assert ImageChops.logical_xor(paper.picture, lay_out(FULL, dots=PAPER_80_MM).picture()).getbbox() is None
    await lobby.printer.status()
    assert len((await lobby.slip("b")).data) < 12_000, "sent again, and whole"
