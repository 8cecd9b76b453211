from __future__ import annotations

from pathlib import Path

import pytest

from hardware.printer.base import PAPER_58_MM, PAPER_80_MM, Align, SpaceLine, TextLine
from hardware.printer.commands import ARE_YOU_THERE, Commands, ask_printed
from hardware.printer.dialect import Command, next_command
from hardware.printer.escpos import load_encoder
from hardware.printer.layout import lay_out
from hardware.printer.machine import Machine
from tests.hardware.slips import FULL


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    cache: Path = tmp_path_factory.mktemp("escpos")
    return Commands(lambda: load_encoder(cache))


def read(data: bytes) -> list[tuple[Command, bytes]]:
    """The commands of a job, each with its picture."""
    found = []
    while data:
        command = next_command(data)
        assert command is not None, "a command was cut off"
        data = data[len(command.raw) :]
        size = 0
        if command.name == "GS v 0":
            _, xl, xh, yl, yh = command.parameters
            size = (xl + 256 * xh) * (yl + 256 * yh)
        found.append((command, data[:size]))
        data = data[size:]
    return found


def job(
    commands: Commands, slip: tuple[SpaceLine | TextLine, ...], *, cutter: bool = True
) -> list[tuple[Command, bytes]]:
    return read(commands.job(lay_out(slip, dots=PAPER_80_MM), cutter=cutter, ask_sensor=False, mark=None))


@pytest.mark.parametrize("dots", [PAPER_80_MM, PAPER_58_MM])
def test_a_slip_is_pictures_of_at_most_255_rows_and_nothing_else(commands: Commands, dots: int) -> None:
    data = commands.job(lay_out(FULL, dots=dots), cutter=True, ask_sensor=True, mark=b"0042")
    found = read(data)
    names = [command.name for command, _ in found]
    assert names[0] == "ESC @"
    assert names[-3:] == ["GS V", "GS r", "GS ( H"]
    assert set(names[1:-3]) == {"GS v 0", "ESC a"}
    assert all(
        command.parameters[3] + 256 * command.parameters[4] <= 255 for command, _ in found if command.name == "GS v 0"
    )
    assert data.endswith(b"\x1d\x56\x42\x00" + b"\x1d\x72\x01" + ask_printed(b"0042"))


def test_a_full_slip_stays_under_20_kilobytes(commands: Commands) -> None:
    data = commands.job(lay_out(FULL, dots=PAPER_80_MM), cutter=True, ask_sensor=True, mark=b"0000")
    assert len(data) < 18_500


def test_no_real_time_code_stands_anywhere_in_a_job(commands: Commands) -> None:
    data = commands.job(lay_out(FULL, dots=PAPER_80_MM), cutter=True, ask_sensor=True, mark=b"0000")
    assert not any(code in data for code in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


@pytest.mark.parametrize("rows", [1, 2, 15, 510, 511, 1200])
def test_blank_paper_is_exact_whatever_the_printers_unit_of_feed(commands: Commands, rows: int) -> None:
    printed = 0
    for command, picture in job(commands, (SpaceLine(rows),))[1:-1]:
        assert command.name == "GS v 0"
        assert set(picture) == {0}
        printed += command.parameters[3] * (2 if command.parameters[0] & 2 else 1)
    assert printed == rows


def test_alignment_is_set_only_where_it_changes(commands: Commands) -> None:
    lines = (TextLine("Một", align=Align.LEFT), TextLine("Hai", align=Align.LEFT), TextLine("Ba"), TextLine("Bốn"))
    aligned = [command.parameters for command, _ in job(commands, lines) if command.name == "ESC a"]
    assert aligned == [b"\x01"]


def test_without_a_cutter_the_paper_is_fed_to_be_torn(commands: Commands) -> None:
    last, _ = job(commands, (TextLine("Một"),), cutter=False)[-1]
    assert (last.name, last.parameters) == ("ESC d", b"\x05")


def test_a_slow_job_asks_between_its_pictures_whether_the_printer_is_there(commands: Commands) -> None:
    page = lay_out(FULL, dots=PAPER_80_MM)
    data = commands.job(page, cutter=True, ask_sensor=True, mark=None, ask_every=800)
    found = read(data)
    sizes = [len(piece) for piece in data.split(ARE_YOU_THERE)]
    assert max(sizes) < 2 * 800 + 100
    questions = [command.raw for command, _ in found if command.name == "DLE EOT"]
    assert questions == [ARE_YOU_THERE] * (len(sizes) - 1), "none of them inside a picture"
    assert found[0][0].raw == ARE_YOU_THERE
    assert [command.name for command, _ in found][-3:] == ["GS V", "DLE EOT", "GS r"]


def test_the_same_dots_are_printed_with_and_without_questions(commands: Commands) -> None:
    page, papers = lay_out(FULL, dots=PAPER_80_MM), []
    for every in (0, 50, 800):
        machine = Machine(dots=PAPER_80_MM, cut_off=lambda paper: papers.append(paper.picture.tobytes()))
        machine.receive(commands.job(page, cutter=True, ask_sensor=False, mark=None, ask_every=every))
    assert papers == [page.picture().tobytes()] * 3
