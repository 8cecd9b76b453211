"""The kiosk that a demo's citizens press: the kiosk's own way of issuing, without its window."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from queue_server.client.link import Link
from queue_server.protocol import messages as msg


class Press:
    """Asks, prints and reports as the kiosk does. `link` must be run by whoever made it."""

    def __init__(self, url: str, *, token: str, folder: Path) -> None:
        self.link = Link(url, role=msg.Role.KIOSK, device="demo-kiosk", token=token)
        self._folder = folder

    async def take(self, request: msg.TakeTicket) -> msg.Taken:
        return cast("msg.Taken", await self.link.ask(request))

    async def close(self) -> None:
        return None
