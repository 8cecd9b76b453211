"""The fault list of the operator's guide, row by row, on a running centre while citizens take numbers.

    python -m chaos.lobby_faults [--pictures FOLDER] [code …]

Each row has the code that it has in the guide. In the end nothing may be lost, nothing printed twice without a mark,
and nobody told what is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from chaos.lobby import Lobby
from chaos.row import Row
from chaos.soak import officer
from hardware.printer.machine import Fault
from hardware.printer.open import open_transport

Play = Callable[[Lobby], str]
ROWS: dict[str, Play] = {}
#: In the middle of a slip, which is about 1,100 rows long.
MIDWAY = 300


def row(code: str) -> Callable[[Play], Play]:
    def keep(play: Play) -> Play:
        ROWS[code] = play
        return play

    return keep


@row("paper_low")
def little_paper(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.PAPER_LOW)
    lobby.printer_is("paper_low")
    lobby.ask()
    seen = lobby.answer("take")
    lobby.picture("paper_low")
    lobby.leave(seen)
    lobby.place.emulator.mend(Fault.PAPER_LOW)
    return "prints on"


def _known_before(lobby: Lobby, fault: Fault, status: str, code: str) -> None:
    """Nothing can be printed and the kiosk knows: it says so before it gives a number, and goes on giving."""
    lobby.place.emulator.put(fault)
    lobby.printer_is(status)
    lobby.picture(f"{code}-before")
    papers = len(lobby.place.papers)
    lobby.ask(warned=True)
    seen = lobby.answer("number")
    lobby.picture(code)
    lobby.leave(seen)
    assert len(lobby.place.papers) == papers
    lobby.place.emulator.mend(fault)


@row("paper_out")
def no_paper_before_a_job(lobby: Lobby) -> str:
    _known_before(lobby, Fault.PAPER_OUT, "paper_out", "paper_out")
    return "told before the number; the number on the screen"


@row("cover_open")
def the_cover_is_open(lobby: Lobby) -> str:
    _known_before(lobby, Fault.COVER_OPEN, "cover_open", "cover_open")
    return "told before the number; the number on the screen"


@row("silent")
def the_printer_says_nothing(lobby: Lobby) -> str:
    _known_before(lobby, Fault.SILENT, "silent", "silent")
    return "silence is not taken for well; the number on the screen"


def _asked_in_doubt(lobby: Lobby, code: str) -> None:
    """It broke in the middle of a slip: the screen keeps the number and asks."""
    lobby.ask()
    seen = lobby.answer("number")
    lobby.picture(code)
    lobby.leave(seen)


@row("paper_out_midway")
def no_more_paper_in_the_middle(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    lobby.ask()
    seen = lobby.answer("number")
    lobby.picture("paper_out_midway")
    lobby.place.machine.tear()
    lobby.place.emulator.mend(Fault.PAPER_OUT)
    lobby.kiosk.until(lambda now: "reprint" in now.names, what="a reprint is offered")
    lobby.leave(seen, reprint=True)
    return "asked; a new roll; the reprint carries its mark"


@row("late_paper")
def the_held_rest_does_not_come_late(lobby: Lobby) -> str:
    papers = lobby.place.papers
    before = len(papers)
    lobby.place.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    _asked_in_doubt(lobby, "late_paper")
    lobby.place.emulator.mend(Fault.PAPER_OUT)
    lobby.printer_is("ready")
    lobby.someone()
    begun, *others = papers[before:]
    assert len(others) == 1, f"{len(others)} papers after the broken one: the rest of the first came out late"
    late = max(0, begun.picture.height - MIDWAY - 1)
    return f"told to forget the rest ({late} rows came late), which is cut off: the next paper is the next citizen's"


@row("cutter")
def the_cutter_jams(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.CUTTER, after_rows=0)
    _asked_in_doubt(lobby, "cutter")
    lobby.place.machine.tear()
    lobby.place.emulator.mend(Fault.CUTTER)
    return "asked; the jam cleared, it is told so and prints again"


@row("hot")
def the_head_is_hot(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.HOT)
    lobby.printer_is("hot")
    lobby.ask(warned=True)
    lobby.picture("hot")
    lobby.place.emulator.mend(Fault.HOT)
    lobby.leave(lobby.answer("take"))
    return "waits until it is cool, then prints"


@row("unplugged")
def the_cable_is_pulled(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.GONE, after_rows=MIDWAY)
    _asked_in_doubt(lobby, "unplugged")
    lobby.place.unplug()
    lobby.place.machine.tear()
    lobby.printer_is("gone")
    plugged = time.monotonic()
    lobby.place.plug()
    lobby.printer_is("ready")
    return f"asked; back {time.monotonic() - plugged:.0f} s after the plug, under another name"


@row("power_cut")
def the_printer_loses_power(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.PAPER_OUT, after_rows=MIDWAY)
    _asked_in_doubt(lobby, "power_cut")
    lobby.place.unplug()
    lobby.place.machine.tear()
    lobby.place.machine.mend(Fault.PAPER_OUT)
    lobby.place.plug()
    return "asked; set up again when the power is back"


@row("kiosk_power_cut")
def the_kiosk_loses_power(lobby: Lobby) -> str:
    rows = lobby.place.machine.rows_printed
    lobby.ask()
    lobby.wait(lambda: lobby.place.machine.rows_printed > rows, what="the slip begins to come out")
    lobby.kiosk.kill()
    lobby.kiosk.start()
    lobby.place.machine.tear()
    lobby.picture("kiosk_power_cut")
    return "begins anew; the officer is told that the slip is in doubt; nothing is sent again"


@row("overrun")
def a_small_buffer(lobby: Lobby) -> str:
    lobby.ask()
    seen = lobby.answer("take")
    lobby.picture("overrun")
    lobby.leave(seen)
    assert not lobby.place.machine.unknown
    return "a buffer of 4 kB is never overrun"


@row("stalled")
def the_printer_takes_no_more(lobby: Lobby) -> str:
    lobby.place.emulator.put(Fault.STALLED, after_rows=40)
    _asked_in_doubt(lobby, "stalled")
    lobby.place.unplug()
    lobby.place.machine.tear()
    lobby.place.machine.mend(Fault.STALLED)
    lobby.place.plug()
    return "given up at a deadline, asked; switched off and on"


@row("busy")
def another_program_has_the_port(lobby: Lobby) -> str:
    lobby.place.unplug()
    lobby.printer_is("gone")
    lobby.place.plug()
    thief = open_transport(f"serial:{lobby.place.port}")
    thief.open()
    lobby.ask(warned=True)
    seen = lobby.answer("number")
    lobby.picture("busy")
    lobby.leave(seen)
    thief.close()
    return "nothing is sent; the number on the screen"


@row("double_press")
def pressed_twice(lobby: Lobby) -> str:
    papers = len(lobby.place.papers)
    lobby.ask(times=2)
    seen = lobby.answer("take")
    lobby.picture("double_press")
    lobby.leave(seen)
    assert len(lobby.place.papers) == papers + 1
    return "one number, one slip"


@row("not_taken")
def nobody_takes_the_slip(lobby: Lobby) -> str:
    lobby.ask()
    seen = lobby.answer("take")
    lobby.picture("not_taken")
    lobby.leave(seen)
    lobby.wait(lambda: lobby.place.machine.retracted, what="the slip is taken back", within=90)
    return "taken back; the number stands"


def play(codes: Sequence[str], folder: Path, *, pictures: Path | None = None) -> list[Row]:
    """Play these rows, those with a presenter at a printer that has one; then look for what was lost."""
    rows = []
    for presents in (False, True):
        chosen = [code for code in codes if (code == "not_taken") is presents]
        if not chosen:
            continue
        with Lobby(folder / ("presenter" if presents else "plain"), pictures=pictures, presents=presents) as lobby:
            with _staffed(lobby):
                rows += [_one(lobby, code) for code in chosen]
            wrong = lobby.faults()
        what = f"{len(lobby.citizens)} citizens, {len(lobby.place.papers)} papers"
        held = "; ".join(wrong) or "no number lost, none twice without a mark, nobody told what is not so"
        rows.append(Row(what="all of them", count=what, held=held, good=not wrong))
    return rows


@contextmanager
def _staffed(lobby: Lobby) -> Iterator[None]:
    """Meanwhile an officer sits at the desk and serves whoever waits, with paper or without."""
    over = Event()

    async def shift() -> None:
        working = asyncio.create_task(officer(lobby))
        await asyncio.to_thread(over.wait)
        if working.done():
            working.result()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    thread = Thread(target=asyncio.run, args=(shift(),), name="officer")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _one(lobby: Lobby, code: str) -> Row:
    """A row; then all is well again and the next citizen gets a slip."""
    began = time.monotonic()
    try:
        held = ROWS[code](lobby)
        lobby.printer_is("ready")
        lobby.someone()
    except (AssertionError, TimeoutError, RuntimeError) as error:
        with suppress(TimeoutError, RuntimeError):
            lobby.put_right()
        return Row(what=code, count=f"{time.monotonic() - began:.0f} s", held=str(error), good=False)
    return Row(what=code, count=f"{time.monotonic() - began:.0f} s", held=held, good=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, help="photograph the kiosk's screen into this folder")
    parser.add_argument("code", nargs="*", choices=[*ROWS, []], help="only these")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = play(chosen.code or list(ROWS), Path(folder), pictures=chosen.pictures)
    for each in rows:
        print(each, flush=True)
    sys.exit(0 if all(each.good for each in rows) else 1)


if __name__ == "__main__":
    main()
