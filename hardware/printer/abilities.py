"""What a model of printer can do, and the file that says so. The driver reads it; it never tries anything out.

The file is TOML. `python -m hardware wizard` writes it after asking the printer and the person beside it
(docs/operators-guide.md); every key may be left out, and then says what is true of most printers.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hardware.errors import AddressError

# What can be laid out: whole bytes when halved; and the printer prints something in a second.
_DOTS_STEP, _DOTS_LEAST, _DOTS_MOST = 16, 256, 1280
_ROWS_LEAST, _ROWS_MOST = 10.0, 1e6

_KINDS: dict[str, type | tuple[type, ...]] = {"bool": bool, "int": int, "float": (int, float), "str": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a model can do. Nothing is tried out on a citizen's ticket: cheap printers print what they do not know."""

    replies: bool = True
    """It answers status requests (DLE EOT)."""
    sensor: bool = True
    """It answers GS r, in its turn."""
    process_id: bool = False
    """It answers GS ( H when everything before is printed."""
    clears_buffer: bool = False
    """It obeys DLE DC4 8."""
    auto_status: bool = False
    """It tells of changes by itself once GS a asked for that."""
    presenter: bool = False
    """It holds the slip until somebody takes it, and says so by DLE EOT 20."""
    album: bool = False
    """It keeps pictures over a power cut, and says which (GS ( L)."""
    cutter: bool = True
    dots: int = 0
    """Dots across, when measured; 0 leaves it to the kiosk's settings."""
    rows_per_second: float = 1200.0
    model: str = ""
    """What it calls itself, for people."""


DOTS_RULE = (
    f"phải là bội của {_DOTS_STEP}, từ {_DOTS_LEAST} đến {_DOTS_MOST} · "
    f"must be a multiple of {_DOTS_STEP} from {_DOTS_LEAST} to {_DOTS_MOST}"
)


def can_be_laid_out(dots: int) -> bool:
    """Whether slips can be set on paper of so many dots; the rule in words is `DOTS_RULE`."""
    return dots % _DOTS_STEP == 0 and _DOTS_LEAST <= dots <= _DOTS_MOST


def read_abilities(path: Path) -> Abilities:
    """What a capability file says. Raises `AddressError`, which names the file and the key."""
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AddressError(f"{path}: không đọc được · cannot be read: {error}") from error
    kinds = {field.name: str(field.type) for field in fields(Abilities)}
    for key, value in said.items():
        if key not in kinds:
            raise AddressError(f"{path}: {key}: không có khóa này · no such key; there are {', '.join(kinds)}")
        if not isinstance(value, _KINDS[kinds[key]]) or (isinstance(value, bool) and kinds[key] != "bool"):
            raise AddressError(f"{path}: {key} = {value!r}: sai kiểu · must be of kind {kinds[key]}")
    dots, rows = said.get("dots", 0), said.get("rows_per_second", _ROWS_MOST)
    if dots and not can_be_laid_out(dots):
        raise AddressError(f"{path}: dots = {dots}: {DOTS_RULE}")
    if not _ROWS_LEAST <= rows <= _ROWS_MOST:
        raise AddressError(
            f"{path}: rows_per_second = {rows}: phải từ {_ROWS_LEAST:g} đến {_ROWS_MOST:g} · must be between those"
        )
    return Abilities(**said)


def abilities_text(abilities: Abilities, *, notes: dict[str, str] | None = None) -> str:
    """The content of a capability file; `notes` say beside a key how that was found out."""
    lines = ["# Máy in này làm được gì · What this printer can do. See docs/operators-guide.md."]
    for field in fields(abilities):
        value = getattr(abilities, field.name)
        note = (notes or {}).get(field.name)
        lines.append(f"{field.name} = {_toml(value)}" + (f"  # {note}" if note else ""))
    return "\n".join(lines) + "\n"


def _toml(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        plain = "".join(letter if letter.isprintable() else " " for letter in value)
        return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
