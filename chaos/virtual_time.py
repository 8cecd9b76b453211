"""An event loop whose time jumps to the next timer instead of passing: the same program, hours in a moment.

For programs without threads and sockets. Nothing to do and nothing to wait for is an error, not a standstill.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Standstill(Exception):
    """Everybody waits and nothing will ever happen."""


class _Jumping(selectors.SelectSelector):
    """Waits for nothing: what would have been waited is added to the loop's time."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """No socket is ever ready."""
        if timeout is None:
            raise Standstill("all tasks wait and there is no timer")
        self.now += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` begins at 0."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Virtual seconds."""
        return self._jumping.now


def run(program: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(program)
