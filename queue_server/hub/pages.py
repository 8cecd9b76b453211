"""The province's page and what it asks for. Plain HTTP beside the uplinks; numbers of lines only, nobody's name."""

from __future__ import annotations

from pathlib import Path

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from queue_server.hub.server import Hub

#: Where uplinks come.
UPLINK = "/uplink"
_STATIC = Path(__file__).parent / "static"
_FILES = {
    "/": ("province.html", "text/html; charset=utf-8"),
    "/province.js": ("province.js", "text/javascript; charset=utf-8"),
    "/province.css": ("province.css", "text/css; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def respond(hub: Hub, connection: ServerConnection, request: Request) -> Response | None:
    """The answer to an HTTP request; None lets an uplink go on to its websocket."""
    path = request.path.partition("?")[0]
    if path == UPLINK:
        return None
    if path == "/api/centres":
        return _answer(_centres(hub), "application/json")
    if path == "/api/authorities":
        return _answer(_authorities(hub), "application/json")
    if path in _FILES:
        name, kind = _FILES[path]
        return _answer((_STATIC / name).read_bytes(), kind)
    return connection.respond(404, "Nothing is here.\n")


def _centres(hub: Hub) -> bytes:
    now = hub.clock()
    centres = [
        {**msgspec.to_builtins(each), "online": each.id in hub.lines, "settings": _settings(hub, each.id)}
        for each in hub.province.now(now)
    ]
    return msgspec.json.encode({"now": now, "centres": centres})


def _authorities(hub: Hub) -> bytes:
    """Who received and who decides, of the visits of today; None for whom nobody has named."""
    names, centres = hub.province.authorities(), hub.province.centres
    ways = sorted(hub.province.ways(hub.clock()).items())
    return msgspec.json.encode(
        [
            {
                "helped": centres[way.helped].plan.names,
                "received": names.get(way.received),
                "employer": way.employer,
                "decides": names.get(way.decides),
                "visits": visits,
            }
            for way, visits in ways
        ]
    )


def _settings(hub: Hub, centre: str) -> dict[str, object] | None:
    """The number of the province's settings at a centre, or that it could not use them; None where it takes none."""
    taken = hub.settings.get(centre)
    return {"number": taken.number, "usable": not taken.problem} if taken else None


def _answer(body: bytes, kind: str) -> Response:
    headers = Headers({**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))})
    return Response(200, "OK", headers, body)
