"""Which centres may send their journals here: SHA-256 of the token of each, in one file that only the hub reads."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec

from queue_server.json_file import read_json


class Tokens:
    """The tokens in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        #: What the file held when it was last read, and how to tell that it has changed since.
        self._known: dict[str, str] = {}
        self._seen: tuple[int, int] | None = None

    def add(self, centre: str) -> str:
        """Let a centre send its journal, or give it a new token, which is returned once and kept as a hash only."""
        return self.add_all([centre])[centre]

    def add_all(self, centres: Iterable[str]) -> dict[str, str]:
        """The same for many at once; their tokens by centre."""
        tokens = {centre: secrets.token_urlsafe(32) for centre in centres}
        known = self._read() | {centre: _hash(token) for centre, token in tokens.items()}
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._path.with_suffix(".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            file.write(msgspec.json.format(msgspec.json.encode(known)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        return tokens

    def knows(self, centre: str) -> bool:
        """Whether this centre has a token already."""
        return centre in self._read()

    def right(self, centre: str, token: str) -> bool:
        """Whether this token is that centre's."""
        return hmac.compare_digest(self._read().get(centre, ""), _hash(token))

    def _read(self) -> dict[str, str]:
        """After an outage thousands of centres come within seconds: the file is read again only when it changed."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return {}
        if self._seen != (stat.st_ino, stat.st_mtime_ns):
            self._known = read_json(self._path, dict[str, str])
            self._seen = stat.st_ino, stat.st_mtime_ns
        return self._known


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
