"""Who may come in: officers by name and PIN or password, devices by token, browsers by a session cookie.

Kept in one file of the data folder, readable by the server only: argon2 hashes of what officers type, SHA-256 of the
(256-bit random) tokens of devices and sessions. Nothing here is ever logged. Who may do what is in `rights`.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import hmac
import os
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queue_server.json_file import read_json
from queue_server.protocol.messages import Role
from queue_server.web.guessing import Guesses, Locked
from queue_server.web.rights import RIGHTS, OfficerRole, Right

#: Its name in the data folder.
FILE = "access.json"
#: A working day with its overtime; then the officer signs in again.
SESSION_SECONDS = 12 * 3600
#: argon2id as OWASP asks for it.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: So many tries from one address are under way at one time.
_AT_ONCE = 20
#: What the PIN of somebody unknown is held against: made as the others are, of a secret that nobody kept.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$EgdMDfHDxNgUp9NtfHqBHA$v4dKo3eNREQj3RE/4krgbf/9cUdiZUhW0W8mNWHf5Is"


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """A person who signs in. `employer` as in the plan; None takes the desk's. `pin` is a hash, also of a password."""

    name: str
    display: str
    pin: str
    employer: str | None = None
    roles: tuple[OfficerRole, ...] = (OfficerRole.OFFICER,)
    disabled: bool = False

    def may(self, *rights: Right) -> bool:
        """Whether one of the roles gives one of these rights."""
        return any(not RIGHTS[role].isdisjoint(rights) for role in self.roles)


class DeviceKey(msgspec.Struct, frozen=True, kw_only=True):
    """A kiosk, board or machine with devices, and the SHA-256 of its token. `desks` are those its keypads act for.

    `next` is that of a new token which the device was sent: saying it once makes the old one worthless. `since` is when
    the token was made, in seconds.
    """

    id: str
    role: Role
    token: str
    desks: tuple[str, ...] = ()
    next: str = ""
    since: int = 0


class Session(msgspec.Struct, frozen=True):
    """Who is signed in, and until when in seconds. `place` is the keypad where that was typed, empty for browsers."""

    officer: str
    until: int
    place: str = ""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """Who changed what about a person or a device; kept until it is in the journal (docs/decisions/0115)."""

    id: str
    what: str
    subject: str
    by: str
    detail: str = ""


class AccessFile(msgspec.Struct, kw_only=True):
    """What is kept on disk. `sessions` by the SHA-256 of the cookie, `changes` that the journal does not hold yet."""

    officers: dict[str, Officer] = {}
    devices: dict[str, DeviceKey] = {}
    sessions: dict[str, Session] = {}
    changes: list[Changed] = []

    def note(self, what: str, subject: str, *, by: str, detail: str = "") -> None:
        """Write down a change together with it; none that a program makes of its own accord, without `by`."""
        if not by:
            return
        change = Changed(id=secrets.token_hex(8), what=what, subject=subject, by=by, detail=detail)
        self.changes = [*self.changes, change]


class Access:
    """The access file of one centre. `clock` gives seconds and is used for sessions and guesses only."""

    def __init__(
        self, path: Path, *, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._path = path
        self._clock = clock
        self._sleep = sleep
        self._guesses = Guesses(clock=clock)
        #: Hashing takes a processor on purpose: one at a time, and on no thread that somebody else waits for.
        self._hashing = ThreadPoolExecutor(1, thread_name_prefix="hashing")
        self._trying = Counter[str]()
        self._read_at = 0, 0
        self._file = AccessFile()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            self._save()
        self._refresh()

    @property
    def folder(self) -> Path:
        """The data folder that the file is in."""
        return self._path.parent

    # ------------------------------------------------------------------------------------------------- officers

    def officers(self) -> tuple[Officer, ...]:
        """Everybody who was ever let in, by name."""
        self._refresh()
        return tuple(sorted(self._file.officers.values(), key=lambda each: each.name))

    def add_officer(
        self,
        name: str,
        *,
        pin: str,
        display: str,
        employer: str | None = None,
        roles: tuple[OfficerRole, ...] = (OfficerRole.OFFICER,),
        by: str = "",
    ) -> None:
        """Add or replace an officer. A new PIN or password ends the sessions that the old one opened."""
        hashed = HASHER.hash(pin)
        with self._changing() as file:
            file.note("officer_added", name, by=by, detail=_roles(roles))
            file.officers[name] = Officer(name=name, display=display, pin=hashed, employer=employer, roles=roles)
            _end_sessions(file, name)

    def change_officer(
        self,
        name: str,
        *,
        display: str,
        employer: str | None,
        roles: tuple[OfficerRole, ...],
        disabled: bool,
        by: str = "",
    ) -> None:
        """Change what is known of an officer. Who is disabled is out at once. Raises KeyError."""
        with self._changing() as file:
            former = file.officers[name]
            changed = msgspec.structs.replace(
                former, display=display, employer=employer, roles=roles, disabled=disabled
            )
            file.officers[name] = changed
            for what, detail in _differences(former, changed):
                file.note(what, name, by=by, detail=detail)
            if disabled:
                _end_sessions(file, name)

    def reset_pin(self, name: str, pin: str, *, by: str = "") -> None:
        """Give an officer a new PIN or password; whoever is signed in with the old one is out. Raises KeyError."""
        hashed = HASHER.hash(pin)
        with self._changing() as file:
            file.officers[name] = msgspec.structs.replace(file.officers[name], pin=hashed)
            file.note("pin_changed", name, by=by)
            _end_sessions(file, name)

    # ------------------------------------------------------------------------------------------------- sessions

    async def sign_in(self, name: str, pin: str, *, address: str = "", lasts: int = SESSION_SECONDS) -> str | None:
        """The session cookie's value, or None when name or PIN are wrong. Slow on purpose. Raises `Locked`."""
        officer = await self.prove(name, pin, address=address)
        return self.open_session(name, lasts=lasts) if officer is not None else None

    async def prove(self, name: str, pin: str, *, address: str) -> Officer | None:
        """Who this is, or None when name or PIN are wrong; opens no session. As slow as `sign_in`. Raises `Locked`."""
        if self._trying[address] >= _AT_ONCE:
            await self._sleep(1)  # whoever asks again as soon as there is an answer
            raise Locked
        with self._tried(address):
            delay = self._guesses.admit(name, address)
            if delay:
                await self._sleep(delay)
            self._refresh()
            officer = self._file.officers.get(name)
            # An unknown name takes as long as a wrong PIN, so that names cannot be guessed by timing.
            hashed, loop = officer.pin if officer else NOBODYS, asyncio.get_running_loop()
            right = await loop.run_in_executor(self._hashing, self._verify, hashed, pin)
        if not right or officer is None or officer.disabled:
            return None
        self._guesses.forgive(name, address)
        return officer

    def open_session(self, name: str, *, lasts: int = SESSION_SECONDS, place: str = "") -> str:
        """A session of somebody whose identity is proved: the cookie's value. At a keypad it ends the one before."""
        cookie = secrets.token_urlsafe(32)
        now = int(self._clock())
        with self._changing() as file:
            file.sessions = {key: each for key, each in file.sessions.items() if each.until > now}
            _leave(file, place)
            file.sessions[_hash(cookie)] = Session(officer=name, until=now + lasts, place=place)
        return cookie

    def officer(self, cookie: str) -> Officer | None:
        """Whose session this cookie is; None when unknown, ended, or of someone who may not come in any more."""
        self._refresh()
        return self._whose(self._file.sessions.get(_hash(cookie)))

    def at_keypad(self, place: str) -> Officer | None:
        """Who is signed in at a keypad; None as for `officer`."""
        self._refresh()
        return self._whose(next((each for each in self._file.sessions.values() if each.place == place), None))

    def sign_out(self, cookie: str) -> None:
        """End a session: the cookie opens nothing from now on."""
        with self._changing() as file:
            file.sessions.pop(_hash(cookie), None)

    def leave_keypad(self, place: str) -> None:
        """End the session of a keypad."""
        with self._changing() as file:
            _leave(file, place)

    # -------------------------------------------------------------------------------------------------- devices

    def devices(self) -> tuple[DeviceKey, ...]:
        """Every device that has a token."""
        self._refresh()
        return tuple(sorted(self._file.devices.values(), key=lambda each: each.id))

    def add_device(self, device: str, *, role: Role, desks: tuple[str, ...] = (), by: str = "") -> str:
        """Add a device or give it a new token, which is returned once and kept only as a hash."""
        token, now = _fresh_token(), int(self._clock())
        with self._changing() as file:
            file.devices[device] = DeviceKey(id=device, role=role, token=_hash(token), desks=desks, since=now)
            file.note("device_added", device, by=by, detail=role.value)
        return token

    def next_key(self, device: str) -> str:
        """A further token for a device, good at once; the one before is good until this was used. Raises KeyError."""
        token = _fresh_token()
        with self._changing() as file:
            file.devices[device] = msgspec.structs.replace(file.devices[device], next=_hash(token))
        return token

    def remove_device(self, device: str, *, by: str = "") -> None:
        """A device's token is good for nothing from now on."""
        with self._changing() as file:
            if file.devices.pop(device, None) is not None:
                file.note("device_removed", device, by=by)

    def device(self, device: str, *, role: Role, token: str) -> bool:
        """Whether this token is that device's, for that role."""
        self._refresh()
        known, said = self._file.devices.get(device), _hash(token)
        if known is None or known.role is not role:
            return False
        if known.next and hmac.compare_digest(known.next, said):
            self._take_next(device, said)
            return True
        return hmac.compare_digest(known.token, said)

    def edition(self) -> tuple[int, int]:
        """Another one after every change of people, devices or sessions."""
        self._refresh()
        return self._read_at

    def desks_of(self, device: str) -> tuple[str, ...]:
        """The desks whose keypads are attached to this device."""
        self._refresh()
        known = self._file.devices.get(device)
        return known.desks if known is not None else ()

    # ---------------------------------------------------------------------------------------------------- changes

    def changes(self) -> tuple[Changed, ...]:
        """What was changed and is not in the journal yet, oldest first."""
        self._refresh()
        return tuple(self._file.changes)

    def written_down(self, change: str) -> None:
        """This change is in the journal."""
        with self._changing() as file:
            file.changes = [each for each in file.changes if each.id != change]

    # ---------------------------------------------------------------------------------------------------- inside

    def _take_next(self, device: str, said: str) -> None:
        """The device has its new token: the old one opens nothing any more."""
        with self._changing() as file:
            known = file.devices.get(device)
            if known is not None and known.next == said:
                file.devices[device] = msgspec.structs.replace(known, token=said, next="", since=int(self._clock()))
                file.note("key_changed", device, by=device)

    def _whose(self, session: Session | None) -> Officer | None:
        if session is None or session.until <= self._clock():
            return None
        officer = self._file.officers.get(session.officer)
        return None if officer is None or officer.disabled else officer

    @contextmanager
    def _tried(self, address: str) -> Iterator[None]:
        """Names without end, tried from one address, must neither use up the thread nor be kept in mind."""
        self._trying[address] += 1
        try:
            yield
        finally:
            self._trying[address] -= 1
            if not self._trying[address]:
                del self._trying[address]

    def _verify(self, hashed: str, pin: str) -> bool:
        try:
            return bool(HASHER.verify(hashed, pin))
        except (VerificationError, InvalidHashError, ValueError):  # ValueError: not even text
            return False

    def _refresh(self) -> None:
        """Read the file again when somebody else, such as `motcua device`, has written it."""
        stat = self._path.stat()
        written = stat.st_mtime_ns, stat.st_ino
        if written != self._read_at:
            self._file = read_json(self._path, AccessFile)
            self._read_at = written

    @contextmanager
    def _changing(self) -> Iterator[AccessFile]:
        """The file as it stands, to be changed by one process at a time, and saved when the block ends well."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            self._refresh()
            yield self._file
            self._save()
        finally:
            os.close(folder)

    def _save(self) -> None:
        """Replace the file in one step, so that a power cut leaves the old or the new one."""
        draft = self._path.with_suffix(".new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            os.fchmod(file.fileno(), 0o600)
            file.write(msgspec.json.format(msgspec.json.encode(self._file)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        stat = self._path.stat()
        self._read_at = stat.st_mtime_ns, stat.st_ino


def _roles(roles: tuple[OfficerRole, ...]) -> str:
    return ", ".join(role.value for role in roles)


def _differences(former: Officer, now: Officer) -> Iterator[tuple[str, str]]:
    """What an auditor is told of a change of somebody's account."""
    if former.roles != now.roles:
        yield "roles_changed", f"{_roles(former.roles)} → {_roles(now.roles)}"
    if former.disabled != now.disabled:
        yield "officer_disabled" if now.disabled else "officer_enabled", ""
    if (former.display, former.employer) != (now.display, now.employer):
        yield "officer_changed", f"{now.display}, {now.employer or '-'}"


def _leave(file: AccessFile, place: str) -> None:
    """Nobody is signed in at this keypad any more."""
    file.sessions = {key: each for key, each in file.sessions.items() if not place or each.place != place}


def _end_sessions(file: AccessFile, officer: str) -> None:
    file.sessions = {key: each for key, each in file.sessions.items() if each.officer != officer}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _fresh_token() -> str:
    """Begins with a letter: it is typed as the value of an option, and what begins with a hyphen would be another."""
    return f"t{secrets.token_urlsafe(32)}"
