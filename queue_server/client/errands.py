"""Carries out what an administrator asks of this device, one after another, and says what became of it.

A kiosk that a citizen is using is left alone. What a device can do, and how, is its own; see `ways`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from queue_server.client.base import AnyLink, NoAnswer, Refusal, fresh_request
from queue_server.client.pairing import Key, keep_key, kept_key
from queue_server.protocol.messages import Errand, ReportErrand

log = logging.getLogger(__name__)

#: Nobody waits longer for what became of it.
_PATIENCE = 20.0
#: After these the program starts anew: with a new key everything that it does over the network begins with that key.
_ANEW = ("restart", "new_key")


@dataclass(frozen=True, slots=True)
class Result:
    """See `ReportErrand`."""

    outcome: str = "done"
    found: str = ""
    picture: str = ""


Way = Callable[[], Awaitable[Result]]


class Errands:
    """`run` must be running. `ways` are by the name of the errand; with a `key_file` a new key is kept there.

    `restart` ends the program so that it starts anew, and is called after the answer has gone out.
    """

    def __init__(
        self,
        link: AnyLink,
        ways: Mapping[str, Way],
        *,
        restart: Callable[[], None],
        busy: Callable[[], bool] = lambda: False,
        key_file: Path | None = None,
    ) -> None:
        self._link = link
        self._ways = ways
        self._restart = restart
        self._busy = busy
        self._key_file = key_file
        self._asked: asyncio.Queue[Errand] = asyncio.Queue()

    async def run(self) -> None:
        """Carry out what is asked until cancelled."""
        forget = self._link.on_errand(self._asked.put_nowait)
        try:
            while True:
                await self._carry_out(await self._asked.get())
        finally:
            forget()

    async def _carry_out(self, errand: Errand) -> None:
        result = await self._result(errand)
        log.info("errand", extra={"action": "errand", "what": errand.what, "outcome": result.outcome})
        report = ReportErrand(
            request=fresh_request(),
            errand=errand.id,
            outcome=result.outcome,
            found=result.found,
            picture=result.picture,
        )
        try:
            await self._link.ask(report, timeout=_PATIENCE)
        except (Refusal, NoAnswer) as error:
            log.info("errand not told", extra={"action": "errand_not_told", "error": str(error)})
        if errand.what in _ANEW and result.outcome == "done":
            self._restart()

    async def _result(self, errand: Errand) -> Result:
        if errand.what not in {*self._ways, *_ANEW}:
            return Result("cannot")
        if self._busy():
            return Result("in_use")
        if errand.what == "restart":
            return Result()
        if errand.what == "new_key":
            return self._take(errand.token)
        try:
            return await self._ways[errand.what]()
        except Exception as error:  # whatever it is, the administrator has to hear of it, and the device goes on
            log.exception("errand failed", extra={"action": "errand_failed", "what": errand.what})
            return Result("failed", type(error).__name__)

    def _take(self, token: str) -> Result:
        """Keep a new key; only a device that was paired has a place for it."""
        key = None if self._key_file is None else kept_key(self._key_file)
        if self._key_file is None or key is None:
            return Result("cannot")
        try:
            keep_key(self._key_file, Key(device=key.device, token=token))
        except OSError as error:
            return Result("failed", str(error))
        return Result()
