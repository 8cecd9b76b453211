"""Requests that somebody waits for: each once per id, until it is answered. Does not send anything.

Asking twice with one id is asking once, as it is for the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from queue_server.client.base import NoAnswer, Refusal
from queue_server.protocol import messages as msg


@dataclass(slots=True, eq=False)
class Asked:
    """A request and what will become of it. `carrier` is whatever carries it to the server now."""

    request: msg.Command
    answer: asyncio.Future[msg.Answer]
    askers: int = 0
    carrier: object = None


class Asking:
    """All requests that are open, oldest first. `sleep` lets time pass; `wake` is called when there is one to send."""

    def __init__(self, *, sleep: Callable[[float], Awaitable[object]], wake: Callable[[], None]) -> None:
        self._open: dict[str, Asked] = {}
        self._sleep = sleep
        self._wake = wake

    async def ask(self, request: msg.Command, *, timeout: float | None) -> msg.Answer:
        """Wait for the answer. Raises `Refusal`, `NoAnswer`, `ValueError`; see base.AnyLink."""
        asked = self._open.get(request.request)
        if asked is None:
            asked = Asked(request, asyncio.get_running_loop().create_future())
            asked.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())  # not "never read"
            self._open[request.request] = asked
            self._wake()
        elif asked.request != request:
            raise ValueError(f"the id {request.request} already stands for another request; make a fresh one")
        asked.askers += 1
        try:
            return await self._within(timeout, asked)
        finally:
            asked.askers -= 1
            if not asked.askers and self._open.get(request.request) is asked:
                del self._open[request.request]

    def not_carried_by(self, carrier: object) -> list[Asked]:
        """What has yet to be sent on this carrier, in the order of asking."""
        return [asked for asked in self._open.values() if asked.carrier is not carrier]

    def find(self, request: str | None) -> Asked | None:
        return None if request is None else self._open.get(request)

    def answered(self, answer: msg.Answer) -> None:
        """Give the answer to whoever waits for it; an answer to nobody is an answer too late."""
        if isinstance(answer, msg.Refused):
            self.failed(answer.request, Refusal(answer.code, answer.message, ticket=answer.ticket))
        elif (asked := self._open.pop(answer.request, None)) is not None:
            asked.answer.set_result(answer)

    def failed(self, request: str, error: Refusal | NoAnswer) -> None:
        """There will be no other answer than this error."""
        if (asked := self._open.pop(request, None)) is not None:
            asked.answer.set_exception(error)

    def end(self) -> None:
        """Nothing will be answered any more."""
        for request in list(self._open):
            self.failed(request, NoAnswer("the link was ended before the answer came"))

    async def _within(self, timeout: float | None, asked: Asked) -> msg.Answer:
        # Others may wait for the same answer: giving up is no reason to take it from them.
        if timeout is None:
            return await asyncio.shield(asked.answer)
        deadline = asyncio.ensure_future(self._sleep(timeout))
        either: set[asyncio.Future[Any]] = {asked.answer, deadline}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            deadline.cancel()
        if not asked.answer.done():
            raise NoAnswer(f"no answer to {type(asked.request).__name__} within {timeout} s")
        return asked.answer.result()
