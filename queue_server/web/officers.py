"""The people on pages: add, roles, employer, a new PIN, disable. For administrators; what they may is in `rights`.

Whoever is signed in learns how colleagues are called: what is recorded, and told to pages, are user names.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from queue_server.core.plan import Employer
from queue_server.web.access import Access, Officer
from queue_server.web.gate import Gate
from queue_server.web.passwords import good_enough
from queue_server.web.rights import RIGHTS, OfficerRole, Right

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
Secret = Annotated[str, msgspec.Meta(max_length=128)]


class Person(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What an administrator sets of an officer."""

    display: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    employer: Employer | None = None
    roles: Annotated[tuple[OfficerRole, ...], msgspec.Meta(min_length=1)]
    disabled: bool = False


class NewPerson(Person, forbid_unknown_fields=True, kw_only=True):
    name: Name
    pin: Secret


class NewPin(msgspec.Struct, forbid_unknown_fields=True):
    pin: Secret


class Listed(msgspec.Struct, kw_only=True):
    name: str
    display: str
    employer: str | None
    roles: tuple[OfficerRole, ...]
    disabled: bool


class People(msgspec.Struct, kw_only=True):
    """Everybody, and the table of rights."""

    officers: list[Listed]
    rights: dict[str, list[str]]


def routes(access: Access) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    gate = Gate(access)
    only = [gate.needs(Right.ADMINISTER)]

    @get("/api/names", guards=[gate.needs(*Right)], sync_to_thread=False)
    def names() -> dict[str, str]:
        return {each.name: each.display for each in access.officers()}

    @get("/api/admin/officers", guards=only, sync_to_thread=False)
    def people() -> People:
        return People(
            officers=[_listed(each) for each in access.officers()],
            rights={role.value: [right.value for right in Right if right in RIGHTS[role]] for role in OfficerRole},
        )

    @post("/api/admin/officers", guards=only)
    async def add(data: JSONBody[NewPerson], request: Request[Any, Any, Any]) -> Response[None]:
        if any(each.name == data.name for each in access.officers()):
            raise HTTPException(status_code=409, detail="name_taken")
        _insist(data.pin, data.roles)
        employer = data.employer.value if data.employer else None
        access.add_officer(
            data.name,
            pin=data.pin,
            display=data.display,
            employer=employer,
            roles=data.roles,
            by=gate.name(request),
        )
        return Response(None, status_code=204)

    @post("/api/admin/officers/{name:str}", status_code=204, guards=only, sync_to_thread=False)
    def change(name: FromPath[str], data: JSONBody[Person], request: Request[Any, Any, Any]) -> None:
        _known(access, name)
        if name == gate.name(request) and (data.disabled or OfficerRole.ADMINISTRATOR not in data.roles):
            raise HTTPException(status_code=409, detail="not_yourself")
        employer = data.employer.value if data.employer else None
        access.change_officer(
            name,
            display=data.display,
            employer=employer,
            roles=data.roles,
            disabled=data.disabled,
            by=gate.name(request),
        )

    @post("/api/admin/officers/{name:str}/pin", status_code=204, guards=only)
    async def new_pin(name: FromPath[str], data: JSONBody[NewPin], request: Request[Any, Any, Any]) -> None:
        _insist(data.pin, _known(access, name).roles)
        access.reset_pin(name, data.pin, by=gate.name(request))

    return [names, people, add, change, new_pin]


def _listed(officer: Officer) -> Listed:
    return Listed(
        name=officer.name,
        display=officer.display,
        employer=officer.employer,
        roles=officer.roles,
        disabled=officer.disabled,
    )


def _known(access: Access, name: str) -> Officer:
    for each in access.officers():
        if each.name == name:
            return each
    raise HTTPException(status_code=404, detail="unknown_officer")


def _insist(pin: str, roles: tuple[OfficerRole, ...]) -> None:
    if not good_enough(pin, roles):
        raise HTTPException(status_code=422, detail="pin_too_easy")
