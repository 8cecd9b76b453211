"""The pictures and videos of a centre: files of a few kinds in one folder of its data, copied there or uploaded."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

#: The folder in the server's data.
FOLDER = "media"
#: Kinds by the end of the name: what a browser is told, and what such a file begins with (at an offset).
_KINDS = {
    "png": ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", 0, b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", 0, b"\xff\xd8\xff"),
    "webp": ("image/webp", 8, b"WEBP"),
    "mp4": ("video/mp4", 4, b"ftyp"),
    "webm": ("video/webm", 0, b"\x1a\x45\xdf\xa3"),
}
_NAME = re.compile(rf"[A-Za-z0-9_-][A-Za-z0-9_.-]{{0,79}}\.({'|'.join(_KINDS)})")
_CHUNK = 1 << 16
_HEAD = 16


class MediaUnusable(ValueError):
    """A file that no board can show. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file as it is now; another content has another `mark`."""

    path: Path
    kind: str
    size: int
    mark: str

    async def read(self, first: int, last: int) -> AsyncIterator[bytes]:
        """The bytes from `first` to `last`, both included, piece by piece."""
        with self.path.open("rb") as file:
            file.seek(first)
            left = last + 1 - first
            while left > 0 and (piece := file.read(min(_CHUNK, left))):
                left -= len(piece)
                yield piece


class MediaFolder:
    """Finds, keeps and removes files by name; no name leads out of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """What is there to be shown."""
        if not self._folder.is_dir():
            return []
        return sorted(each.name for each in self._folder.iterdir() if _NAME.fullmatch(each.name) and each.is_file())

    def find(self, name: str) -> Media | None:
        """The file of this name, if it is there."""
        kind, path = _NAME.fullmatch(name), self._folder / name
        if kind is None or not path.is_file():
            return None
        state = path.stat()
        return Media(
            path=path,
            kind=_KINDS[kind[1]][0],
            size=state.st_size,
            mark=f'"{state.st_mtime_ns:x}-{state.st_size:x}"',
        )

    async def keep(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Write a file, whole or not at all. Raises `MediaUnusable` for a name or content that no board can show."""
        kind = _NAME.fullmatch(name)
        if kind is None:
            raise MediaUnusable("bad_media_name")
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{name}.new"
        try:
            with draft.open("wb") as out:
                async for piece in pieces:
                    out.write(piece)
                # A long video takes seconds to reach a slow disk; nobody's ticket waits for that.
                await asyncio.to_thread(_reach_the_disk, out)
            _, offset, wanted = _KINDS[kind[1]]
            with draft.open("rb") as written:
                if written.read(_HEAD)[offset : offset + len(wanted)] != wanted:
                    raise MediaUnusable("not_such_a_file")
            draft.replace(self._folder / name)
        finally:
            draft.unlink(missing_ok=True)

    def remove(self, name: str) -> bool:
        """Take a file away; False when there is none."""
        found = self.find(name)
        if found is not None:
            found.path.unlink(missing_ok=True)
        return found is not None


def _reach_the_disk(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())
