"""A disk that loses power: files for SQLite whose unsynced writes may be lost, torn at 512 bytes, or done in any order.

What was synced stays, as on a disk that does not lie. Not responsible for what SQLite does with it; see power_cut.py.
"""

from __future__ import annotations

import copy
import itertools
import random
from dataclasses import dataclass, field
from typing import Any

import apsw

SECTOR = 512
_names = itertools.count(1)


class PowerCut(Exception):
    """The power is gone."""


@dataclass(slots=True)
class Stored:
    """One file: as a process sees it, as it surely is on the disk, and what may or may not get there."""

    seen: bytearray = field(default_factory=bytearray)
    sure: bytearray = field(default_factory=bytearray)
    unsynced: list[tuple[int, bytes | None]] = field(default_factory=list)
    #: Whether its name is surely in its folder.
    named: bool = False

    def write(self, content: bytes, at: int) -> None:
        _put(self.seen, content, at)
        self.unsynced.append((at, bytes(content)))

    def truncate(self, size: int) -> None:
        del self.seen[size:]
        self.unsynced.append((size, None))

    def sync(self) -> None:
        self.sure, self.unsynced, self.named = bytearray(self.seen), [], True

    def after_the_cut(self, lot: random.Random) -> bytes | None:
        """What is found when the power is back; None where even the name is lost."""
        if not self.named and lot.random() < 0.5:
            return None
        found, kept = bytearray(self.sure), lot.random()
        pieces: list[tuple[int, bytes | None]] = []
        for at, content in self.unsynced:
            if content is None:
                pieces.append((at, None))
                continue
            for start in range(0, len(content), SECTOR):
                pieces.append((at + start, content[start : start + SECTOR]))
        if lot.random() < 0.5:
            lot.shuffle(pieces)
        for at, content in pieces:
            if lot.random() >= kept:
                continue
            if content is None:
                del found[at:]
            else:
                _put(found, content, at)
        return bytes(found)


class FallingDisk(apsw.VFS):
    """All files of one disk, by name. `operations` counts writes, truncations and syncs; at `cut_at` the power goes.

    What is done to it when it is `dead`, as when the process is tidied up, reaches nothing.
    """

    def __init__(self, files: dict[str, bytes], *, cut_at: int | None = None) -> None:
        self.name = f"falling-{next(_names)}"
        self.files = {name: Stored(bytearray(content), bytearray(content), [], True) for name, content in files.items()}
        self.cut_at = cut_at
        self.operations = 0
        self.dead = False
        self._left: dict[str, Stored] | None = None
        super().__init__(self.name, "")

    def step(self) -> None:
        self.operations += 1
        if self.dead or self.cut_at is None or self.operations < self.cut_at:
            return
        self._left = self._left or copy.deepcopy(self.files)
        raise PowerCut

    def after_the_cut(self, lot: random.Random) -> dict[str, bytes]:
        """What is found on the disk when the power is back."""
        left = self.files if self._left is None else self._left
        found = {name: stored.after_the_cut(lot) for name, stored in left.items()}
        return {name: content for name, content in found.items() if content is not None}

    # What SQLite asks of a file system; the names are its own.

    def xOpen(self, name: Any, flags: list[int]) -> OpenFile:  # type: ignore[override]  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or f"temporary-{next(_names)}"
        flags[1] = flags[0]
        return OpenFile(self, self.files.setdefault(path, Stored()))

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self.step()
        self.files.pop(filename, None)

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802
        return pathname in self.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class OpenFile:
    """One opened file; there is one process, so locks are granted."""

    def __init__(self, disk: FallingDisk, stored: Stored) -> None:
        self._disk = disk
        self._stored = stored

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._stored.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.step()
        self._stored.write(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.step()
        self._stored.truncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.step()
        self._stored.sync()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._stored.seen)

    def xLock(self, level: int) -> None:  # noqa: N802
        """Granted."""

    def xUnlock(self, level: int) -> None:  # noqa: N802
        """Done."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xClose(self) -> None:  # noqa: N802
        """Nothing is held."""


def _put(into: bytearray, content: bytes, at: int) -> None:
    if len(into) < at:
        into.extend(bytes(at - len(into)))
    into[at : at + len(content)] = content
