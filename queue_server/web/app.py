"""The pages: desk console, web board, a ticket's own page, sign-in, health. Websockets are in sockets.py."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.static_files import create_static_files_router

from queue_server.core.centre import Centre
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState
from queue_server.live import LiveCentre
from queue_server.web.access import SESSION_SECONDS, Access, Locked
from queue_server.web.sockets import COOKIE

_HERE = Path(__file__).parent
_PAGES = _HERE / "pages"

#: No inline script or style, nothing from elsewhere; a page talks to its own server only.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(max_length=64)]
    pin: Annotated[str, msgspec.Meta(max_length=128)]


class SignedIn(msgspec.Struct):
    officer: str
    display: str
    employer: str | None


class TicketPage(msgspec.Struct, kw_only=True):
    """What a citizen's phone shows: no identity, only the number and where it stands."""

    number: str
    state: str
    service: dict[str, str]
    centre: dict[str, str]
    desk: str | None
    desks: tuple[str, ...]
    taken_at: int
    now: int
    ahead: int | None
    low: int | None
    high: int | None
    hotline: str | None
    timezone: str
    desk_word: str


def create_app(live: LiveCentre, access: Access) -> Litestar:
    """All HTTP routes of one centre's server."""

    @get("/", media_type=MediaType.HTML, sync_to_thread=False)
    def index() -> str:
        return _page("index.html")

    @get("/desk", media_type=MediaType.HTML, sync_to_thread=False)
    def desk() -> str:
        return _page("console.html")

    @get("/board/{board:str}", media_type=MediaType.HTML, sync_to_thread=False)
    def board(board: FromPath[str], token: FromQuery[str] = "") -> str:
        if not re.fullmatch(r"[\w.-]{1,64}", board) or not re.fullmatch(r"[\w-]{0,200}", token):
            raise NotFoundException
        return _page("board.html").replace("{{board}}", board).replace("{{token}}", token)

    @get("/t/{ticket:str}", media_type=MediaType.HTML, sync_to_thread=False)
    def ticket(ticket: FromPath[str]) -> str:
        del ticket  # the page asks for it by its own address
        return _page("ticket.html")

    @get("/api/tickets/{ticket:str}", cache_control=None)
    async def ticket_state(ticket: FromPath[str]) -> Response[TicketPage]:
        try:
            page = await live.read(lambda centre: _ticket_page(centre, ticket, now=live.now))
        except Refusal as refusal:
            raise NotFoundException(detail=refusal.words["vi"]) from refusal
        return Response(page, headers={"Cache-Control": "private, max-age=3"})

    @post("/sign-in")
    async def sign_in(data: JSONBody[SignIn]) -> Response[SignedIn]:
        try:
            cookie = await asyncio.to_thread(access.sign_in, data.name, data.pin)
        except Locked as locked:
            raise HTTPException(status_code=429, detail="locked") from locked
        officer = access.officer(cookie) if cookie else None
        if cookie is None or officer is None:
            raise HTTPException(status_code=401, detail="wrong")
        return Response(
            SignedIn(officer=officer.name, display=officer.display, employer=officer.employer),
            status_code=200,
            cookies=[Cookie(key=COOKIE, value=cookie, httponly=True, samesite="strict", max_age=SESSION_SECONDS)],
        )

    @post("/sign-out", status_code=204)
    async def sign_out() -> Response[None]:
        return Response(
            None, status_code=204, cookies=[Cookie(key=COOKIE, value="", httponly=True, samesite="strict", max_age=0)]
        )

    @get("/api/me", sync_to_thread=False)
    def me(request: Request[Any, Any, Any]) -> SignedIn:
        officer = access.officer(request.cookies.get(COOKIE, ""))
        if officer is None:
            raise HTTPException(status_code=401, detail="signed out")
        return SignedIn(officer=officer.name, display=officer.display, employer=officer.employer)

    @get("/health")
    async def health() -> dict[str, Any]:
        return await live.read(
            lambda centre: {"centre": centre.plan.id, "version": centre.version, "day": centre.day, "ok": True}
        )

    return Litestar(
        [
            index,
            desk,
            board,
            ticket,
            ticket_state,
            sign_in,
            sign_out,
            me,
            health,
            create_static_files_router(path="/static", directories=[_HERE / "static"]),
        ],
        after_request=_secure,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=65_536,
    )


def _secure(response: Response[Any]) -> Response[Any]:
    response.headers.update(_HEADERS)
    return response


def _page(name: str) -> str:
    return (_PAGES / name).read_text("utf-8")


def _ticket_page(centre: Centre, key: str, *, now: int) -> TicketPage:
    """Only the unguessable id opens the page, never the printed number."""
    ticket = centre.tickets.get(key)
    if ticket is None:
        raise Refusal("unknown_ticket")
    outlook = centre.outlook_of(ticket, now=now) if ticket.state is TicketState.WAITING else None
    return TicketPage(
        number=ticket.number,
        state=ticket.state.value,
        service=centre.services[ticket.service].names,
        centre=centre.plan.names,
        desk=ticket.desk,
        desks=centre.own_desks(ticket.service),
        taken_at=ticket.taken_at,
        now=now,
        ahead=outlook.ahead if outlook else None,
        low=outlook.low if outlook else None,
        high=outlook.high if outlook else None,
        hotline=centre.plan.hotline,
        timezone=centre.plan.hours.timezone,
        desk_word=centre.plan.speech.desk_word,
    )
