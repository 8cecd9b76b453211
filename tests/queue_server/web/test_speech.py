"""A television's browser speaks: the server makes the sound, the page plays it to its end and says so."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import pytest_asyncio

from display.speech_file import SpeechFiles
from hardware.speaker.espeak import EspeakVoice
from queue_server.client.link import fresh_request
from queue_server.core import commands as cmd
from queue_server.core.plan import Speech
from queue_server.protocol import messages as msg
from tests.queue_server.conftest import at, small_plan
from tests.queue_server.web.browser import Building, chromium


@pytest_asyncio.fixture
async def building(tmp_path: Path) -> AsyncIterator[Building]:
    plan = replace(small_plan(), speech=Speech(languages=("vi",), repeat=1))
    house = Building(
        tmp_path, plan=plan, at=at("2026-11-23 08:00"), officers={"an": "An"}, speak=SpeechFiles(EspeakVoice())
    )
    await house.start()
    yield house
    await house.close()


async def call(building: Building) -> int:
    kiosk = await building.link("k1", msg.Role.KIOSK)
    desk = await building.house.officer("an")
    await kiosk.ask(msg.TakeTicket(request=fresh_request(), service="ho-tich"))
    await desk.ask(msg.OpenDesk(request=fresh_request(), desk="1"))
    called = await desk.ask(msg.CallNext(request=fresh_request(), desk="1"))
    assert isinstance(called, msg.Called)
    return called.call.id


def fetch(address: str) -> bytes:
    with urlopen(address, timeout=20) as answer:  # our own server
        assert answer.headers["Content-Type"] == "audio/wav"
        return bytes(answer.read())


@pytest.mark.needs("espeak-ng")
async def test_a_call_is_a_sound_file_for_its_board_only(building: Building) -> None:
    token = building.house.access.add_device("b1", role=msg.Role.BOARD)
    address = f"{building.house.url}/api/boards/b1/speech.wav?number=H001&desk=1&token={token}"
    with wave.open(io.BytesIO(await asyncio.to_thread(fetch, address))) as sound:
        assert 1 < sound.getnframes() / sound.getframerate() < 20
    for wrong, status in ((address[:-1], "403"), (address.replace("desk=1", "desk=99"), "404"),
                          (address.replace("H001", "H" * 13), "404"), (address + "&kind=shout", "400"),
                          (address.replace("H001", "--"), "501")):  # fmt: skip
        with pytest.raises(HTTPError, match=status):
            await asyncio.to_thread(fetch, wrong)


@pytest.mark.needs("espeak-ng")
async def test_notices_the_closing_and_a_test_are_files_too_and_busy_calls_are_short(building: Building) -> None:
    token = building.house.access.add_device("b1", role=msg.Role.BOARD)
    plan = replace(small_plan(), speech=Speech(languages=("vi", "en"), repeat=2))
    await building.house.live.do(cmd.AdoptPlan(plan=plan))
    words = {"vi": "Mời chủ xe 82A ra bãi xe", "en": "The owner of car 82A, please"}
    for aloud in (True, False):
        await building.house.live.do(cmd.PostNotice(words=words, until=None, urgent=False, aloud=aloud, officer="chi"))
    heard, silent = sorted(await building.house.live.read(lambda core: tuple(core.hall.notices)))

    async def seconds(path: str) -> float:
        address = f"{building.house.url}/api/boards/b1/{path}token={token}"
        with wave.open(io.BytesIO(await asyncio.to_thread(fetch, address))) as sound:
            return sound.getnframes() / sound.getframerate()

    assert await seconds(f"notice.wav?notice={heard}&") > 2 * await seconds("test.wav?") > 2
    assert await seconds("closing.wav?minutes=15&") > 3
    spoken = [await seconds(f"speech.wav?number=H001&desk=1&brief={brief}&") for brief in (0, 1, 2)]
    assert spoken[0] > 1.8 * spoken[1] > 1.8 * 1.5 * spoken[2]
    for wrong, status in (
        (f"notice.wav?notice={silent}&", "404"),
        ("notice.wav?notice=1&", "404"),
        ("closing.wav?minutes=0&", "400"),
        ("speech.wav?number=H001&desk=1&brief=3&", "400"),
    ):
        with pytest.raises(HTTPError, match=status):
            await seconds(wrong)


@pytest.mark.needs("chromium")
@pytest.mark.needs("espeak-ng")
async def test_the_page_speaks_a_call_and_the_officer_knows(building: Building) -> None:
    token = building.house.access.add_device("b1", role=msg.Role.BOARD)
    async with chromium("--autoplay-policy=no-user-gesture-required") as browser:
        page = await browser.new_page()
        await page.goto(f"{building.house.url}/board/b1?token={token}")
        await page.wait_for_selector("footer .hint")
        made = await call(building)
        desk = await building.house.officer("an")
        async with asyncio.timeout(60):
            async for change in desk.listen():
                heard = change.view.heard.get((made, "b1"))
                if heard is not None and (heard.spoken or heard.failed):
                    break
        assert heard is not None
        assert (heard.spoken, heard.failed) == (True, None)


@pytest.mark.needs("chromium")
async def test_a_page_that_has_left_stays_away_until_it_is_told_to_start(building: Building) -> None:
    """Also when the network comes back, and between two tries to connect."""
    token = building.house.access.add_device("b2", role=msg.Role.BOARD)
    script = """async ([token, socket]) => {
      const { connect } = await import("/static/link.js");
      const link = connect({ role: "board", device: "b2", token, url: socket });
      const until = async (wanted) => { while (!wanted()) await new Promise((done) => setTimeout(done, 20)); };
      await until(() => link.state.value.online);
      link.stop();
      dispatchEvent(new Event("online"));
      const stayed = link.socket === null && link.state.value.stopped;
      link.start();
      await until(() => link.state.value.online);
      link.lost(1006);
      link.stop();
      dispatchEvent(new Event("online"));
      return [stayed, link.socket === null, link.state.value.stopped];
    }"""
    async with chromium() as browser:
        page = await browser.new_page()
        await page.goto(f"{building.house.url}/desk")
        assert await page.evaluate(script, [token, building.house.socket]) == [True, True, True]
