"""Asks a real printer what it can do, once, while an installer stands beside it. Never part of printing a ticket.

A printer that does not know a question may print it as text, or take the bytes after it for its parameters: each is
asked on its own, with a reset after it. What comes back is the evidence; no answer means that it cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hardware.errors import DeviceGone, DeviceStalled
from hardware.printer.abilities import Abilities
from hardware.printer.album import ASK_NAMES, NEXT
from hardware.printer.commands import AUTO_STATUS, CLEAR_BUFFER, ask_printed
from hardware.printer.status import (
    AutoStatus,
    BufferCleared,
    FullStatus,
    Information,
    Kept,
    Printed,
    RealTime,
    Reply,
    Sensor,
)
from hardware.printer.talk import Talk

_RESET = b"\x1b@"
_MARK = b"WIZ1"
_PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One question and what came of it. `ability` is the key of the capability file that it decides, if any.

    `meaning` says in plain words what a yes to it is worth.
    """

    ability: str
    meaning: str
    question: str
    answer: str
    can: bool


_QUESTIONS: tuple[tuple[str, str, str, bytes, type[Reply]], ...] = (
    ("replies", "trả lời khi được hỏi · answers when asked", "DLE EOT 1", b"\x10\x04\x01", RealTime),
    ("sensor", "báo đã nhận hết phiếu · says that it took a slip", "GS r 1", b"\x1dr\x01", Sensor),
    ("process_id", "báo đã in xong phiếu · says that a slip is printed", "GS ( H", ask_printed(_MARK), Printed),
    ("clears_buffer", "quên được phần chưa in · can forget what it holds", "DLE DC4 8", CLEAR_BUFFER, BufferCleared),
    ("auto_status", "tự báo khi có thay đổi · tells of changes by itself", "GS a", AUTO_STATUS, AutoStatus),
    ("album", "giữ được hình trong máy · keeps pictures", "GS ( L", ASK_NAMES, Kept),
    ("presenter", "giữ phiếu chờ người lấy · holds slips until taken", "DLE EOT 20", b"\x10\x04\x14", FullStatus),
)
_NAMES = (("hãng · maker", "GS I 66", b"\x1dIB"), ("kiểu · model", "GS I 67", b"\x1dIC"))


def interview(talk: Talk, *, patience: float = _PATIENCE) -> Iterator[Finding]:
    """Ask everything, one after another. Raises `DeviceGone` when the printer goes away in between."""
    for ability, meaning, question, data, kind in _QUESTIONS:
        reply = _ask(talk, data, kind, patience)
        yield Finding(ability, meaning, question, _shown(reply), reply is not None)
    for meaning, question, data in _NAMES:
        reply = _ask(talk, data, Information, patience)
        said = reply.data.decode("ascii", "replace").strip() if isinstance(reply, Information) else ""
        yield Finding("model", meaning, question, said, bool(said))


def abilities_from(findings: list[Finding], *, cutter: bool, dots: int, album: bool = False) -> Abilities:
    """What the printer said and what the person beside it saw, together."""
    can = {finding.ability: finding.can for finding in findings if finding.ability != "model"}
    return Abilities(
        replies=can["replies"],
        # A printer that answers no status request is not asked anything behind a job either.
        sensor=can["replies"] and can["sensor"],
        process_id=can["replies"] and can["process_id"],
        clears_buffer=can["clears_buffer"],
        auto_status=can["replies"] and can["auto_status"],
        presenter=can["presenter"],
        album=can["album"] and album,
        cutter=cutter,
        dots=dots,
        model=" ".join(finding.answer for finding in findings if finding.ability == "model" and finding.can),
    )


def _ask(talk: Talk, data: bytes, kind: type[Reply], patience: float) -> Reply | None:
    try:
        talk.connect(urgent=True)
        talk.forget_replies()
        talk.send(data)
        reply = talk.wait_for(kind, until=talk.clock() + patience)
        while isinstance(reply, Kept) and reply.more:
            talk.send(NEXT)
            reply = talk.wait_for(kind, until=talk.clock() + patience)
        if isinstance(reply, Kept):
            talk.send(NEXT)
        talk.send(_RESET)
    except DeviceStalled as error:
        raise DeviceGone(f"{talk.transport.name} takes no more: look at its paper, its cover and its lamp") from error
    return reply


def _shown(reply: Reply | None) -> str:
    match reply:
        case None:
            return ""
        case RealTime(byte) | Sensor(byte):
            return f"{byte:02X}"
        case Printed(data) | AutoStatus(data) | FullStatus(data):
            return data.hex(" ").upper()
        case Kept():
            return "37 72 40"
        case _:
            return "37 25 00"
