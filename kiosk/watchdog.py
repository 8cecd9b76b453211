"""Tells systemd that the kiosk has started, that its window still goes on, and that it ends (sd_notify(3)).

Without an address, as on a desktop, it says nothing. Whoever beats must be what would stand still: the window's loop.
"""

from __future__ import annotations

import logging
import socket

log = logging.getLogger(__name__)

#: Seconds between beats. A unit with WatchdogSec=30 may miss two of them.
BEAT = 10.0


class Watchdog:
    """`address` is what systemd calls NOTIFY_SOCKET: a path, or a name that begins with @."""

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        self._say("READY=1")

    def beat(self) -> None:
        self._say("WATCHDOG=1")

    def status(self, words: str) -> None:
        """One line that `systemctl status` shows."""
        self._say(f"STATUS={words.splitlines()[0] if words else ''}")

    def stopping(self) -> None:
        self._say("STOPPING=1")

    def _say(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.setblocking(False)
                line.sendto(state.encode(), self._address)
        except OSError as error:  # nobody who could help would hear of it
            log.debug("not notified", extra={"action": "not_notified", "error": str(error)})
