"""The settings that a province has published, one file each, never written over. The hub only hands them on."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from queue_server.catalogue.problems import CatalogueErrors
from queue_server.catalogue.read import examine_text
from queue_server.protocol.uplink import Shared
from queue_server.signature import private_key, public_text, sign


class Published:
    """The publications in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: tuple[Path, Shared] | None = None

    def latest(self) -> Shared | None:
        """The newest; it is read again only when there is another. Raises `msgspec.DecodeError`."""
        newest = max(self._folder.glob("[0-9]*.json"), default=None)
        if newest is None:
            return None
        if self._known is None or self._known[0] != newest:
            self._known = newest, msgspec.json.decode(newest.read_bytes(), type=Shared)
        return self._known[1]

    def publish(self, file: Path, *, key: Path) -> tuple[int, str]:
        """Check, number and sign a province's file; gives the number, and the line by which centres know the key.

        Raises `CatalogueErrors` with every problem, `KeyUnusable` and OSError.
        """
        text = file.read_text("utf-8")
        findings = examine_text(text, name=file.name)
        if not findings.usable:
            raise CatalogueErrors(each for each in findings.problems if not each.warning)
        latest, private = self.latest(), private_key(key)
        number = latest.number + 1 if latest else 1
        shared = Shared(number=number, text=text, signature=sign(private, number=number, text=text))
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{number:06d}.json"
        draft = path.with_suffix(".new")
        with draft.open("wb") as out:
            out.write(msgspec.json.encode(shared))
            out.flush()
            os.fsync(out.fileno())
        draft.rename(path)
        return number, public_text(private)
