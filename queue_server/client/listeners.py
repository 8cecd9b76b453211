"""Those who hear of news, in order. One that fails is logged and disturbs nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
News = TypeVar("News")


class Listeners(Generic[News]):
    """See the module."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[News], None]] = []

    def add(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Tell `listener` from now on, until what is returned is called."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, news: News) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(news)
            except Exception:
                log.exception("listener failed", extra={"action": "listener_failed"})

    async def listen(self, known: Callable[[], News]) -> AsyncIterator[News]:
        """What is known when the first is asked for, then everything that is told."""
        news: asyncio.Queue[News] = asyncio.Queue()
        stop = self.add(news.put_nowait)
        try:
            yield known()
            while True:
                yield await news.get()
        finally:
            stop()
