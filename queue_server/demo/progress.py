"""How a demo stands, as it goes: one line that changes on a terminal, a line now and then where it would be a mess."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from types import TracebackType
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table

from queue_server.client.link import Link
from queue_server.demo.people import Lobby

#: Seconds between two lines where there is no terminal.
_NOW_AND_THEN = 5.0


class Progress:
    """A context; call `show` often. What waits and what is served is what a kiosk is told through `watch`."""

    def __init__(self, console: Console, lobby: Lobby, *, total: int, timezone: str, watch: Link) -> None:
        self._console, self._lobby, self._total = console, lobby, total
        self._zone = ZoneInfo(timezone)
        self._watch = watch
        self._live = Live(console=console, refresh_per_second=4, get_renderable=self._line)
        self._said_at = 0.0

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._console.is_terminal:
            self._live.stop()
        elif error is None:
            self._console.print(self._state(), soft_wrap=True)

    def show(self) -> None:
        """Let it be seen how it stands now."""
        if not self._console.is_terminal and time.monotonic() - self._said_at >= _NOW_AND_THEN:
            self._said_at = time.monotonic()
            self._console.print(self._state(), soft_wrap=True)

    def say(self, text: str) -> None:
        """A line that stays."""
        self._console.print(text, soft_wrap=True)

    def _line(self) -> Table:
        line = Table.grid(padding=(0, 1))
        done = self._lobby.taken + self._lobby.refused
        line.add_row(self._state(), ProgressBar(total=max(1, self._total), completed=done, width=10))
        return line

    def _state(self) -> str:
        lobby = self._lobby
        clock = datetime.fromtimestamp(lobby.clock() / 1000, UTC).astimezone(self._zone)
        waiting = sum(line.waiting for line in self._watch.view.lines.values())
        return (
            f"{clock:%H:%M} lấy số·taken {lobby.taken} chờ·waiting {waiting} "
            f"tại quầy·at desks {lobby.at_desks} xong·served {lobby.served}"
        )
