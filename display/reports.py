"""What a board tells the server: a call was drawn, was spoken to its end, or could not be; and how the board is.

Each report is asked until it is answered, however often the line breaks. Not responsible for what is true.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from queue_server.client.link import NoAnswer, Refusal, fresh_request
from queue_server.protocol.messages import Answer, Command, ReportCall, ReportHealth

#: Reports under way at most; beyond that the line has been down for so long that nobody asks for the oldest.
WAITING = 500
#: The longest text that the wire takes for why a call was not spoken.
LONGEST = 300

_log = logging.getLogger(__name__)


class Asks(Protocol):
    """The part of a link that reports need."""

    async def ask(self, request: Command, *, timeout: float | None = None) -> Answer: ...


class Reports:
    """Sends reports in the running loop. `close` gives up those that wait.

    `trouble` is the code with which the server refused the latest report, empty when it took it.
    """

    def __init__(self, link: Asks) -> None:
        self.trouble = ""
        self._link = link
        self._tasks: dict[asyncio.Task[None], str] = {}
        self._health = ""

    @property
    def waiting(self) -> int:
        """How many reports were not answered yet."""
        return len(self._tasks)

    def drawn(self, call: int) -> None:
        """The call was on the screen in a frame that was shown."""
        self._send(ReportCall(request=fresh_request(), call=call, drawn=True))

    def spoken(self, call: int) -> None:
        """The call was heard to its end."""
        self._send(ReportCall(request=fresh_request(), call=call, spoken=True))

    def failed(self, call: int, why: str) -> None:
        """The call was not spoken."""
        self._send(ReportCall(request=fresh_request(), call=call, failed=why[:LONGEST]))

    def health(self, report: ReportHealth) -> None:
        """How the board is. What was waiting to be said of it before is old."""
        for task, kind in list(self._tasks.items()):
            if kind == ReportHealth.__name__:
                task.cancel()
        self._send(report)

    async def close(self) -> None:
        """Stop asking."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _send(self, report: ReportCall | ReportHealth) -> None:
        while len(self._tasks) >= WAITING:
            oldest = next(iter(self._tasks))
            del self._tasks[oldest]
            oldest.cancel()
            _log.warning("A report was given up", extra={"action": "report_given_up"})
        task = asyncio.get_running_loop().create_task(self._ask(report))
        self._tasks[task] = type(report).__name__
        task.add_done_callback(lambda done: self._tasks.pop(done, None))

    async def _ask(self, report: ReportCall | ReportHealth) -> None:
        try:
            await self._link.ask(report)
            self.trouble = ""
        except Refusal as refusal:
            # A call of which the server has forgotten is old news, and no trouble.
            self.trouble = "" if refusal.code == "unknown_call" else refusal.code
            _log.warning("A report was refused: %s", refusal, extra={"action": "report_refused", "code": refusal.code})
        except NoAnswer as error:
            _log.info("A report was not answered: %s", error, extra={"action": "report_unanswered"})
