"""The documents that a centre was configured by, one file each in the data folder; nothing is ever overwritten.

Who changed what, and back again. That a plan came into force is an event of the journal; what stands here is the
document it was made from. Not responsible for reading a document: see `read`.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from queue_server.json_file import read_json

FOLDER = "configuration"


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A document, when and by whom it was put in force. `source` is the digest of the file that it was read from.

    `shared` is the number of the province's settings that are in it, 0 where there are none.
    """

    number: int
    at: int
    by: str
    note: str
    text: str
    source: str = ""
    shared: int = 0


class Versions:
    """The versions of one centre."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def all(self) -> tuple[Version, ...]:
        """From the first to the one in force."""
        return tuple(self._read(path) for path in sorted(self._folder.glob("[0-9]*.json")))

    def latest(self) -> Version | None:
        """The one in force."""
        newest = max(self._folder.glob("[0-9]*.json"), default=None)
        return None if newest is None else self._read(newest)

    def get(self, number: int) -> Version | None:
        path = self._path(number)
        return self._read(path) if path.is_file() else None

    def add(self, text: str, *, at: int, by: str, note: str, source: str = "", shared: int = 0) -> Version:
        """Keep a document; when this returns it is on disk."""
        latest = self.latest()
        number = latest.number + 1 if latest else 1
        version = Version(number=number, at=at, by=by, note=note, text=text, source=source, shared=shared)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(version.number)
        draft = path.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(version)))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        return version

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.json"

    def _read(self, path: Path) -> Version:
        return read_json(path, Version)
