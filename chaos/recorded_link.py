"""A link that remembers what was asked through it, when, and what was answered: one client's part of a history."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chaos.history import Asked
from queue_server.client.link import Link, Refusal
from queue_server.protocol import messages as msg
from queue_server.wire import Asker


class RecordedLink(Link):
    """A `Link` that adds to `history`. `asker` is who the server takes it for; all links share one steady clock."""

    def __init__(
        self,
        url: str,
        *,
        asker: Asker,
        history: list[Asked],
        steady: Callable[[], float] = time.monotonic,
        **options: Any,
    ) -> None:
        super().__init__(url, device=asker.device, steady=steady, **options)
        self._asker = asker
        self._history = history
        self._clock = steady

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        """See `AnyLink.ask`."""
        place = len(self._history)
        asked = Asked(asker=self._asker, message=request, sent=self._clock())
        self._history.append(asked)
        try:
            answer = await super().ask(request, timeout=timeout)
        except Refusal:
            self._history[place] = replace(asked, answered=self._clock())
            raise
        assert not isinstance(answer, msg.Refused), "a refusal is raised"
        self._history[place] = replace(asked, answered=self._clock(), answer=answer)
        return answer
