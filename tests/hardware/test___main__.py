"""The tools for the person who sets a kiosk up, on the emulated printer."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from hardware.__main__ import main
from hardware.printer.base import JobState, PrinterStatus, TextLine
from hardware.printer.emulator import Emulator
from hardware.printer.machine import Fault, Machine, Printout
from hardware.printer.open import open_printer
from hardware.serial_link import SerialLink
from hardware.speaker import open as speakers


@pytest.fixture
def papers() -> SimpleQueue[Printout]:
    return SimpleQueue()


@pytest.fixture
def emulator(papers: SimpleQueue[Printout]) -> Iterator[Emulator]:
    with Emulator(Machine(dots=576, cut_off=papers.put)).serve_tcp() as emulator:
        yield emulator


def test_status_in_a_word(emulator: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", emulator.address]) == 0
    emulator.put(Fault.COVER_OPEN)
    assert main(["status", emulator.address]) == 0
    ready, open_ = capsys.readouterr().out.splitlines()
    assert ready == "ready       sẵn sàng · ready"
    assert open_.startswith("cover_open  nắp đang mở")


def test_probe_lists_questions_and_answers(emulator: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", emulator.address]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "có · yes    trả lời khi được hỏi · answers when asked (DLE EOT 1: 12)" in lines
    assert "không · no  giữ phiếu chờ người lấy · holds slips until taken (DLE EOT 20)" in lines


@pytest.mark.parametrize("options", ["", "?baud=19200&flow=none"])
async def test_the_wizard_s_address_is_one_that_the_kiosk_takes_from_any_folder(
    options: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["47", "c", "k"])
    there = tmp_path / "máy in & hai"
    there.mkdir()
    monkeypatch.chdir(there)
    serial = Emulator(Machine(dots=384, knows_process_id=False))
    with serial.serve_pty() if options else serial.serve_tcp():
        assert main(["wizard", serial.address + options, "p.toml"], ask=lambda _: next(answers)) == 0
        said = capsys.readouterr().out.splitlines()[-1]
        monkeypatch.chdir(tmp_path)
        printer = open_printer(said.rpartition("kiosk: ")[2], folder=tmp_path)
        assert await printer.status() is PrinterStatus.READY
        assert (await printer.print((TextLine("Đất đai"),), job="a")).state is JobState.ACCEPTED, "as the file says"
        await printer.close()


def test_a_wizard_without_a_person_ends_and_writes_nothing(
    emulator: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_: str) -> str:
        raise EOFError

    assert main(["wizard", emulator.address, str(tmp_path / "p.toml")], ask=gone) == 1
    assert "nothing was written" in capsys.readouterr().out
    assert not (tmp_path / "p.toml").exists()


def test_a_file_that_cannot_be_written_is_said_before_anything_is_asked(
    emulator: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended in a traceback when all questions were answered, and the answers were lost."""

    def asked(question: str) -> str:
        pytest.fail(question)

    (tmp_path / "file").touch()
    for wrong in (tmp_path, tmp_path / "file" / "p.toml"):
        assert main(["wizard", emulator.address, str(wrong)], ask=asked) == 2
        assert f"{wrong}: không ghi được · cannot be written" in capsys.readouterr().out


def test_a_test_slip_comes_out(
    emulator: Emulator, papers: SimpleQueue[Printout], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["slip", emulator.address, "--dots", "576"]) == 0
    assert "test slip was sent" in capsys.readouterr().out
    assert papers.get(timeout=20).picture.width == 576


@pytest.mark.parametrize("dots", ["570", "0", "99999", "x"])
def test_a_width_that_cannot_be_laid_out_is_wrong_use(dots: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["slip", "file:nowhere", "--dots", dots])
    assert ended.value.code == 2
    assert f"{dots}: phải là bội của 16" in capsys.readouterr().err


def test_the_two_notes_are_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Player:
        async def play(self, sound: speakers.Speaker) -> None:
            (tmp_path / "played.wav").write_bytes(sound.wav)  # type: ignore[attr-defined]

    monkeypatch.setattr("hardware.__main__.open_speaker", lambda address: Player())
    assert main(["sound"]) == 0
    with wave.open(str(tmp_path / "played.wav")) as played:
        assert played.getnframes() > 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["status", "lpt1:"], 2, "is no printer"),
        (["slip", "serial:/dev/nothing"], 1, "device_gone"),
        (["sound", "gramophone:"], 2, "is no speaker"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert said in capsys.readouterr().out


def test_a_port_in_use_is_not_called_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The kiosk is still running: "look at its cable" sends an installer to the wrong place."""
    with Emulator(Machine(dots=576)).serve_pty() as emulator:
        kiosk = SerialLink(emulator.address.removeprefix("serial:"))
        kiosk.open()
        assert main(["status", emulator.address]) == 1
        kiosk.close()
        assert main(["status", emulator.address + "?flow=none"]) == 0
    busy, ready = capsys.readouterr().out.splitlines()
    assert "in use by another program (device_busy)" in busy
    assert ready.startswith("ready")


def test_finding_says_where_to_look(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.__main__.find_printers", lambda: iter(()))
    assert main(["find"]) == 0
    assert "xem dây và nguồn" in capsys.readouterr().out
