"""What stands before every page and every request over HTTP: is it our own page that asks, and who is signed in.

Also who opens a websocket. Who may do what is the table in `rights`.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from websockets.datastructures import Headers

from queue_server.web.access import Access, Officer
from queue_server.web.rights import Right

COOKIE = "motcua_session"
#: A page of another site cannot send a header of its own without asking first, and nobody answers it.
OWN_HEADER = "X-Motcua"

Connection = ASGIConnection[Any, Any, Any, Any]
#: What Litestar asks before a handler.
Guard = Callable[[Connection, BaseRouteHandler], None]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(*, over_tls: bool) -> str:
    """What the session's cookie is called: over TLS so that no neighbour in the domain can set it (RFC 6265bis)."""
    return f"__Host-{COOKIE}" if over_tls else COOKIE


def session_of(headers: Headers) -> str | None:
    """The session cookie with which a browser opens a websocket. A page of another site may not use it."""
    origin = headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != headers.get("Host"):
        return None
    try:
        name = cookie_name(over_tls=headers.get("X-Forwarded-Proto") == "https")
        morsel = SimpleCookie(headers.get("Cookie", "")).get(name)
    except CookieError:
        return None
    return morsel.value if morsel else None


def our_own(connection: Connection, _: BaseRouteHandler) -> None:
    """Refuse what changes something unless a page of this server, or a program, asks for it."""
    if connection.scope.get("method") in _SAFE:
        return
    headers = connection.headers
    origin = headers.get("Origin")
    if (
        headers.get(OWN_HEADER) is None
        or headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
        or (origin is not None and origin.partition("://")[2] != headers.get("Host"))
    ):
        raise HTTPException(status_code=403, detail="other_site")


class Gate:
    """Knows who is signed in. A handler that needs a right says so by `guards=[gate.needs(Right.…)]`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def cookie(self, connection: Connection) -> str:
        return connection.cookies.get(cookie_name(over_tls=connection.url.scheme in ("https", "wss")), "")

    def officer(self, connection: Connection) -> Officer | None:
        """Who is signed in, if anybody."""
        return self._access.officer(self.cookie(connection))

    def name(self, connection: Connection) -> str:
        """The name of who is signed in, behind a guard that has made sure that somebody is."""
        officer = self.officer(connection)
        if officer is None:
            raise HTTPException(status_code=401, detail="signed_out")
        return officer.name

    def needs(self, *rights: Right) -> Guard:
        """Let in who has one of these rights: 401 when nobody is signed in, 403 when the right is missing."""

        def guard(connection: Connection, _: BaseRouteHandler) -> None:
            officer = self.officer(connection)
            if officer is None:
                raise HTTPException(status_code=401, detail="signed_out")
            if not officer.may(*rights):
                raise HTTPException(status_code=403, detail="not_allowed")

        return guard

    def way_in(self, connection: Connection, *rights: Right) -> Redirect | None:
        """For a page: where to send a browser that may not see it; None when it may."""
        officer = self.officer(connection)
        if officer is not None and officer.may(*rights):
            return None
        return Redirect(f"/sign-in?next={connection.url.path}")
