"""Signing in and out over HTTP, and who is signed in. The page is pages/sign-in.html; `access` knows the secrets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from queue_server.web.access import SESSION_SECONDS, Access, Officer
from queue_server.web.gate import Gate, cookie_name
from queue_server.web.guessing import Locked
from queue_server.web.page import page
from queue_server.web.rights import Right

#: How long a session lasts if it begins now, in seconds: to the end of the shift.
Lasts = Callable[[], Awaitable[int]]
#: The routes of single sign-on, where there is one.
SignOnRoutes = Callable[[Access, Lasts], list[HTTPRouteHandler]]
#: After closing there is still work to be finished at the desk.
OVERTIME_SECONDS = 2 * 3600


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(max_length=64)]
    pin: Annotated[str, msgspec.Meta(max_length=128)]


class SignedIn(msgspec.Struct):
    officer: str
    display: str
    employer: str | None
    roles: tuple[str, ...]
    rights: tuple[str, ...]


def routes(access: Access, *, lasts: Lasts, sign_on: SignOnRoutes | None = None) -> list[HTTPRouteHandler]:
    """The routes of this file, and of single sign-on where it is configured."""
    gate = Gate(access)

    @get("/sign-in", media_type=MediaType.HTML, sync_to_thread=False)
    def sign_in_page() -> str:
        return page("sign-in.html")

    @post("/sign-in")
    async def sign_in(data: JSONBody[SignIn], request: Request[Any, Any, Any]) -> Response[SignedIn]:
        address = request.client.host if request.client else ""
        seconds = await lasts()
        try:
            cookie = await access.sign_in(data.name, data.pin, address=address, lasts=seconds)
        except Locked as locked:
            raise HTTPException(status_code=429, detail="locked") from locked
        officer = access.officer(cookie) if cookie else None
        if cookie is None or officer is None:
            raise HTTPException(status_code=401, detail="wrong")
        return Response(told(officer), status_code=200, cookies=[session_cookie(request, cookie, seconds=seconds)])

    @post("/sign-out", status_code=204)
    async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
        access.sign_out(gate.cookie(request))
        return Response(None, status_code=204, cookies=[session_cookie(request, "", seconds=0)])

    @get("/api/me", sync_to_thread=False)
    def me(request: Request[Any, Any, Any]) -> SignedIn | None:
        officer = gate.officer(request)
        return told(officer) if officer else None

    @get("/api/sign-in", sync_to_thread=False)
    def ways() -> dict[str, bool]:
        return {"single_sign_on": sign_on is not None}

    return [sign_in_page, sign_in, sign_out, me, ways, *(sign_on(access, lasts) if sign_on else ())]


def told(officer: Officer) -> SignedIn:
    """What a browser may know of its officer."""
    return SignedIn(
        officer=officer.name,
        display=officer.display,
        employer=officer.employer,
        roles=tuple(officer.roles),
        rights=tuple(right for right in Right if officer.may(right)),
    )


def session_cookie(request: Request[Any, Any, Any], value: str, *, seconds: int) -> Cookie:
    """The cookie of a session: never for scripts, never for other sites, and only over https where that is spoken."""
    over_tls = request.url.scheme == "https"
    return Cookie(
        key=cookie_name(over_tls=over_tls),
        value=value,
        httponly=True,
        samesite="strict",
        secure=over_tls,
        max_age=seconds,
    )


def until_the_shift_ends(*, now: int, closes: int | None) -> int:
    """Seconds that a session may last, from instants: to closing and some overtime, at most a working day."""
    if closes is None or closes <= now:
        return SESSION_SECONDS
    return min(SESSION_SECONDS, (closes - now) // 1000 + OVERTIME_SECONDS)
