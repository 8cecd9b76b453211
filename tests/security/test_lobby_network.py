"""A person on the lobby's network, with no key: what answers, and what it costs the others."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from contextlib import AsyncExitStack, suppress
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode
from queue_server.web import slow_lines, sockets
from queue_server.web.page import page
from queue_server.web.strangers import AT_MOST
from tests.queue_server.web.house import House
from tests.queue_server.web.office import Office

WEB = Path(__file__).parents[2] / "queue_server" / "web"
ROUTE = re.compile(r'@(get|post|put|patch|delete)\(\s*(\[[^\]]*\]|"[^"]*")')
#: What everybody may ask, with the reason. Whatever else is added must ask who it is, or be written here.
PUBLIC = {
    "GET /": "the way to the pages",
    "GET /desk": "the page; what it shows comes over a line that asks who it is",
    "GET /reception": "the page; what it shows comes over a line that asks who it is",
    "GET /hall": "the page; what it shows comes over a line that asks who it is",
    "GET /board/{board:str}": "the page; its line asks for the board's token",
    "GET /board": "the same page, which shows six digits",
    "GET /api/boards/{board:str}/speech.wav": "for a board with its token, once all fields are there",
    "GET /api/boards/{board:str}/notice.wav": "for a board with its token, once all fields are there",
    "GET /api/boards/{board:str}/closing.wav": "for a board with its token, once all fields are there",
    "GET /t/{ticket:str}": "a citizen's own page, by an id that cannot be guessed",
    "GET /api/tickets/{ticket:str}": "what that page shows",
    "POST /api/tickets/{ticket:str}/step-out": "its citizen goes away for a while, by the same id",
    "POST /api/tickets/{ticket:str}/step-in": "its citizen is back",
    "POST /api/tickets/{ticket:str}/give-up": "its citizen no longer wants to be served",
    "POST /api/tickets/{ticket:str}/rating": "what its citizen says of the visit, by the same id",
    "POST /api/tickets/{ticket:str}/survey": "what its citizen answers, by the same id",
    "GET /rate/desk/{desk:str}": "the page; its line asks for the tablet's token",
    "GET /rate": "the same page, which shows six digits",
    "GET /sign-in": "where one says who one is",
    "POST /sign-in": "where one says who one is",
    "POST /sign-out": "ends the session that is shown, if any",
    "GET /api/sign-in": "whether single sign-on is there",
    "GET /api/me": "says nobody where nobody is signed in",
    "GET /health": "that the process lives",
    "GET /ready": "that it serves",
    "GET /metrics": "this machine only, or by token",
    "POST /api/pairing": "a new device asks for the six digits that an administrator types",
    "POST /api/pairing/collect": "and comes for its token, with the secret that it was given",
}
#: What everybody who is signed in may ask.
FOR_ALL_OFFICERS = {"GET /api/names": "how colleagues are called"}
#: Routes that are there only at the first start, or with a provider of single sign-on.
ELSEWHERE = ("/setup", "/api/setup", "/oidc", "/sign-in/")
DEEP = "[" * 30_000


def routes() -> set[str]:
    found = set()
    for file in WEB.glob("*.py"):
        for method, paths in ROUTE.findall(file.read_text("utf-8")):
            found |= {f"{method.upper()} {path}" for path in re.findall(r'"([^"]*)"', paths)}
    return {each for each in found if not each.split(" ")[1].startswith(ELSEWHERE)}


def test_the_routes_are_found() -> None:
    assert len(routes()) > 25


@pytest.mark.parametrize("signed_in", [False, True], ids=["a stranger", "an officer"])
async def test_only_what_is_public_answers_without_the_right(house: House, signed_in: bool) -> None:
    cookie = ""
    if signed_in:
        cookie = house.access.open_session("an")
    asking = Office(house.url, cookie)
    open_to_all = []
    for route in sorted(routes()):
        method, path = route.split(" ")
        address = re.sub(r"\{[^}]*\}", "1", path)
        status, answer = await asking.ask(method, address, {} if method in ("POST", "PUT", "PATCH") else None)
        shut = status in (401, 403, 404, 405) or answer == page("sign-in.html")
        if not shut and route not in (PUBLIC | FOR_ALL_OFFICERS if signed_in else PUBLIC):
            open_to_all.append((route, status))
    assert open_to_all == []


async def test_nesting_without_end_is_refused_and_hurts_nobody(house: House) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    async with connect(house.socket) as stranger:
        await stranger.send(DEEP)
        assert "not_understood" in await stranger.recv(decode=True)
    token = house.access.add_device("k2", role=msg.Role.KIOSK)
    async with connect(house.socket) as known:
        hello = {"type": "hello", "protocol": msg.PROTOCOL, "role": "kiosk", "device": "k2", "token": token}
        await known.send(json.dumps(hello))
        await known.send('{"type":"take_ticket","request":"x","service":' + DEEP)
        async for frame in known:
            if "not_understood" in str(frame):
                break
    status, _ = await asyncio.to_thread(raw_post, house.url, "/sign-in", DEEP.encode())
    assert 400 <= status < 500
    assert await kiosk.ask(msg.TakeTicket(request="r1", service="ho-tich"))


async def test_a_body_that_is_too_large_is_refused(house: House) -> None:
    status, _ = await asyncio.to_thread(raw_post, house.url, "/sign-in", b'{"name":"' + b"a" * 200_000 + b'"}')
    assert status == 413


async def test_who_connects_and_says_nothing_is_sent_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "_HELLO_SECONDS", 0.2)
    async with connect(house.socket) as silent:
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(silent.recv(), timeout=60)


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET /hea", b"POST /sign-in HTTP/1.1\r\nHost: x\r\nX-Motcua: 1\r\nContent-Length: 90\r\n\r\n{"],
    ids=["nothing", "half a head", "half a body"],
)
async def test_who_begins_a_request_and_does_not_end_it_is_sent_away(
    house: House, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(slow_lines, "LOOK_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(begun)
    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), timeout=60) == b""
    writer.close()
    status, _ = await Office(house.url).get("/health")
    assert status == 200


async def test_a_head_without_end_is_cut_off(house: House) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(b"GET /health HTTP/1.1\r\nX-Long: ")
    with suppress(ConnectionError):
        for _ in range(500):
            writer.write(b"a" * 100_000)
            await writer.drain()
        pytest.fail("fifty megabytes of one header were taken")
    with suppress(ConnectionError):
        assert b" 400 " in (await reader.read(200) or b" 400 ")
    writer.close()


async def test_a_file_of_an_impossible_name_is_not_there(house: House) -> None:
    for name in ("%00", "base.css%00", "board/%00.js"):
        assert (await Office(house.url).get(f"/static/{name}"))[0] == 404


async def test_a_ticket_is_opened_by_an_id_that_cannot_be_guessed(house: House) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    for request in ("r1", "r2", "r3"):
        await kiosk.ask(msg.TakeTicket(request=request, service="ho-tich"))
    tickets = list(house.live.centre.tickets.values())
    assert all(len(ticket.id) >= 12 for ticket in tickets), "72 random bits"
    stranger = Office(house.url)
    for ticket in tickets:
        assert (await stranger.get(f"/api/tickets/{ticket.id}"))[0] == 200
        assert (await stranger.get(f"/api/tickets/{ticket.number}"))[0] == 404


async def test_a_flood_on_one_line_does_not_keep_another_waiting(house: House) -> None:
    noisy, calm = await house.device("k1", msg.Role.KIOSK), await house.device("k2", msg.Role.KIOSK)

    questions = [msg.FindTicket(request=f"n{number}", ticket="nothing") for number in range(2_000)]
    flood = asyncio.gather(*(noisy.ask(question) for question in questions), return_exceptions=True)
    await calm.ask(msg.TakeTicket(request="r1", service="ho-tich"))
    assert not flood.done(), "who asks one thing does not wait until two thousand are answered"
    flood.cancel()
    await asyncio.gather(flood, return_exceptions=True)


@pytest.mark.parametrize("file", sorted(WEB.rglob("*.html")), ids=lambda path: path.name)
def test_no_page_has_anything_inline(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|https?://", text) == []


async def test_the_policy_of_every_answer_lets_nothing_in_from_elsewhere(house: House) -> None:
    for path in ("/", "/desk", "/static/base.css", "/api/me", "/health"):
        headers = await asyncio.to_thread(headers_of, house.url + path)
        rules = dict(rule.split(maxsplit=1) for rule in headers["Content-Security-Policy"].split("; "))
        assert rules["default-src"] == "'self'", path
        assert {each for rule in rules.values() for each in rule.split()} <= {"'self'", "'none'", "data:"}, path
        assert rules["img-src"].endswith("data:"), "the only place where data may stand"
        assert not any("data:" in rule for name, rule in rules.items() if name != "img-src")
        assert {name: rules[name] for name in ("object-src", "base-uri", "frame-ancestors")} == dict.fromkeys(
            ("object-src", "base-uri", "frame-ancestors"), "'none'"
        ), path
        assert rules["form-action"] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer", "addresses of boards and tickets are keys"


def headers_of(url: str) -> Message:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.headers


def raw_post(url: str, path: str, body: bytes) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json", "X-Motcua": "1"}
    return Office._fetch(urllib.request.Request(url + path, body, headers=headers))


async def test_nobody_uses_up_the_connections_from_one_address_while_others_come_in(house: House) -> None:
    """As a proxy on this machine reports them; whoever has said who they are does not count."""
    from_one = {"X-Forwarded-For": "203.0.113.9"}
    async with AsyncExitStack() as held:
        for _ in range(AT_MOST):
            await held.enter_async_context(connect(house.socket, additional_headers=from_one))
        with pytest.raises(InvalidStatus) as refused:
            await connect(house.socket, additional_headers=from_one)
        assert refused.value.response.status_code == 503
        async with connect(house.socket, additional_headers={"X-Forwarded-For": "203.0.113.10"}):
            await house.device("k1", msg.Role.KIOSK)
    token = house.access.add_device("b1", role=msg.Role.BOARD)
    hello = msg.Hello(protocol=msg.PROTOCOL, role=msg.Role.BOARD, device="b1", token=token)
    async with AsyncExitStack() as held:  # one after another, all known: never too many
        for _ in range(AT_MOST + 3):
            line = await held.enter_async_context(connect(house.socket, additional_headers=from_one))
            await line.send(encode(hello))
            await line.recv()
