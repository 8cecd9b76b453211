"""Pairing a device: it shows six digits, an administrator types them on a page, it gets its token, once.

The device asks over HTTP and holds a secret that only it knows; the code is worth nothing without an administrator, and
the secret nothing without the code being typed. Nothing of this is kept over a restart: the device asks anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from queue_server.protocol.messages import Role
from queue_server.web.access import Access

#: How long a code is good for, in seconds.
CODE_SECONDS = 600
#: Codes that wait at one time, from everywhere and from one address.
_MOST = 60
_MOST_HERE = 6


class TooMany(Exception):
    """Too many devices wait to be paired; try again in a few minutes."""


class UnknownCode(Exception):
    """No device shows this code now, or it is too old."""


class DeskNeeded(Exception):
    """What shows this code belongs to a desk, and none was named; the code is good as before."""


@dataclass(slots=True, kw_only=True)
class _Waiting:
    code: str
    secret: str
    role: Role
    address: str
    until: float
    given: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a device is told that asks to be paired."""

    code: str
    secret: str
    seconds: int


class Pairing:
    """Devices that wait to be paired. `clock` gives seconds."""

    def __init__(self, access: Access, *, clock: Callable[[], float]) -> None:
        self._access = access
        self._clock = clock
        self._waiting: dict[str, _Waiting] = {}

    def ask(self, role: Role, *, address: str) -> Asked:
        """A fresh code for a device that has no token. Raises `TooMany`."""
        self._forget()
        here = sum(each.address == address for each in self._waiting.values())
        if len(self._waiting) >= _MOST or here >= _MOST_HERE:
            raise TooMany
        shown = {each.code for each in self._waiting.values()}
        code = next(code for code in iter(_fresh_code, "") if code not in shown)
        secret = secrets.token_urlsafe(32)
        until = self._clock() + CODE_SECONDS
        self._waiting[secret] = _Waiting(code=code, secret=secret, role=role, address=address, until=until)
        return Asked(code=code, secret=secret, seconds=CODE_SECONDS)

    def waiting(self) -> list[tuple[Role, str]]:
        """Role and address of the devices that show a code now; the code itself has to be read off the device."""
        self._forget()
        return [(each.role, each.address) for each in self._waiting.values() if each.given is None]

    def pair(self, code: str, *, device: str, by: str, desks: tuple[str, ...] = ()) -> Role:
        """Give the device that shows this code its name and token. Raises `UnknownCode` or `DeskNeeded`.

        A rating tablet acts at its `desks` only; kiosks and boards have none.
        """
        self._forget()
        for each in self._waiting.values():
            if each.given is None and secrets.compare_digest(each.code, code):
                own = desks if each.role is Role.RATING else ()
                if each.role is Role.RATING and not own:
                    raise DeskNeeded
                each.given = device, self._access.add_device(device, role=each.role, desks=own, by=by)
                return each.role
        raise UnknownCode

    def collect(self, secret: str) -> tuple[str, str] | None:
        """The device's name and token, once, or None while nobody has typed its code. Raises `UnknownCode`."""
        self._forget()
        each = self._waiting.get(secret)
        if each is None:
            raise UnknownCode
        if each.given is not None:
            del self._waiting[secret]
        return each.given

    def _forget(self) -> None:
        now = self._clock()
        self._waiting = {key: each for key, each in self._waiting.items() if each.until > now}


def _fresh_code() -> str:
    return f"{secrets.randbelow(10**6):06d}"
