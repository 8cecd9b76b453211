"""What administrators ask of a connected kiosk or board, from being written down to the device's own answer.

Nothing is kept: a picture of a screen goes to the page that asked for it, and nowhere else.
"""

from __future__ import annotations

import asyncio
import secrets
from enum import StrEnum

import msgspec

from queue_server.core.commands import Administer
from queue_server.live import LiveCentre
from queue_server.protocol.messages import Errand, ReportErrand
from queue_server.switchboard import Listener, Switchboard
from queue_server.web.access import Access

#: As long as a device may take, with a slip to print.
_PATIENCE = 30.0


class ErrandKind(StrEnum):
    RESTART = "restart"
    TEST_PRINT = "test_print"
    TEST_SOUND = "test_sound"
    SCREENSHOT = "screenshot"
    NEW_KEY = "new_key"


class NotThere(Exception):
    """The device is not connected now."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """As the device reported it; `no_answer` when it did not, which an older one never does."""

    outcome: str
    found: str = ""
    picture: str = ""


class Errands:
    """All that is being asked now."""

    def __init__(
        self, live: LiveCentre, switchboard: Switchboard, access: Access, *, patience: float = _PATIENCE
    ) -> None:
        self._live = live
        self._switchboard = switchboard
        self._access = access
        self._patience = patience
        self._open: dict[tuple[str, str], asyncio.Future[Outcome]] = {}

    async def send(self, device: str, what: ErrandKind, *, by: str) -> Outcome:
        """Write down who asks for it, ask the device, and wait for its answer. Raises `NotThere`, `Unavailable`."""
        if not self._switchboard.is_there(device):
            raise NotThere
        key = secrets.token_hex(8)
        noted = Administer(what=f"device_{what.value}", subject=device, officer=by)
        await self._live.do(noted, actor=by, request=key)
        token = self._access.next_key(device) if what is ErrandKind.NEW_KEY else ""
        errand = Errand(id=key, what=what.value, token=token)
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._open[device, errand.id] = answer
        try:
            if not self._switchboard.send_to(device, errand):
                raise NotThere
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            return Outcome(outcome="no_answer")
        finally:
            del self._open[device, errand.id]

    def reported(self, listener: Listener, report: ReportErrand) -> None:
        """A device says what became of it; whoever does not wait any more is not told."""
        answer = self._open.get((listener.device, report.errand))
        if answer is not None and not answer.done():
            answer.set_result(Outcome(outcome=report.outcome, found=report.found, picture=report.picture))
