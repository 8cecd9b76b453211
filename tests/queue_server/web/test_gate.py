"""What is asked of the server over HTTP: by our own pages only, and by whom it may be."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from queue_server.web.access import Access
from queue_server.web.gate import COOKIE, Gate
from queue_server.web.rights import OfficerRole, Right

OURS = {"X-Motcua": "1", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Motcua": "1", "Origin": "http://evil.example"},
        {"X-Motcua": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Motcua": "1", "Sec-Fetch-Site": "same-site"},
        {"X-Motcua": "1", "Origin": "null"},
    ],
)
async def test_another_site_can_change_nothing(house: Any, headers: dict[str, str]) -> None:
    assert await status(house, {"Content-Type": "application/json", **headers}) == 403


async def test_our_own_page_may(house: Any) -> None:
    for headers in ({}, {"Origin": house.url}, {"Sec-Fetch-Site": "same-origin"}):
        assert await status(house, OURS | headers) == 200


async def status(house: Any, headers: dict[str, str]) -> int:
    body = json.dumps({"name": "an", "pin": "2468"}).encode()
    request = urllib.request.Request(f"{house.url}/sign-in", body, headers=headers)

    def fetch() -> int:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    return await asyncio.to_thread(fetch)


@pytest.mark.parametrize("role", list(OfficerRole))
def test_a_door_opens_for_its_right_only(tmp_path: Any, role: OfficerRole) -> None:
    access = Access(tmp_path / "access.json", clock=lambda: 1000.0)
    access.add_officer("an", pin="741852", display="An", roles=(role,))
    gate = Gate(access)

    @get("/data", guards=[gate.needs(Right.ADMINISTER)], sync_to_thread=False)
    def data() -> str:
        return "data"

    with TestClient(Litestar([data], openapi_config=None)) as client:
        assert client.get("/data").status_code == 401
        cookie = access.open_session("an")
        wanted = 200 if role is OfficerRole.ADMINISTRATOR else 403
        client.cookies.set(COOKIE, cookie)
        assert client.get("/data").status_code == wanted
        access.sign_out(cookie)
        assert client.get("/data").status_code == 401
