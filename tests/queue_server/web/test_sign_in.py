"""Signing in over the real port: what the cookie is like, how long it lasts, and what ends with it."""

from __future__ import annotations

import asyncio
import urllib.request
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from queue_server.client.base import Refusal
from queue_server.client.link import Link, fresh_request
from queue_server.client.signing_in import sign_in as ask_cookie
from queue_server.protocol import messages as msg
from queue_server.web import sign_in
from queue_server.web.access import SESSION_SECONDS, Access
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.house import PIN as OFFICERS_PIN


async def until_down(link: Link) -> None:
    down = asyncio.Event()
    link.on_change(lambda _: down.set() if link.refusal else None)
    await asyncio.wait_for(down.wait(), timeout=60)


async def sign_out(house: Any, cookie: str) -> None:
    request = urllib.request.Request(f"{house.url}/sign-out", b"", headers={"Cookie": cookie, "X-Motcua": "1"})
    await asyncio.to_thread(lambda: urllib.request.urlopen(request, timeout=30).close())


async def test_signing_out_ends_the_officers_open_lines(house: Any) -> None:
    link, other = await house.officer("an"), await house.officer("binh")
    down = asyncio.create_task(until_down(link))
    await sign_out(house, link._headers["Cookie"])
    await down
    assert link.refusal == "session_ended"
    assert other.refusal is None


async def test_a_new_pin_ends_the_lines_that_the_old_one_opened(house: Any) -> None:
    link = await house.officer("an")
    down = asyncio.create_task(until_down(link))
    house.access.reset_pin("an", "963258")
    await down
    assert link.refusal == "session_ended"


async def test_nothing_is_done_for_who_has_just_been_disabled(house: Any) -> None:
    link = await house.officer("an")
    before = house.live.centre.version
    house.access.change_officer("an", display="An", employer=None, roles=(OfficerRole.OFFICER,), disabled=True)
    down = asyncio.create_task(until_down(link))
    asked = asyncio.create_task(link.ask(msg.OpenDesk(request=fresh_request(), desk="1")))
    await down
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert house.live.centre.version == before


async def test_a_device_whose_token_is_taken_back_is_sent_away(house: Any) -> None:
    link = await house.device("k1", msg.Role.KIOSK)
    down = asyncio.create_task(until_down(link))
    house.access.remove_device("k1")
    await down
    assert link.refusal == "session_ended"


async def test_a_greeter_takes_tickets_and_calls_nobody(house: Any) -> None:
    house.access.change_officer("an", display="An", employer=None, roles=(OfficerRole.GREETER,), disabled=False)
    link = await house.officer("an")
    await link.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"))
    with pytest.raises(Refusal) as refused:
        await link.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    assert refused.value.code == "not_allowed"


async def test_an_auditor_has_no_line_to_the_hall(house: Any) -> None:
    house.access.change_officer("an", display="An", employer=None, roles=(OfficerRole.AUDITOR,), disabled=False)
    cookie = await ask_cookie(house.url, name="an", pin=OFFICERS_PIN)
    link = Link(house.socket, role=msg.Role.DESK, device="pc", headers={"Cookie": cookie})
    house.tasks.append(asyncio.create_task(link.run()))
    await until_down(link)
    assert link.refusal == "not_allowed"


@pytest.mark.parametrize(("base", "secure"), [("http://centre.example", False), ("https://centre.example", True)])
def test_the_cookie_is_for_https_only_where_https_is_spoken(tmp_path: Any, base: str, secure: bool) -> None:
    access = Access(tmp_path / "access.json", clock=lambda: 1000.0)
    access.add_officer("an", pin="741852", display="An", employer="post")

    async def lasts() -> int:
        return 3600

    with TestClient(Litestar(sign_in.routes(access, lasts=lasts), openapi_config=None), base_url=base) as client:
        assert client.get("/api/me").json() is None
        answer = client.post("/sign-in", json={"name": "an", "pin": "741852"})
        cookie = answer.headers["Set-Cookie"]
        assert ("Secure" in cookie) is secure
        assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.lower().split("; ")), (
            "not for scripts, nor others"
        )
        assert cookie.startswith("__Host-motcua_session=" if secure else "motcua_session=")
        assert "Path=/;" in f"{cookie};" or "path=/" in cookie.lower()
        assert "domain" not in cookie.lower()
        assert "Max-Age=3600" in cookie
        assert answer.json()["rights"] == ["serve", "greet"]
        assert client.get("/api/me").json()["officer"] == "an"
        if secure:  # a neighbour in the domain can set the other name
            value = client.cookies.pop("__Host-motcua_session")
            client.cookies.set("motcua_session", value)
            assert client.get("/api/me").json() is None
            client.cookies.set("__Host-motcua_session", value)
            assert client.get("/api/me").json()["officer"] == "an"
        client.post("/sign-out")
        assert client.get("/api/me").json() is None


@given(now=st.integers(0, 10**13), closes=st.none() | st.integers(0, 10**13))
def test_a_session_ends_with_the_shift_and_never_lasts_longer_than_a_day(now: int, closes: int | None) -> None:
    seconds = sign_in.until_the_shift_ends(now=now, closes=closes)
    assert 0 < seconds <= SESSION_SECONDS
    if closes is not None and closes > now:
        assert now + seconds * 1000 <= closes + sign_in.OVERTIME_SECONDS * 1000
