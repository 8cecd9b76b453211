"""Who may come in: officers by name and PIN, devices by token, browsers by a signed session cookie.

Kept in one file of the data folder, readable by the server only: argon2 hashes of PINs, SHA-256 of the (256-bit random)
device tokens, and the key that signs cookies. Nothing here is ever logged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queue_server.protocol.messages import Role
from queue_server.web.rights import RIGHTS, OfficerRole, Right

#: A working day with its overtime; then the officer signs in again.
SESSION_SECONDS = 12 * 3600
#: Wrong PINs in a row before the name is locked, and for how long.
_TRIES = 5
_LOCK_SECONDS = 300


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """A person who signs in. `employer` as in the plan; None takes the desk's."""

    name: str
    display: str
    pin: str
    employer: str | None = None
    roles: tuple[OfficerRole, ...] = (OfficerRole.OFFICER,)

    def may(self, right: Right) -> bool:
        """Whether one of the roles gives this right."""
        return any(right in RIGHTS[role] for role in self.roles)


class DeviceKey(msgspec.Struct, frozen=True, kw_only=True):
    """A kiosk or board and the SHA-256 of its token."""

    id: str
    role: Role
    token: str


class AccessFile(msgspec.Struct, kw_only=True):
    """What is kept on disk."""

    secret: str
    officers: dict[str, Officer] = {}
    devices: dict[str, DeviceKey] = {}


class _Session(msgspec.Struct, frozen=True):
    officer: str
    until: int


class Locked(Exception):
    """Too many wrong PINs for this name; wait five minutes."""


class Access:
    """The access file of one centre. `clock` gives seconds and is used for sessions and locks only."""

    def __init__(self, path: Path, *, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's argon2id
        self._nobodys = self._hasher.hash(secrets.token_hex())
        self._wrong: dict[str, tuple[int, float]] = {}
        self._counting = threading.Lock()
        self._read_at = 0, 0
        self._file = AccessFile(secret=secrets.token_hex(32))
        if not path.exists():
            self._save()
        self._refresh()

    # ------------------------------------------------------------------------------------------------- officers

    def add_officer(
        self,
        name: str,
        *,
        pin: str,
        display: str,
        employer: str | None = None,
        roles: tuple[OfficerRole, ...] = (OfficerRole.OFFICER,),
    ) -> None:
        """Add or replace an officer."""
        self._refresh()
        hashed = self._hasher.hash(pin)
        self._file.officers[name] = Officer(name=name, display=display, pin=hashed, employer=employer, roles=roles)
        self._save()

    def sign_in(self, name: str, pin: str) -> str | None:
        """The session cookie's value, or None when name or PIN are wrong. Slow on purpose. Raises `Locked`."""
        self._refresh()
        self._count_try(name)
        officer = self._file.officers.get(name)
        try:
            # An unknown name takes as long as a wrong PIN, so that names cannot be guessed by timing.
            right: bool = self._hasher.verify(officer.pin if officer else self._nobodys, pin)
        except (VerificationError, InvalidHashError, ValueError):
            right = False
        if not right or officer is None:
            return None
        with self._counting:
            self._wrong.pop(name, None)
        return self._sign(_Session(officer=name, until=int(self._clock()) + SESSION_SECONDS))

    def officer(self, cookie: str) -> Officer | None:
        """Whose session this cookie is; None when forged, expired or of someone no longer known."""
        self._refresh()
        payload, _, signature = cookie.partition(".")
        try:
            if not hmac.compare_digest(signature.encode(), self._signature(payload).encode()):
                return None
            session = msgspec.json.decode(base64.urlsafe_b64decode(payload), type=_Session)
        except (ValueError, msgspec.DecodeError):  # not even text: a browser may send any bytes
            return None
        return self._file.officers.get(session.officer) if session.until > self._clock() else None

    # -------------------------------------------------------------------------------------------------- devices

    def add_device(self, device: str, *, role: Role) -> str:
        """Add a device or give it a new token, which is returned once and kept only as a hash."""
        self._refresh()
        token = secrets.token_urlsafe(32)
        self._file.devices[device] = DeviceKey(id=device, role=role, token=_hash(token))
        self._save()
        return token

    def device(self, device: str, *, role: Role, token: str) -> bool:
        """Whether this token is that device's, for that role."""
        self._refresh()
        known = self._file.devices.get(device)
        return known is not None and known.role is role and hmac.compare_digest(known.token, _hash(token))

    # ---------------------------------------------------------------------------------------------------- inside

    def _count_try(self, name: str) -> None:
        """Count a try before it is made: tries at the same time must not all be let through. Raises `Locked`."""
        with self._counting:
            now = self._clock()
            self._wrong = {key: each for key, each in self._wrong.items() if now - each[1] < _LOCK_SECONDS}
            tries, _ = self._wrong.get(name, (0, now))
            if tries >= _TRIES:
                raise Locked
            self._wrong[name] = tries + 1, now

    def _sign(self, session: _Session) -> str:
        payload = base64.urlsafe_b64encode(msgspec.json.encode(session)).decode()
        return f"{payload}.{self._signature(payload)}"

    def _signature(self, payload: str) -> str:
        return hmac.new(bytes.fromhex(self._file.secret), payload.encode(), hashlib.sha256).hexdigest()

    def _refresh(self) -> None:
        """Read the file again when somebody else, such as `motcua device`, has written it."""
        stat = self._path.stat()
        written = stat.st_mtime_ns, stat.st_ino
        if written != self._read_at:
            self._file = msgspec.json.decode(self._path.read_bytes(), type=AccessFile)
            self._read_at = written

    def _save(self) -> None:
        """Replace the file in one step, so that a power cut leaves the old or the new one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            file.write(msgspec.json.format(msgspec.json.encode(self._file)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
