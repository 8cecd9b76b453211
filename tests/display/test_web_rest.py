"""A board in a browser is dark and moves aside when the board's own window does."""

from __future__ import annotations

import random

import pytest

from queue_server.protocol import messages as msg
from queue_server.protocol.codec import encode
from tests.display.hall import Hall, at, day
from tests.display.web_board import Show
from windows.night import asleep
from windows.orbit import orbit, place

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.asyncio(loop_scope="module")]

HOUR = 3_600_000
BOTH = """async ([times, days]) => {
    const rest = await import("/static/board/rest.js");
    const unit = (n) => (n + 0.3) / 100;
    const rules = (now, n) => [rest.asleep(JSON.parse(days[n]), now), rest.height(now), rest.orbit(now, unit(n))];
    return times.map(rules);
}"""


def some_day(lot: random.Random, now: int) -> msg.Day:
    soon = now + lot.randrange(-HOUR, 16 * HOUR)
    return msg.Day(
        service_day="2026-11-23",
        issuing=lot.random() < 0.2,
        reason=lot.choice(["open", "lunch", "after_closing", "before_opening", "holiday", "day_off"]),
        until=None,
        next_opening=lot.choice([None, soon]),
        closes=lot.choice([None, now - lot.randrange(-HOUR, HOUR)]),
    )


async def test_the_same_rules_as_the_window(shown: Show) -> None:
    lot = random.Random(7)
    times = [at("2026-11-23 00:00") + lot.randrange(72 * HOUR) for _ in range(300)]
    days = [some_day(lot, now) for now in times]
    async with shown(Hall()) as board:
        found = await board.page.evaluate(BOTH, [times, [encode(each).decode() for each in days]])
    wanted = [
        [asleep(each, now=now), place(now), list(orbit(now, unit=(n + 0.3) / 100))]
        for n, (now, each) in enumerate(zip(times, days, strict=True))
    ]
    assert found == wanted
    assert 20 < sum(dark for dark, _, _ in wanted) < 280, "both happen"


async def test_it_is_dark_at_night_and_still_proves_that_it_draws(shown: Show) -> None:
    hall = Hall(day=day(issuing=False, reason="after_closing"), now=at("2026-11-23 22:14"))
    async with shown(hall, ready=".night .clock") as board:
        assert await board.page.inner_text(".night .clock") == "22:14"
        assert await board.page.inner_text(".night .opens") == "07:00 sáng mai"
        ground = await board.page.evaluate("getComputedStyle(document.querySelector('main.night')).backgroundColor")
        assert ground == "rgb(0, 0, 0)"
        await board.web.until(
            lambda: any(isinstance(each, msg.ReportHealth) and each.frames for each in board.web.asked)
        )
        words = {"vi": "Mời ra ngoài bằng cửa chính", "en": "Please leave by the main entrance"}
        hall.tell(msg.Notice(id=2, words=words, at=hall.now, urgent=True))
        board.web.bring()
        await board.page.wait_for_selector(".emergency")
        assert board.complaints == []
