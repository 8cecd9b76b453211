"""The secret of one service day, from which kiosks make one-way tokens of identity cards (docs/decisions/0091).

It exists in memory only, here and in the kiosks. With the day, or with this process, it is gone, and what was made with
it can never be matched to anybody again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from queue_server.protocol import messages as msg

_BYTES = 32


class DayKeys:
    """Gives the key of the present day; a day's key is drawn when it is first asked for, and the former forgotten."""

    def __init__(self, *, draw: Callable[[int], str] = secrets.token_urlsafe) -> None:
        self._draw = draw
        self._present: msg.DayKey | None = None

    def thing(self, day: str) -> msg.DayKey:
        """What kiosks are told on that service day."""
        if self._present is None or self._present.service_day != day:
            self._present = msg.DayKey(service_day=day, key=self._draw(_BYTES))
        return self._present
