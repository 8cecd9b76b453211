"""Those who hear of changes, in order. One that fails is logged and disturbs nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

from queue_server.client.base import Change, Listener

log = logging.getLogger(__name__)


class Listeners:
    """See the module."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def add(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` from now on, until what is returned is called."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception:
                log.exception("listener failed", extra={"action": "listener_failed"})

    async def listen(self, known: Callable[[], Change]) -> AsyncIterator[Change]:
        """What is known when the first is asked for, then every change."""
        changes: asyncio.Queue[Change] = asyncio.Queue()
        stop = self.add(changes.put_nowait)
        try:
            yield known()
            while True:
                yield await changes.get()
        finally:
            stop()
