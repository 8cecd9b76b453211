"""The kiosk's own records on disk: lines that are only ever added, each safely there before anybody acts on it.

Every line carries a checksum. A tail torn by a power cut is taken off at the next opening: nobody had acted on it.
Not responsible for what the lines say; see reserve.py.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

log = logging.getLogger(__name__)

_NAME = "spool"


class SpoolError(Exception):
    """The kiosk's records cannot be written or are in use; nothing was added."""


class Spool:
    """Open it with `Spool.open`. `lines` are those found there; `add` puts one more on disk."""

    def __init__(self, folder: Path, descriptor: int, lines: list[bytes], end: int) -> None:
        self.lines = lines
        self._folder = folder
        self._descriptor = descriptor
        self._end = end

    @classmethod
    def open(cls, folder: Path) -> Spool:
        """Raises `SpoolError` when another process has it, or the disk refuses."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                lines, end = _read(descriptor)
                os.ftruncate(descriptor, end)
                os.fsync(descriptor)
                _sync_folder(folder)
            except OSError:
                os.close(descriptor)
                raise
        except OSError as error:
            raise SpoolError(f"{folder / _NAME}: {error}") from error
        return cls(folder, descriptor, lines, end)

    def add(self, line: bytes) -> None:
        """Put a line on disk. When this returns a power cut cannot take it. Raises `SpoolError`."""
        written = _framed(line)
        try:
            # At the place known to be good: what an attempt before left half done is written over.
            os.ftruncate(self._descriptor, self._end)
            _write(self._descriptor, written, at=self._end)
            os.fsync(self._descriptor)
        except OSError as error:
            raise SpoolError(f"{self._folder / _NAME}: {error}") from error
        self._end += len(written)
        self.lines.append(line)

    def replace(self, lines: Iterable[bytes]) -> None:
        """Keep these lines in place of all others; whenever the power goes it is the old ones or the new."""
        kept = list(lines)
        draft = self._folder / f"{_NAME}.new"
        try:
            descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            whole = b"".join(_framed(line) for line in kept)
            _write(descriptor, whole, at=0)
            os.fsync(descriptor)
            draft.replace(self._folder / _NAME)
            _sync_folder(self._folder)
        except OSError as error:
            raise SpoolError(f"{draft}: {error}") from error
        os.close(self._descriptor)
        self._descriptor, self._end, self.lines = descriptor, len(whole), kept

    def close(self) -> None:
        os.close(self._descriptor)


def _read(descriptor: int) -> tuple[list[bytes], int]:
    """All good lines, and where what may be added begins. A bad line among good ones is passed over, and logged."""
    content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    lines: list[bytes] = []
    end = start = 0
    for framed in content.splitlines(keepends=True):
        start += len(framed)
        line = _unframed(framed)
        if line is not None:
            lines.append(line)
            end = start
    bad = content[:end].count(b"\n") - len(lines)
    if bad or end < len(content):
        data = {"action": "spool_repaired", "bad_lines": bad, "torn_bytes": len(content) - end}
        log.warning("spool repaired", extra=data)
    return lines, end


def _framed(line: bytes) -> bytes:
    assert len(line.splitlines()) == 1, "a record is one line"
    return b"%08x %s\n" % (crc32(line), line)


def _unframed(framed: bytes) -> bytes | None:
    """The line, or None where it is not whole."""
    if not framed.endswith(b"\n") or framed[8:9] != b" ":
        return None
    line = framed[9:-1]
    return line if framed[:8] == b"%08x" % crc32(line) else None


def _write(descriptor: int, content: bytes, *, at: int) -> None:
    while content:
        written = os.pwrite(descriptor, content, at)
        content, at = content[written:], at + written


def _sync_folder(folder: Path) -> None:
    """A new name in a folder is on disk only when the folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
