from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hardware.printer.abilities import Abilities, read_abilities
from hardware.printer.base import PAPER_58_MM, PAPER_80_MM
from hardware.printer.commands import Commands
from hardware.printer.escpos import load_encoder
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.simulator import MachineTransport
from hardware.printer.talk import Patience, Talk
from hardware.printer.wizard import dots_of, run_wizard


class Session:
    """An installer with answers, before a printer."""

    def __init__(self, folder: Path, *, dots: int = PAPER_80_MM) -> None:
        self.papers: list[Printout] = []
        self.machine = Machine(dots=dots, cut_off=self.papers.append)
        self.said: list[str] = []
        self.file = folder / "deep" / "printer.toml"
        self._folder = folder

    def run(self, *answers: str) -> Abilities:
        left: Iterator[str] = iter(answers)
        return self.run_with(lambda question: (self.said.append(question), next(left))[1])

    def run_with(self, ask: Callable[[str], str]) -> Abilities:
        talk = Talk(MachineTransport(self.machine), patience=Patience(reply=0.02, chunk=0.2))
        return run_wizard(
            talk,
            Commands(lambda: load_encoder(self._folder)),
            file=self.file,
            say=self.said.append,
            ask=ask,
            now=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        )


def test_it_asks_prints_asks_again_and_writes_what_the_driver_reads(tmp_path: Path) -> None:
    session = Session(tmp_path)
    abilities = session.run("71", "c", "có")
    assert read_abilities(session.file) == abilities
    assert (abilities.dots, abilities.cutter, abilities.process_id) == (576, True, True)
    assert len(session.papers) == 1
    assert "# DLE EOT 1: 12" in session.file.read_text("utf-8")


def test_the_person_s_word_counts_and_nonsense_is_asked_again(tmp_path: Path) -> None:
    session = Session(tmp_path, dots=PAPER_58_MM)
    abilities = session.run("", "7", "47", "maybe", "n", "k")
    assert (abilities.dots, abilities.cutter) == (384, False)
    assert any("Wrong letters" in line for line in session.said)


def test_without_paper_it_waits_for_the_person_and_is_not_taken_for_one_that_cannot(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.machine.put(Fault.PAPER_OUT)
    answers = iter(["", "71", "c", "c"])

    def ask(question: str) -> str:
        if "Enter" in question:
            session.machine.mend(Fault.PAPER_OUT)
        return next(answers)

    abilities = session.run_with(ask)
    assert (abilities.sensor, abilities.process_id) == (True, True)
    assert any("hết giấy" in line for line in session.said)
    assert list(answers) == []


@pytest.mark.parametrize(("seen", "kept"), [("c", True), ("k", False)])
def test_pictures_are_kept_where_the_person_has_seen_one(tmp_path: Path, seen: str, kept: bool) -> None:
    session = Session(tmp_path)
    session.machine = Machine(dots=576, keeps=True, cut_off=session.papers.append)
    assert session.run("71", "c", "c", seen).album is kept
    bar = session.papers[0].picture.crop((0, 0, 320, 24)).convert("L")
    assert bar.getextrema() == (0, 0), "above the ruler"
    assert session.machine.album == {}, "nothing of the trial is left in it"
    assert read_abilities(session.file).album is kept


def test_a_mute_printer_is_set_up_as_one_that_cannot_speak(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.machine.put(Fault.SILENT)
    abilities = session.run("71", "y", "y")
    assert (abilities.replies, abilities.sensor) == (False, False)
    assert any("left to the citizen" in line for line in session.said)


@pytest.mark.parametrize(
    ("millimetres", "dots"), [(71, 576), (70, 576), (72, 576), (47, 384), (63, 512), (51, 416), (79, 640)]
)
def test_the_end_of_the_ruler_says_how_many_dots(millimetres: int, dots: int) -> None:
    assert dots_of(millimetres) == dots
