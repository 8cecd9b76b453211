"""What each word of the command is made of."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from queue_server.config import Settings

#: Carries out a word; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use.
Run = Callable[[argparse.Namespace, Settings], int]
#: Where each module adds its words.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def port(written: str) -> int:
    """A port as it is typed. Raises `ArgumentTypeError`, whose words argparse shows."""
    if not written.isdecimal() or not 0 <= int(written) <= 65535:
        raise argparse.ArgumentTypeError(f"{written!r} không phải cổng · is no port: 1 … 65535")
    return int(written)
