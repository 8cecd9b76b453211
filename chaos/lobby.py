"""A centre whose hall is open: the server as a process, a kiosk as a process, a printer at the end of a line, citizens.

What citizens saw and what came out of the printer is kept, and held against the journal at the end.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

import zxingcpp
from PIL import Image, ImageOps

from chaos.kills import journal_of
from chaos.kiosk_process import KioskProcess, Sight
from chaos.process import ServerProcess
from hardware.printer.base import PAPER_80_MM, Size, TextLine
from hardware.printer.emulator import Emulator
from hardware.printer.layout import lay_out
from hardware.printer.machine import Fault, Machine, Printout
from kiosk.language import FALLBACK, Words
from queue_server.clock import Clock
from queue_server.core.events import SlipReported, TicketTaken

CENTRE = "kt-truongchinh"
SERVICE, PROCEDURE = "service:dat-dai", "procedure:"
_MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
#: What a cheap printer holds, and the speed of a line of 115,200 baud.
_BUFFER, _BYTES_PER_SECOND = 4096, 11_520
_LOOK_AGAIN = 0.05
#: Rows at the top of a slip that are the centre's own, the same on all.
_TOP = 40
#: Seconds after which somebody touches again, and how often.
_NOTHING, _TRIES = 3.0, 5


class PrinterPlace:
    """Where the printer stands: it can be broken, pulled and plugged in under another name, which a link follows."""

    def __init__(self, folder: Path, *, presents: bool = False, bytes_per_second: int = _BYTES_PER_SECOND) -> None:
        self._bytes_per_second = bytes_per_second
        self.papers: list[Printout] = []
        self.machine = Machine(
            dots=PAPER_80_MM, cut_off=self.papers.append, presents=presents, latches=True, buffer=_BUFFER
        )
        self.port = folder / "by-id"
        self.plug()

    def plug(self) -> None:
        self.machine.mend(Fault.GONE)
        self.emulator = Emulator(self.machine, bytes_per_second=self._bytes_per_second).serve_pty()
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(self.emulator.address.removeprefix("serial:"))

    def unplug(self) -> None:
        # First the name, as udev does: its terminal's number may be another program's in a moment.
        self.port.unlink(missing_ok=True)
        self.emulator.put(Fault.GONE)
        self.emulator.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """Who left with a number: how the kiosk parted from them, and how many more slips they asked for."""

    ticket: str
    number: str
    screen: str
    reprints: int = 0


@dataclass
class Lobby:
    """Use it as a context. `pictures` is where `picture` puts photographs, if anywhere; `speed` is how fast the
    centre's clock goes."""

    folder: Path
    pictures: Path | None = None
    size: tuple[int, int] = (540, 960)
    presents: bool = False
    speed: float = 1
    bytes_per_second: int = _BYTES_PER_SECOND
    citizens: list[Citizen] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "server").mkdir(parents=True)
        self.server = ServerProcess(CENTRE, self.folder / "server", Clock.starting(_MORNING, speed=self.speed))
        self.place = PrinterPlace(self.folder, presents=self.presents, bytes_per_second=self.bytes_per_second)
        able = "process_id=yes&clears_buffer=yes&auto_status=yes"
        address = f"serial:{self.place.port}?{able}{'&presenter=yes' if self.presents else ''}"
        self.kiosk = KioskProcess(self.server, self.folder / "kiosk", address, size=self.size)

    def __enter__(self) -> Self:
        self.server.start()
        self.kiosk.start()
        self.printer_is("ready")
        return self

    def __exit__(self, *_: object) -> None:
        self.kiosk.stop()
        self.server.stop()
        self.place.emulator.close()

    def printer_is(self, status: str) -> None:
        """Wait until the kiosk knows so."""
        self.kiosk.until(lambda seen: seen.printer == status, what=f"printer {status}")

    def picture(self, name: str) -> None:
        if self.pictures is not None:
            self.kiosk.photograph(self.pictures / f"{name}.png")

    def ask(self, *, warned: bool = False, times: int = 1) -> None:
        """A citizen touches as far as *take a number*; `warned`: is told first that no slip will come."""
        self.kiosk.until(lambda seen: seen.screen == "home" and seen.live, what="the first screen")
        seen = self.press(SERVICE)
        if warned:
            seen = self.press("go_on")
        if seen.screen == "procedures":
            self.press(next(name for name in seen.names if name.startswith(PROCEDURE)))
        self.press("take", times=times)

    def press(self, name: str, *, times: int = 1) -> Sight:
        """Touch it, again where nothing follows, as people do; gives what follows."""
        before = self.kiosk.look().screen
        for _ in range(_TRIES):
            self.kiosk.touch(name, times=times)
            try:
                return self.kiosk.until(
                    lambda seen: seen.screen != before, what=f"what follows {name}", within=_NOTHING
                )
            except TimeoutError:
                continue
        raise TimeoutError(f"{name} was touched {_TRIES} times and nothing followed")

    def answer(self, screen: str) -> Sight:
        """What the citizen is told in the end; it must be this screen, with a number."""
        seen = self.kiosk.until(lambda seen: seen.screen in ("take", "number"), what="the outcome")
        assert seen.screen == screen, f"{seen.screen} instead of {screen}: {seen.texts}"
        assert seen.says(seen.number), f"{seen.number} is not on the screen"
        return seen

    def leave(self, seen: Sight, *, reprint: bool = False) -> None:
        """The citizen goes, after another slip where they want one."""
        if reprint:
            self.press("reprint")
            self.answer("take")
        if reprint or seen.screen == "take":
            self.press("done")
        else:
            self.press("noted" if "noted" in self.kiosk.look().names else "in_hand")
        left = Citizen(ticket=seen.ticket, number=seen.number, screen=seen.screen, reprints=int(reprint))
        self.citizens.append(left)

    def someone(self) -> None:
        """A citizen for whom all goes well."""
        self.ask()
        self.leave(self.answer("take"))

    def put_right(self) -> None:
        """After a play that broke off: the printer is well, and whoever stands at the kiosk leaves."""
        for fault in Fault:
            self.place.emulator.mend(fault)
        seen = self.kiosk.look()
        for way in ("noted", "in_hand", "done"):
            if way in seen.names:
                self.press(way)
                return

    def wait(self, true: Callable[[], object], *, what: str, within: float = 60) -> None:
        end = time.monotonic() + within
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"not within {within:g} s: {what}")
            time.sleep(_LOOK_AGAIN)

    def faults(self) -> list[str]:
        """What was lost, printed twice without a mark, or told wrongly. Ends the centre, to read its journal."""
        self.kiosk.stop()
        self.server.stop()
        events = [each.event for each in asyncio.run(journal_of(self.server))]
        taken = {each.ticket: each.number for each in events if isinstance(each, TicketTaken)}
        slips = {each.ticket: each.state for each in events if isinstance(each, SlipReported)}
        plain, marked = read_papers(self.place.papers)
        wrong = [f"{taken[ticket]}: no word about its slip" for ticket in taken if ticket not in slips]
        wrong += [f"{ticket}: on paper, but not given" for ticket in plain if ticket not in taken]
        for ticket, number in taken.items():
            if plain[ticket] > 1:
                wrong.append(f"{number}: printed {plain[ticket]} times without a mark")
        for each in self.citizens:
            if taken.get(each.ticket) != each.number:
                wrong.append(f"{each.number}: seen on the screen, but lost")
            if each.screen == "take" and not plain[each.ticket]:
                wrong.append(f"{each.number}: told to take a slip that is not there")
            if marked[each.ticket] > each.reprints:
                wrong.append(f"{each.number}: a reprint that nobody asked for")
        wrong += [f"garbage on paper: {raw!r}" for raw in self.place.machine.unknown]
        return wrong + mixed_papers(self.place.papers)


def mixed_papers(papers: list[Printout]) -> list[str]:
    """The papers with more than one slip on them, or with something of another above: all begin with the same lines."""
    tickets = {place: tickets_on(paper) for place, paper in enumerate(papers)}
    tops = {
        place: papers[place].picture.crop((0, 0, PAPER_80_MM, _TOP)).tobytes() for place in tickets if tickets[place]
    }
    usual = Counter(tops.values()).most_common(1)
    return [
        f"paper {place} of {', '.join(sorted(tickets[place]))} has something of another on it"
        for place, top in tops.items()
        if len(tickets[place]) > 1 or top != usual[0][0]
    ]


def tickets_on(paper: Printout) -> set[str]:
    """Whose codes are on a paper."""
    codes = zxingcpp.read_barcodes(ImageOps.expand(paper.picture.convert("L"), 40, 255))
    return {code.text.rpartition("/")[2] for code in codes}


def read_papers(papers: list[Printout]) -> tuple[Counter[str], Counter[str]]:
    """How many slips there are of each ticket: without the mark of a reprint, and with it."""
    found: dict[bool, Counter[str]] = defaultdict(Counter)
    mark = _rows(
        lay_out((TextLine(Words(FALLBACK)("slip.reprint"), Size.LARGE, bold=True),), dots=PAPER_80_MM).picture()
    )
    for paper in papers:
        for ticket in tickets_on(paper):
            found[mark in paper.picture.tobytes()][ticket] += 1
    return found[False], found[True]


def _rows(line: Image.Image) -> bytes:
    """The dots of one line over the whole width, without the blank above and beneath."""
    box = ImageOps.invert(line.convert("L")).getbbox()
    assert box is not None, "a mark without ink"
    return line.crop((0, box[1], line.width, box[3])).tobytes()
