"""Who has connected and not yet said who they are, by address: so few that nobody can use up the server's connections.

Devices and officers that are known do not count, so a whole centre may come from one address (NAT).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from ipaddress import ip_address

#: A page opens one connection, and says within milliseconds whose it is.
AT_MOST = 50


def address_of(peer: str, forwarded: Sequence[str]) -> str | None:
    """The address somebody comes from, given the peer of the connection and its X-Forwarded-For headers.

    Only a proxy on this machine is believed, and of what it says the last, which it wrote itself. None: a program on
    this machine.
    """
    try:
        here = ip_address(peer).is_loopback
    except ValueError:  # a socket of another family, which only this machine has
        return None
    if not here:
        return peer
    return forwarded[-1].rpartition(",")[2].strip() or None if forwarded else None


class Strangers:
    """Counts those of each address until they are known or gone."""

    def __init__(self, *, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._address: dict[Hashable, str] = {}
        self._count = Counter[str]()

    def come(self, who: Hashable, address: str | None) -> bool:
        """Whether they may wait here; always where the address is None."""
        if address is None:
            return True
        if self._count[address] >= self._at_most:
            return False
        self._address[who] = address
        self._count[address] += 1
        return True

    def leave(self, who: Hashable) -> None:
        """They are known now, or gone."""
        address = self._address.pop(who, None)
        if address is not None:
            self._count[address] -= 1
            if not self._count[address]:
                del self._count[address]
