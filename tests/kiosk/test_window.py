"""The kiosk's window: its clock, alone without the server, and that nobody gets past it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from kivy.config import Config
from kivy.core.window import Window
from PIL import Image

from kiosk import events as ev
from kiosk.guide import Key
from kiosk.reserve import Reserve
from kiosk.spool import Spool
from kiosk.state import LINK_GRACE, State
from kiosk.window import configure
from queue_server.client.base import LinkState
from queue_server.client.view import View
from queue_server.protocol.messages import IssuingTime, Leased, LeasedDay, NumberBlock
from tests.kiosk.conftest import Opened
from tools.kiosk_samples import at, centre


def test_the_settings_of_the_toolkit_never_come_up(kiosk: Opened) -> None:
    stage = kiosk()
    assert stage.app.open_settings() is False
    before = stage.screen
    for key in (282, 27, 13):  # F1, Escape, Enter
        Window.dispatch("on_keyboard", key, 0, "", [])
        stage.play(0.1)
    assert stage.screen is before
    assert len(Window.children) == 1


@pytest.mark.parametrize(("locked", "cursor", "borderless"), [(True, "0", "1"), (False, "1", "0")])
def test_a_kiosk_in_a_lobby_is_locked(locked: bool, cursor: str, borderless: str) -> None:
    configure((1080, 1920), locked=locked)
    assert Config.get("kivy", "exit_on_escape") == "0"
    assert (Config.get("graphics", "show_cursor"), Config.get("graphics", "borderless")) == (cursor, borderless)
    assert Config.options("input") == ["mouse"], "one reader of the panel, or every touch comes twice"


async def test_its_picture_shows_what_citizens_see(kiosk: Opened) -> None:
    stage = kiosk()
    texts = stage.texts()
    seen = Image.open(BytesIO(base64.b64decode((await stage.app.picture()).picture))).convert("RGB")
    assert max(seen.size) >= 540
    assert len(seen.getcolors(maxcolors=1 << 20) or ()) > 500, "text and tiles, not one ground"
    stage.play(0.5)
    assert stage.texts() == texts, "and the screen goes on"


def test_a_kiosk_is_in_use_from_the_first_touch_to_the_last_screen(kiosk: Opened) -> None:
    stage = kiosk()
    assert not stage.app.busy
    stage.touch(f"service:{centre('kt-tp').services[0].id}")
    assert stage.app.busy


def test_a_locked_window_refuses_to_close(kiosk: Opened) -> None:
    kiosk()
    assert Window.dispatch("on_request_close")


def test_the_clock_is_put_right_by_the_servers(kiosk: Opened) -> None:
    stage = kiosk()
    stage.link.now = lambda: stage.instant + 35 * 60_000
    stage.link.become(LinkState.STALE)
    stage.play(4)
    stage.link.become(LinkState.LIVE)
    stage.play(0.1)
    assert "08:40" in stage.texts()


def test_an_idle_kiosk_draws_nothing(kiosk: Opened) -> None:
    stage = kiosk(instant=at(8, 5) + 1000)
    drawn: list[object] = []

    def draw(*_: object) -> None:
        drawn.append(None)
        type(Window).on_draw(Window)

    nothing, Window.on_draw = Window.on_draw, draw
    try:
        stage.play(3)
        drawn.clear()
        stage.play(20)
        assert drawn == []
        stage.play(60)
        assert len(drawn) == 1, "the minute of the clock"
    finally:
        Window.on_draw = nothing


@pytest.fixture
def reserve(tmp_path: Path) -> Iterator[Reserve]:
    """Two numbers of the first service for the day, and none of the others."""
    made = Reserve(Spool.open(tmp_path))
    told = centre("kt-tp")
    made.know(told)
    times = (IssuingTime(opens=at(7), closes=at(10, 45)), IssuingTime(opens=at(13), closes=at(16, 45)))
    block = NumberBlock(service=told.services[0].id, first=501, last=502)
    today = LeasedDay(day="2022-10-11", times=times, blocks=(block,))
    made.hold(Leased(request="r", version=1, site="http://s", days=(today,)), at(7))
    yield made
    made.close()


def test_a_kiosk_whose_server_is_away_says_so_and_gives_numbers_of_its_own(kiosk: Opened, reserve: Reserve) -> None:
    stage = kiosk()
    stage.app._reserve = reserve
    stage.link.become(LinkState.STALE)
    stage.play(LINK_GRACE + 1)
    assert stage.screen.name == "home"
    assert any(text.startswith("Máy chủ chưa kết nối từ 08:05") for text in stage.texts())
    assert "Hết số dự phòng" in stage.texts(), "the services of which it holds none"
    assert not any("người chờ" in text for text in stage.texts()), "old waits are not told as if they were true"
    first = centre("kt-tp").services[0]
    stage.touch(f"service:{first.id}")
    stage.touch(f"procedure:{first.procedures[0].id}")
    stage.touch("take")
    [asking] = stage.effects
    assert isinstance(asking, ev.AskForTicket)
    assert asking.alone


def test_a_kiosk_that_starts_alone_does_not_say_since_when(kiosk: Opened, reserve: Reserve) -> None:
    stage = kiosk()
    stage.app._reserve, stage.app._lost_at = reserve, None
    stage.app.state = State(link_since=stage.now)
    stage.link.view, stage.link.state = View(), LinkState.CONNECTING
    stage.play(LINK_GRACE + 1)
    assert stage.screen.name == "home"
    assert "Máy chủ chưa kết nối. Máy cấp số dự phòng, số vẫn được gọi." in stage.texts()


def test_when_its_numbers_are_used_up_it_says_that_too(kiosk: Opened, reserve: Reserve) -> None:
    stage = kiosk()
    stage.app._reserve = reserve
    stage.link.become(LinkState.STALE)
    first = centre("kt-tp").services[0].id
    for request in ("r1", "r2"):
        reserve.give(first, request=request, procedure=None, priority="", language="vi", now=stage.instant)
    stage.play(LINK_GRACE + 1)
    assert "Máy chủ chưa kết nối và máy đã hết số dự phòng" in stage.texts()
    stage.link.become(LinkState.LIVE)
    stage.play(1)
    assert stage.screen.name == "home"


def test_without_the_server_it_closes_and_opens_by_the_centres_hours(kiosk: Opened, reserve: Reserve) -> None:
    stage = kiosk(instant=at(10, 44))
    stage.app._reserve = reserve
    stage.link.become(LinkState.STALE)
    stage.play(LINK_GRACE + 1)
    assert stage.screen.name == "home"
    stage.play(90)
    assert {"Nghỉ trưa", "13:00 hôm nay"} <= set(stage.texts())
    stage.instant = at(13)
    stage.play(1)
    assert stage.screen.name == "home"


def test_a_kiosk_that_starts_without_its_server_waits_a_moment_and_then_works_alone(
    kiosk: Opened, reserve: Reserve
) -> None:
    stage = kiosk()
    stage.reset(instant=at(8))
    stage.app._reserve = reserve
    stage.play(LINK_GRACE / 2)
    assert "Máy đang khởi động" in stage.texts()
    stage.play(LINK_GRACE)
    assert stage.screen.name == "home"


def test_the_four_keys_are_silent_where_there_are_no_headphones(kiosk: Opened) -> None:
    stage = kiosk()
    stage.app.press(Key.NEXT)
    assert stage.app.state.modes == frozenset()
    stage.touch("modes")
    assert "mode:spoken" not in {each.test_name for each in stage.touchables()}
