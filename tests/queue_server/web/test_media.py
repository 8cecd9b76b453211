"""Pictures and videos: for the board that is to show them, whole or in parts; put there by administrators only."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from queue_server.core.commands import AdoptPlan
from queue_server.core.plan import Board, Slide
from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200)) * 400
SLIDES = (Slide(file="a.png"), Slide(file="later.webm"))


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


async def ask(house: Any, method: str, path: str, *, body: bytes = b"", **headers: str) -> Answer:
    def go() -> Answer:
        connection = HTTPConnection(str(urlsplit(house.url).netloc), timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"X-Motcua": "1", **sent})
        answer = connection.getresponse()
        found = Answer(answer.status, answer.read(), dict(answer.getheaders()))
        connection.close()
        return found

    return await asyncio.to_thread(go)


@pytest.fixture
async def token(house: Any) -> str:
    from dataclasses import replace

    plan = house.live.centre.plan
    await house.live.do(AdoptPlan(plan=replace(plan, boards=(Board(id="b1", media=SLIDES), Board(id="b2")))))
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return str(house.access.add_device("b1", role=msg.Role.BOARD))


async def cookie(house: Any) -> str:
    return f"motcua_session={house.access.open_session('quan')}"


async def test_a_file_is_put_there_and_shown_to_its_board(house: Any, token: str) -> None:
    who = await cookie(house)
    assert (await ask(house, "PUT", "/api/admin/media/a.png", body=PNG)).status == 401
    assert (await ask(house, "PUT", "/api/admin/media/a.png", body=PNG, Cookie=who)).status == 204
    found = await ask(house, "GET", f"/api/boards/b1/media/a.png?token={token}")
    assert (found.status, found.body, found.headers["content-type"]) == (200, PNG, "image/png")
    again = await ask(house, "GET", f"/api/boards/b1/media/a.png?token={token}", If_None_Match=found.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    listed = await ask(house, "GET", "/api/admin/media", Cookie=who)
    assert listed.body == b'{"files":[{"name":"a.png","size":80008,"boards":["b1"]}],"missing":["later.webm"]}'
    assert (await ask(house, "DELETE", "/api/admin/media/a.png", Cookie=who)).status == 204
    assert (await ask(house, "DELETE", "/api/admin/media/a.png", Cookie=who)).status == 404
    assert (await ask(house, "GET", f"/api/boards/b1/media/a.png?token={token}")).status == 404


async def test_televisions_may_ask_for_parts(house: Any, token: str) -> None:
    await ask(house, "PUT", "/api/admin/media/a.png", body=PNG, Cookie=await cookie(house))
    path = f"/api/boards/b1/media/a.png?token={token}"
    for wanted, body in (("bytes=0-9", PNG[:10]), ("bytes=70000-", PNG[70_000:]), ("bytes=9-999999", PNG[9:])):
        part = await ask(house, "GET", path, Range=wanted)
        assert (part.status, part.body) == (206, body)
        assert part.headers["content-range"].endswith("/80008")
    assert (await ask(house, "GET", path, Range="bytes=90000-")).status == 200, "a part that is not there: the whole"


async def test_nobody_else_and_nothing_else(house: Any, token: str) -> None:
    who = await cookie(house)
    for name in ("a.png", "secret.png"):
        assert (await ask(house, "PUT", f"/api/admin/media/{name}", body=PNG, Cookie=who)).status == 204
    other = house.access.add_device("b2", role=msg.Role.BOARD)
    assert (await ask(house, "GET", "/api/boards/b1/media/a.png")).status == 403
    assert (await ask(house, "GET", f"/api/boards/b2/media/a.png?token={token}")).status == 403
    assert (await ask(house, "GET", f"/api/boards/b2/media/a.png?token={other}")).status == 404, "not on this board"
    assert (await ask(house, "GET", f"/api/boards/b1/media/secret.png?token={token}")).status == 404
    assert (await ask(house, "GET", f"/api/boards/b1/media/..%2Faccess.json?token={token}")).status == 404
