"""A file that is whole or not there, and never believed when it is damaged: its sum stands in its first line."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


class Damaged(Exception):
    """The content does not give the sum."""


def write(file: Path, body: bytes) -> None:
    """Put this in the place of what was there, for its owner only; on the disk when this returns. Raises OSError."""
    draft = file.with_name(file.name + ".part")
    with open(draft, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
        opened.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)


def read(file: Path) -> bytes:
    """What was written. Raises `Damaged`, FileNotFoundError and other OSErrors."""
    digest, _, body = file.read_bytes().partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        raise Damaged(f"{file.name}: its sum is another")
    return body
