"""Closed, lost, refused, unanswered: each says what to do, and goes away by itself."""

from __future__ import annotations

from kiosk import events as ev
from queue_server.client.base import LinkState
from tests.kiosk.conftest import Opened
from tools.kiosk_samples import at, centre, day, lines
from tools.kiosk_stage import Stage


def asking(kiosk: Opened) -> tuple[Stage, str]:
    stage = kiosk()
    stage.touch("service:thue")
    stage.touch("take")
    effect = stage.effects[0]
    assert isinstance(effect, ev.AskForTicket)
    return stage, effect.request


def test_lunch_says_when_it_ends_and_ends(kiosk: Opened) -> None:
    stage = kiosk(instant=at(11, 20))
    told = centre("kt-tp")
    stage.link.say(told, day("lunch", next_opening=at(13)), lines(told))
    stage.play(0.1)
    assert {"Nghỉ trưa", "13:00 hôm nay"} <= set(stage.texts())
    stage.link.say(told, day(), lines(told))
    stage.play(0.1)
    assert stage.screen.name == "home"


def test_a_lost_server_says_since_when_and_comes_back(kiosk: Opened) -> None:
    stage = kiosk()
    stage.link.become(LinkState.STALE)
    stage.play(2)
    assert stage.screen.name == "home"
    stage.play(300)
    assert {"Máy tạm ngừng cấp số", "Mất kết nối với máy chủ từ 08:05"} <= set(stage.texts())
    assert "08:10" in stage.texts(), "the clock goes on"
    stage.link.become(LinkState.LIVE)
    stage.play(0.1)
    assert stage.screen.name == "home"


def test_a_kiosk_nobody_knows_shows_why_to_the_staff(kiosk: Opened) -> None:
    stage = kiosk()
    stage.link.become(LinkState.REFUSED, refusal="unknown_device")
    stage.play(4)
    assert "unknown_device" in stage.texts()


def test_a_refusal_is_in_the_servers_words(kiosk: Opened) -> None:
    stage, request = asking(kiosk)
    stage.app.happened(ev.RefusedByServer(request, "day_full", {"vi": "Hôm nay đã hết số.", "en": "Full today."}))
    stage.play(0.5)
    assert {"Chưa lấy được số", "Hôm nay đã hết số."} <= set(stage.texts())
    stage.touch("language:en")
    assert "Full today." in stage.texts()
    stage.touch("home")
    assert stage.screen.name == "home"


def test_no_answer_offers_to_wait_longer(kiosk: Opened) -> None:
    stage, request = asking(kiosk)
    stage.play(9)
    assert "Chưa nhận được số" in stage.texts()
    stage.touch("wait")
    assert stage.screen.name == "printing"
    assert {effect.request for effect in stage.effects} == {request}  # type: ignore[union-attr]
