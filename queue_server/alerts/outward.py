"""Alerts told outside: mail, SMS gateways, webhooks, by Apprise. Addresses hold secrets and are never logged."""

from __future__ import annotations

import logging
from pathlib import Path

#: Apprise names hosts and answers in its own log lines.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


class AddressUnusable(ValueError):
    """A line of the file of addresses cannot be used; the message names its number, not what it says."""


class Outward:
    """All addresses of one file: one to a line, in Apprise's form; `#` begins a remark."""

    def __init__(self, addresses: Path) -> None:
        """Read the file. Raises `AddressUnusable` and OSError."""
        import apprise  # a quarter of a second, for those who have addresses

        self._apprise = apprise.Apprise()
        for number, line in enumerate(addresses.read_text("utf-8").splitlines(), start=1):
            address = line.strip()
            if address and not address.startswith("#") and not self._apprise.add(address):
                raise AddressUnusable(f"{addresses}, line {number}: no address that Apprise can use")

    def send(self, title: str, text: str) -> bool:
        """Tell all of them; waits for the network. False when one could not be reached: tell again."""
        return bool(self._apprise.notify(title=title, body=text))
