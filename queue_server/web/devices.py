"""Kiosks and boards over HTTP: pairing on both sides, and the list of devices for administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from queue_server.core.plan import CentrePlan
from queue_server.live import Unavailable
from queue_server.protocol.messages import Device, Id, Key, Role
from queue_server.switchboard import PEOPLE
from queue_server.web.access import Access
from queue_server.web.errands import ErrandKind, Errands, NotThere, Outcome
from queue_server.web.gate import Gate
from queue_server.web.guessing import Guesses, Locked
from queue_server.web.pairing import DeskNeeded, Pairing, TooMany, UnknownCode
from queue_server.web.rights import Right

DeviceName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class AskPairing(msgspec.Struct, forbid_unknown_fields=True):
    """What a device sends that has no token."""

    role: Role


class Code(msgspec.Struct, kw_only=True):
    """What it shows, and the secret by which it asks whether it was paired."""

    code: str
    secret: str
    seconds: int


class Collect(msgspec.Struct, forbid_unknown_fields=True):
    secret: Annotated[str, msgspec.Meta(max_length=100)]


class Paired(msgspec.Struct, kw_only=True):
    """`device` and `token` are null until somebody has typed the code."""

    device: str | None = None
    token: str | None = None
    desks: tuple[str, ...] = ()


class Pair(msgspec.Struct, forbid_unknown_fields=True):
    """`desk` of a rating tablet: where it rates."""

    code: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")]
    device: DeviceName
    desk: Key = ""


class Named(msgspec.Struct, forbid_unknown_fields=True):
    device: Id


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """What a device is asked for."""

    device: Id
    what: ErrandKind


class Known(msgspec.Struct, kw_only=True):
    """A device that has a token, and how it is if it was connected since the server started.

    `key_since` is since when it has its token, in milliseconds; 0 where that was not kept yet.
    """

    id: str
    role: Role
    now: Device | None
    key_since: int = 0
    desks: tuple[str, ...] = ()


class Waiting(msgspec.Struct, kw_only=True):
    role: Role
    address: str


class Devices(msgspec.Struct, kw_only=True):
    """`unpaired` are the kiosks and boards of the centre's plan that have no token yet, `desks` all of its desks."""

    devices: list[Known]
    waiting: list[Waiting]
    unpaired: list[str]
    desks: list[str]


def routes(
    access: Access,
    pairing: Pairing,
    errands: Errands,
    *,
    connected: Callable[[], tuple[Device, ...]],
    plan: Callable[[], CentrePlan],
    clock: Callable[[], float],
) -> list[HTTPRouteHandler]:
    """The routes of this file. `connected` says how devices are, `plan` which there should be."""
    gate = Gate(access)
    only = [gate.needs(Right.ADMINISTER)]
    guesses = Guesses(clock=clock)

    @post("/api/pairing", status_code=201, sync_to_thread=False)
    def ask(data: JSONBody[AskPairing], request: Request[Any, Any, Any]) -> Code:
        if data.role in PEOPLE:
            raise HTTPException(status_code=422, detail="not_a_device")
        try:
            asked = pairing.ask(data.role, address=_address(request))
        except TooMany as error:
            raise HTTPException(status_code=429, detail="too_many") from error
        return Code(code=asked.code, secret=asked.secret, seconds=asked.seconds)

    @post("/api/pairing/collect", status_code=200, sync_to_thread=False)
    def collect(data: JSONBody[Collect]) -> Paired:
        try:
            given = pairing.collect(data.secret)
        except UnknownCode as error:
            raise HTTPException(status_code=410, detail="code_expired") from error
        if given is None:
            return Paired()
        return Paired(device=given[0], token=given[1], desks=access.desks_of(given[0]))

    @get("/api/admin/devices", guards=only, sync_to_thread=False)
    def devices() -> Devices:
        now = {each.id: each for each in connected()}
        known = {each.id for each in access.devices()}
        return Devices(
            devices=[
                Known(id=each.id, role=each.role, now=now.get(each.id), key_since=each.since * 1000, desks=each.desks)
                for each in access.devices()
            ],
            waiting=[Waiting(role=role, address=address) for role, address in pairing.waiting()],
            unpaired=[each for each in _screens(plan()) if each not in known],
            desks=[each.id for each in plan().desks],
        )

    @post("/api/admin/devices/pair", status_code=200, guards=only, sync_to_thread=False)
    def pair(data: JSONBody[Pair], request: Request[Any, Any, Any]) -> Known:
        who = gate.name(request), _address(request)
        desks = tuple(each.id for each in plan().desks if each.id == data.desk)
        try:
            guesses.admit(*who)
            role = pairing.pair(data.code, device=data.device, by=who[0], desks=desks)
        except Locked as error:
            raise HTTPException(status_code=429, detail="locked") from error
        except UnknownCode as error:
            raise HTTPException(status_code=404, detail="unknown_code") from error
        except DeskNeeded as error:
            raise HTTPException(status_code=422, detail="desk_needed") from error
        guesses.forgive(*who)
        return Known(id=data.device, role=role, now=None)

    @post("/api/admin/devices/revoke", status_code=204, guards=only, sync_to_thread=False)
    def revoke(data: JSONBody[Named], request: Request[Any, Any, Any]) -> None:
        access.remove_device(data.device, by=gate.name(request))

    @post("/api/admin/devices/errand", status_code=200, guards=only)
    async def errand(data: JSONBody[Wanted], request: Request[Any, Any, Any]) -> Outcome:
        try:
            return await errands.send(data.device, data.what, by=gate.name(request))
        except NotThere as error:
            raise HTTPException(status_code=409, detail="not_there") from error
        except Unavailable as error:
            raise HTTPException(status_code=503, detail="unavailable") from error

    return [ask, collect, devices, pair, revoke, errand]


def _screens(plan: CentrePlan) -> list[str]:
    return [*(each.id for each in plan.kiosks), *(each.id for each in plan.boards)]


def _address(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else ""
