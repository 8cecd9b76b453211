"""The pages: desk console, web board and others. Signing in is in sign_in, a ticket's own page in ticket_page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.static_files import create_static_files_router

from queue_server.core.centre import Centre
from queue_server.live import LiveCentre
from queue_server.web import figures, opinions, sign_in
from queue_server.web.access import Access
from queue_server.web.gate import Gate, our_own
from queue_server.web.page import page
from queue_server.web.rating import routes as rating_routes
from queue_server.web.rights import Right
from queue_server.web.ticket_page import routes as ticket_routes

_HERE = Path(__file__).parent

#: No inline script or style, nothing from elsewhere; a page talks to its own server only.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


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

    @get("/opinions", media_type=MediaType.HTML, sync_to_thread=False)
    def opinions_page(request: Request[Any, Any, Any]) -> str | Redirect:
        return gate.way_in(request, *opinions.READERS) or page("opinions.html")

    @get("/figures", media_type=MediaType.HTML, sync_to_thread=False)
    def figures_page(request: Request[Any, Any, Any]) -> str | Redirect:
        return gate.way_in(request, *figures.READERS) or page("figures.html")

    @get("/reception", media_type=MediaType.HTML, sync_to_thread=False)
    def reception() -> str:
        return page("reception.html")

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

    return app_of(
        [
            index,
            desk,
            reception,
            hall,
            board,
            board_to_pair,
            admin,
            audit,
            opinions_page,
            figures_page,
            *ticket_routes(live),
            *rating_routes(live),
            *more,
            *sign_in.routes(access, lasts=lasts, sign_on=sign_on),
        ]
    )


def app_of(handlers: Sequence[HTTPRouteHandler]) -> Litestar:
    """An application of these routes and the static files, with what holds for every page of ours."""
    files = create_static_files_router(
        path="/static",
        directories=[_HERE / "static"],
        cache_control=CacheControlHeader(no_cache=True),
        before_request=_a_name_of_a_file,
    )
    return Litestar(
        [*handlers, files],
        guards=[our_own],
        exception_handlers={RecursionError: _too_deep},
        after_request=_secure,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=65_536,
    )


def _a_name_of_a_file(request: Request[Any, Any, Any]) -> None:
    """The system refuses to look for a name with a zero in it; that is no fault of ours (500)."""
    if "\0" in request.url.path or "%00" in request.url.path:
        raise NotFoundException


def _too_deep(_: Request[Any, Any, Any], __: RecursionError) -> Response[dict[str, str]]:
    """JSON nested without end: the reader gives up, and that is the sender's fault."""
    return _secure(Response({"detail": "too_deep"}, status_code=400))


def _secure(response: Response[Any]) -> Response[Any]:
    """What concerns the person who asked is kept by nobody on the way, unless the answer says for how long."""
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
