"""The file that says what is attached to this machine, read and checked. Nothing is opened here.

Each problem names the file, the line, the key, what stands there and what was expected. What it may hold: `parts`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec

from devices.checks import Wrong, check
from devices.parts import KeypadPart, Part, Port, RelayPart, Settings, SignPart

_KINDS: dict[str, type[Part]] = {"port": Port, "sign": SignPart, "keypad": KeypadPart, "relay": RelayPart}


class SettingsProblem(Exception):
    """A devices file cannot be used; the message says where and why."""


def read_settings(path: Path) -> Settings:
    """Read and check a file. Raises `SettingsProblem`, and `OSError` where it cannot be read."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsProblem(
            f"{path}:{line}: found {error.object[error.start : error.end]!r}, expected UTF-8"
        ) from error
    try:
        data = tomllib.loads(text)
        settings = msgspec.convert(data, Settings)
    except tomllib.TOMLDecodeError as error:
        raise SettingsProblem(f"{path}: {error}") from error
    except msgspec.ValidationError as error:
        raise SettingsProblem(_worded(path, text, data, str(error))) from error
    _check(path, text, settings)
    return settings


def _check(path: Path, text: str, settings: Settings) -> None:
    """What one table says of another."""
    before: list[Part] = []
    ports = {port.name for port in settings.port}
    for kind in _KINDS:
        for place, part in enumerate(getattr(settings, kind)):
            try:
                check(part, before=before, ports=ports)
            except Wrong as wrong:
                where = f"{path}:{_line(text, kind, place, wrong.key)}: {wrong.key}"
                found = "nothing" if wrong.found is None else repr(wrong.found)
                raise SettingsProblem(f"{where}: found {found}, expected {wrong.expected}") from wrong
            before.append(part)


def _worded(path: Path, text: str, data: dict[str, Any], complaint: str) -> str:
    """msgspec's complaint, with the line and with what was found."""
    expected, _, where = complaint.replace("`key` in `$", "`$").partition(" - at `$")
    steps = re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", where)
    kind = steps[0][0] if steps else ""
    place = int(steps[1][1]) if len(steps) > 1 and steps[1][1].isdigit() else 0
    key = steps[2][0] if len(steps) > 2 else ""
    unknown = re.search(r"unknown field `(\w+)`", expected)
    missing = re.search(r"required field `(\w+)`", expected)
    key = key or (unknown[1] if unknown else missing[1] if missing else kind)
    table = data.get(kind)
    part = table[place] if isinstance(table, list) and place < len(table) else data
    found = "nothing" if missing else repr(part.get(key)) if isinstance(part, dict) else repr(part)
    wanted = "no such key" if unknown else _allowed(kind, key) or expected.replace("Expected ", "").split(", got")[0]
    return f"{path}:{_line(text, kind, place, key)}: {key}: found {found}, expected {wanted}"


def _allowed(kind: str, key: str) -> str:
    """The words that may stand there, where they are few."""
    fields = msgspec.structs.fields(_KINDS[kind]) if kind in _KINDS else ()
    words = next(
        (get_args(field.type) for field in fields if field.name == key and get_origin(field.type) is Literal), ()
    )
    return f"one of {', '.join(words)}" if words else ""


def _line(text: str, kind: str, place: int, key: str) -> int:
    """The line of a key in the `place`th table of a kind, or of the table's head."""
    head, count = 1, -1
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[", line):
            if count == place and re.match(rf"\s*\[\s*{re.escape(kind)}\s*\.\s*{re.escape(key)}\s*\]", line):
                return number
            if count == place and re.match(r"\s*\[\[", line):
                return head
            if re.match(rf"\s*\[\[\s*{re.escape(kind)}\s*\]\]", line):
                count += 1
                head = number
        elif count == place and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return head
