"""Runs a part of chaos again in a namespace of its own, where it may spoil network and disk; no root needed."""

from __future__ import annotations

import subprocess
import sys
from typing import TypeVar

import msgspec

T = TypeVar("T")


def offered(part: str, *trial: str) -> bool:
    """Whether this machine gives users such a namespace (`--net`, `--mount`), and the trial works in it."""
    try:
        return subprocess.run(_words(part, *trial), check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def played(part: str, module: str, *words: str, seen: type[T]) -> T:
    """What `python -m module --inside words` wrote with `tell`. Raises RuntimeError with its complaint."""
    command = _words(part, sys.executable, "-m", module, "--inside", *words)
    ended = subprocess.run(command, capture_output=True, check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr.decode()[-4000:])
    return msgspec.json.decode(ended.stdout, type=seen)


def tell(seen: object) -> None:
    """From inside, as the only thing on standard output."""
    sys.stdout.write(msgspec.json.encode(seen).decode())


def _words(part: str, *command: str) -> list[str]:
    return ["unshare", "--user", "--map-root-user", part, *command]
