"""The pages: desk console, web board, a ticket's own page. Signing in is in sign_in, websockets in sockets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.static_files import create_static_files_router

from queue_server.core.centre import Centre
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import TicketState
from queue_server.live import LiveCentre
from queue_server.web import sign_in
from queue_server.web.access import Access
from queue_server.web.gate import Gate, our_own
from queue_server.web.page import page
from queue_server.web.rating import Asked, asked
from queue_server.web.rating import routes as rating_routes
from queue_server.web.rights import Right

_HERE = Path(__file__).parent

#: No inline script or style, nothing from elsewhere; a page talks to its own server only.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


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
    rating: Asked | None
    rated: bool


def create_app(
    live: LiveCentre, access: Access, *more: HTTPRouteHandler, sign_on: sign_in.SignOnRoutes | None = None
) -> Litestar:
    """All HTTP routes of one centre's server; `more` are those of the pages for administrators and auditors."""
    gate = Gate(access)

    async def lasts() -> int:
        def reading(centre: Centre) -> int:
            closes = centre.calendar.closing_at(live.now)
            return sign_in.until_the_shift_ends(now=live.now, closes=closes)

        return await live.read(reading)

    @get("/", media_type=MediaType.HTML, sync_to_thread=False)
    def index() -> str:
        return page("index.html")

    @get("/desk", media_type=MediaType.HTML, sync_to_thread=False)
    def desk() -> str:
        return page("console.html")

    @get(["/admin", "/admin/{part:str}"], media_type=MediaType.HTML, sync_to_thread=False)
    def admin(request: Request[Any, Any, Any]) -> str | Redirect:
        return gate.way_in(request, Right.ADMINISTER) or page("admin.html")

    @get("/audit", media_type=MediaType.HTML, sync_to_thread=False)
    def audit(request: Request[Any, Any, Any]) -> str | Redirect:
        return gate.way_in(request, Right.AUDIT) or page("audit.html")

    @get("/hall", media_type=MediaType.HTML, sync_to_thread=False)
    def hall() -> str:
        return page("hall.html")

    @get("/board/{board:str}", media_type=MediaType.HTML, sync_to_thread=False)
    def board(board: FromPath[str], token: FromQuery[str] = "") -> str:
        if not re.fullmatch(r"[\w.-]{1,64}", board) or not re.fullmatch(r"[\w-]{0,200}", token):
            raise NotFoundException
        return page("board.html").replace("{{board}}", board).replace("{{token}}", token)

    @get("/board", media_type=MediaType.HTML, sync_to_thread=False)
    def board_to_pair() -> str:
        return page("board.html").replace("{{board}}", "").replace("{{token}}", "")

    @get("/t/{ticket:str}", media_type=MediaType.HTML, sync_to_thread=False)
    def ticket(ticket: FromPath[str]) -> str:
        del ticket  # the page asks for it by its own address
        return page("ticket.html")

    @get("/api/tickets/{ticket:str}", cache_control=None)
    async def ticket_state(ticket: FromPath[str]) -> Response[TicketPage]:
        try:
            page = await live.read(lambda centre: _ticket_page(centre, ticket, now=live.now))
        except Refusal as refusal:
            raise NotFoundException(detail=refusal.words["vi"]) from refusal
        return Response(page, headers={"Cache-Control": "private, max-age=3"})

    return app_of(
        [
            index,
            desk,
            hall,
            board,
            board_to_pair,
            ticket,
            admin,
            audit,
            ticket_state,
            *rating_routes(live),
            *more,
            *sign_in.routes(access, lasts=lasts, sign_on=sign_on),
        ]
    )


def app_of(handlers: Sequence[HTTPRouteHandler]) -> Litestar:
    """An application of these routes and the static files, with what holds for every page of ours."""
    return Litestar(
        [*handlers, create_static_files_router(path="/static", directories=[_HERE / "static"])],
        guards=[our_own],
        exception_handlers={RecursionError: _too_deep},
        after_request=_secure,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=65_536,
    )


def _too_deep(_: Request[Any, Any, Any], __: RecursionError) -> Response[dict[str, str]]:
    """JSON nested without end: the reader gives up, and that is the sender's fault."""
    return _secure(Response({"detail": "too_deep"}, status_code=400))


def _secure(response: Response[Any]) -> Response[Any]:
    response.headers.update(_HEADERS)
    return response


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
        rating=asked(centre, ticket),
        rated=ticket.visit is not None and ticket.visit.rated,
    )
