"""A television's board from the first time it is switched on: six digits, the key it keeps, the key taken back."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.protocol import messages as msg
from queue_server.web.rights import OfficerRole
from tests.queue_server.web.browser import chromium
from tests.queue_server.web.office import Office


@pytest.fixture
def office(house: Any) -> Office:
    house.access.add_officer("quan", pin="mot mat khau", display="Quân", roles=(OfficerRole.ADMINISTRATOR,))
    return Office(house.url, house.access.open_session("quan"))


@pytest.mark.needs("chromium")
async def test_a_board_is_paired_by_six_digits_keeps_its_key_and_shows_digits_when_it_is_taken_back(
    house: Any, office: Office
) -> None:
    async with chromium() as browser:
        page = await (await browser.new_context(viewport={"width": 1280, "height": 720})).new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{house.url}/board")
        await page.wait_for_function(
            "() => /^\\d{3} \\d{3}$/.test(document.querySelector('.digits')?.textContent ?? '')"
        )
        code = (await page.inner_text(".pairing .digits")).replace(" ", "")
        status, paired = await office.post("/api/admin/devices/pair", {"code": code, "device": "b1"})
        assert (status, paired["role"]) == (200, "board")
        await page.wait_for_selector("footer .hint", timeout=30_000)
        assert page.url == f"{house.url}/board", "the key is not in the address"
        devices = (await office.get("/api/admin/devices"))[1]["devices"]
        assert [(each["id"], each["now"]["online"]) for each in devices] == [("b1", True)]
        await page.reload()
        await page.wait_for_selector("footer .hint", timeout=30_000)
        await office.post("/api/admin/devices/revoke", {"device": "b1"})
        await page.wait_for_selector(".pairing .digits", timeout=30_000)
        assert await page.evaluate("localStorage.length") == 0
        assert complaints == []


@pytest.mark.needs("chromium")
async def test_a_board_whose_key_is_in_its_address_shows_no_digits(house: Any) -> None:
    token = house.access.add_device("b1", role=msg.Role.BOARD)
    async with chromium() as browser:
        page = await browser.new_page()
        await page.goto(f"{house.url}/board/b1?token={token}")
        await page.wait_for_selector("footer .hint", timeout=30_000)
        assert await page.locator(".pairing").count() == 0
