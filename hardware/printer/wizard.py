"""Sets a printer up: asks it what it can do, prints a test slip, asks the person beside it, writes the file.

Words and order only; what is asked of the printer is in `interview`, what the slip looks like in `trial`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hardware.printer.abilities import Abilities, abilities_text
from hardware.printer.album import define, forget, show
from hardware.printer.base import DOTS_PER_MM, PAPER_58_MM, PAPER_80_MM
from hardware.printer.commands import Commands
from hardware.printer.interview import Finding, abilities_from, interview
from hardware.printer.talk import Talk
from hardware.printer.trial import trial_page
from hardware.printer.words import STATUS

Say = Callable[[str], object]
Ask = Callable[[str], str]

_STEP = 16
#: Kept for a moment, to see whether it comes out.
_TRIAL, _BAR = b"MT", (40, b"\xff" * 40 * 24)
_LEAST_MM, _MOST_MM = 32, 80
_YES, _NO = frozenset({"c", "co", "có", "y", "yes"}), frozenset({"k", "khong", "không", "n", "no"})


def run_wizard(talk: Talk, commands: Commands, *, file: Path, say: Say, ask: Ask, now: datetime) -> Abilities:
    """Go through all of it and write `file`. Raises `DeviceGone` when the printer is not there."""
    _wait_until_it_can_print(talk, say, ask)
    say("1/3  Hỏi máy in · Asking the printer. Máy có thể in ra vài ký tự lạ · It may print odd characters.")
    findings = []
    for finding in interview(talk):
        findings.append(finding)
        say(line_of(finding))
    say("2/3  In phiếu thử · Printing a test slip.")
    keeps = any(finding.ability == "album" and finding.can for finding in findings)
    if keeps:
        talk.send(define(_TRIAL, _BAR) + show(_TRIAL) + forget(_TRIAL))
    talk.send(trial_job(commands, note=f"{now:%d/%m/%Y %H:%M}"))
    say("3/3  Xin xem phiếu vừa in · Please look at the slip.")
    width = _number(ask, say, "Vạch cuối cùng thấy được trên thước (mm)? · Last mark seen on the ruler (mm)?")
    cutter = _yes(ask, say, "Máy có cắt giấy không? (c/k) · Did it cut the paper? (y/n)")
    marks = _yes(ask, say, "Chữ và dấu có rõ, đúng không? (c/k) · Are all letters and marks right? (y/n)")
    album = keeps and _yes(
        ask, say, "Có vạch đen đậm phía trên thước không? (c/k) · Is there a thick bar above the ruler? (y/n)"
    )
    abilities = abilities_from(findings, cutter=cutter, dots=dots_of(width), album=album)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(abilities_text(abilities, notes=_notes(findings)), "utf-8")
    say(f"Đã ghi · Written: {file}")
    if not marks:
        say(
            "Chữ sai thường do nguồn yếu, cáp, hoặc sai tốc độ cổng (baud): thử cái khác, rồi chạy lại.\n"
            "Wrong letters mostly mean a weak supply, a cable, or a wrong line speed (baud): try others, run it again."
        )
    if not abilities.replies:
        say(
            "Máy không trả lời trạng thái: mỗi phiếu sẽ hỏi công dân “đã nhận phiếu chưa”.\n"
            "It answers no status request: every slip will be left to the citizen to confirm."
        )
    return abilities


def trial_job(commands: Commands, *, note: str, dots: int = PAPER_58_MM) -> bytes:
    """The bytes of a test slip. The narrow layout fits every paper; the ruler shows how wide it is."""
    return commands.job(trial_page(dots=dots, note=note), cutter=True, ask_sensor=False, mark=None)


def dots_of(millimetres: int) -> int:
    """Dots across for a ruler that ends there: a usual width where it is near one, else a whole number of bytes."""
    seen = (millimetres + 1) * DOTS_PER_MM
    for usual in (PAPER_58_MM, PAPER_80_MM):
        if abs(seen - usual) <= _STEP:
            return usual
    return seen // _STEP * _STEP


def line_of(finding: Finding) -> str:
    """A finding for people: first what it means, then what was asked and answered."""
    said = f"{finding.question}: {finding.answer}" if finding.answer else finding.question
    return f"     {'có · yes  ' if finding.can else 'không · no'}  {finding.meaning} ({said})"


def _wait_until_it_can_print(talk: Talk, say: Say, ask: Ask) -> None:
    """Without paper it answers no question that waits in its line: it would be written down as one that cannot."""
    talk.connect(urgent=True)
    while (condition := talk.ask()) is not None and not condition.status.can_print:
        say(f"Máy in báo · The printer says: {STATUS[condition.status]}")
        ask("Xong thì nhấn Enter · Press Enter when that is done.")


def _notes(findings: list[Finding]) -> dict[str, str]:
    return {
        finding.ability: f"{finding.question}: {finding.answer or 'không trả lời · no answer'}"
        for finding in findings
        if finding.ability != "model"
    }


def _yes(ask: Ask, say: Say, question: str) -> bool:
    while True:
        answer = ask(question).strip().lower()
        if answer in _YES | _NO:
            return answer in _YES
        say("Xin trả lời c hoặc k · Please answer y or n.")


def _number(ask: Ask, say: Say, question: str) -> int:
    while True:
        answer = ask(question).strip()
        if answer.isdecimal() and _LEAST_MM <= int(answer) <= _MOST_MM:
            return int(answer)
        say(f"Xin ghi một số từ {_LEAST_MM} đến {_MOST_MM} · Please give a number from {_LEAST_MM} to {_MOST_MM}.")
