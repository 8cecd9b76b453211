"""A file of the data folder in JSON, read into what it should be; one that is damaged is named."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


class JsonDamaged(Exception):
    """The file is not what was once written into it."""


def read_json(file: Path, kind: type[T]) -> T:
    """What is in it. Raises `JsonDamaged` with its name, and OSError."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except msgspec.DecodeError as error:
        raise JsonDamaged(f"{file}: {error}") from error
