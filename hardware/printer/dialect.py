"""ESC/POS as a printer reads it: where a command ends, and which bytes act at once. Pure.

Only what a ticket printer needs; any other byte is `unknown`, as text would be: we print no text. A control code that
begins no command is `passed over`, as printers do: such are left of a question that ended a picture that broke off. So
is a command that broke off and was ended with noughts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UNKNOWN = "unknown"
PASSED_OVER = "passed over"
_BEGIN_COMMANDS = b"\x10\x1b\x1c\x1d"

# How many bytes follow the opening ones.
_FIXED = {
    b"\0": ("NUL", 0),
    b"\n": ("LF", 0),
    b"\r": ("CR", 0),
    b"\x06": ("ACK", 0),
    b"\x1b@": ("ESC @", 0),
    b"\x1b2": ("ESC 2", 0),
    b"\x1b ": ("ESC SP", 1),
    b"\x1b!": ("ESC !", 1),
    b"\x1b-": ("ESC -", 1),
    b"\x1b3": ("ESC 3", 1),
    b"\x1bE": ("ESC E", 1),
    b"\x1bG": ("ESC G", 1),
    b"\x1bJ": ("ESC J", 1),
    b"\x1bM": ("ESC M", 1),
    b"\x1bR": ("ESC R", 1),
    b"\x1ba": ("ESC a", 1),
    b"\x1bd": ("ESC d", 1),
    b"\x1bt": ("ESC t", 1),
    b"\x1b$": ("ESC $", 2),
    b"\x1d!": ("GS !", 1),
    b"\x1dB": ("GS B", 1),
    b"\x1dI": ("GS I", 1),
    b"\x1da": ("GS a", 1),
    b"\x1de": ("GS e", 1),
    b"\x1dr": ("GS r", 1),
    b"\x1dL": ("GS L", 2),
    b"\x1dP": ("GS P", 2),
    b"\x1dW": ("GS W", 2),
    b"\x1dv0": ("GS v 0", 5),
    b"\x10\x04": ("DLE EOT", 1),
    b"\x10\x05": ("DLE ENQ", 1),
    b"\x10\x14\x08": ("DLE DC4 8", 7),
}
_OPENINGS = {opening[:length] for opening in _FIXED for length in range(1, len(opening))} | {b"\x1dV", b"\x1d("}
_CUT, _FUNCTION = b"\x1dV", b"\x1d("
_CUTS_THAT_FEED = (65, 66, 97, 98)

_REAL_TIME = re.compile(rb"\x10\x04[\x01-\x04\x14]|\x10\x05[\x01\x02]|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
_MAY_BEGIN = re.compile(rb"\x10(?:[\x04\x05]|\x14(?:\x08(?:\x01(?:\x03(?:\x14(?:\x01(?:\x06(?:\x02)?)?)?)?)?)?)?)?$")


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its parameters. `GS v 0` ends before its picture, whose size the parameters say."""

    name: str
    parameters: bytes
    raw: bytes


def next_command(pending: bytes) -> Command | None:
    """The command at the start of `pending`, which is not empty; None when more of it must come."""
    for length in (1, 2, 3):
        opening = pending[:length]
        if opening in _FIXED:
            name, parameters = _FIXED[opening]
            return _complete(name, pending, length, parameters)
        if opening == _CUT:
            if len(pending) < 3:
                return None
            return _complete("GS V", pending, 2, 2 if pending[2] in _CUTS_THAT_FEED else 1)
        if opening == _FUNCTION:
            if len(pending) < 5:
                return None
            return _complete(f"GS ( {chr(pending[2])}", pending, 3, 2 + int.from_bytes(pending[3:5], "little"))
        if len(opening) < length:
            return None
        if opening not in _OPENINGS:
            if length > 1 and not opening[-1]:
                return Command(PASSED_OVER, b"", opening)
            break
    passed_over = pending[0] < 0x20 and pending[0] not in _BEGIN_COMMANDS
    return Command(PASSED_OVER if passed_over else UNKNOWN, b"", pending[:1])


def _complete(name: str, pending: bytes, opening: int, parameters: int) -> Command | None:
    end = opening + parameters
    return Command(name, pending[opening:end], pending[:end]) if len(pending) >= end else None


def real_time_commands(heard: bytes) -> tuple[list[Command], bytes]:
    """The real-time commands in what was heard, wherever they stand, and the end that may begin another."""
    commands, end = [], 0
    for match in _REAL_TIME.finditer(heard):
        command = next_command(match.group())
        assert command is not None, "the pattern matches whole commands"
        commands.append(command)
        end = match.end()
    begun = _MAY_BEGIN.search(heard, end)
    return commands, heard[begun.start() :] if begun else b""
