"""Reports reach the server once each, whatever the line does."""

from __future__ import annotations

import asyncio

from display.reports import LONGEST, WAITING, Reports
from queue_server.client.base import Refusal
from queue_server.protocol import messages as msg


class Line:
    """A link that answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[msg.Command] = []
        self.answered = asyncio.Event()
        self.refusal: Refusal | None = None

    async def ask(self, request: msg.Command, *, timeout: float | None = None) -> msg.Answer:
        assert timeout is None, "a report waits as long as it takes"
        self.asked.append(request)
        await self.answered.wait()
        if self.refusal:
            raise self.refusal
        return msg.Done(request=request.request, version=1)


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_each_report_has_its_own_request() -> None:
    line = Line()
    reports = Reports(line)
    reports.drawn(7)
    reports.spoken(7)
    reports.failed(8, "x" * 1000)
    await turns()
    calls = [each for each in line.asked if isinstance(each, msg.ReportCall)]
    assert [(each.call, each.drawn, each.spoken, len(each.failed or "")) for each in calls] == [
        (7, True, False, 0),
        (7, False, True, 0),
        (8, False, False, LONGEST),
    ]
    assert len({each.request for each in calls}) == 3
    await reports.close()


async def test_of_health_only_the_last_word_counts() -> None:
    line = Line()
    reports = Reports(line)
    for word in ("silent", "ready", "no_sound"):
        reports.health(msg.ReportHealth(request=word, health=word))
    await turns()
    assert [each.health for each in line.asked if isinstance(each, msg.ReportHealth)] == ["no_sound"]
    await reports.close()


async def test_a_refusal_ends_a_report() -> None:
    line = Line()
    line.refusal = Refusal("unknown_call", {"vi": "Không có lượt gọi này."})
    reports = Reports(line)
    reports.drawn(7)
    await turns()
    line.answered.set()
    await turns()
    assert reports.waiting == 0


async def test_reports_do_not_grow_for_ever() -> None:
    line = Line()
    reports = Reports(line)
    for call in range(WAITING + 50):
        reports.drawn(call)
    await turns()
    assert reports.waiting == WAITING
    await reports.close()
    assert reports.waiting == 0


async def test_a_board_knows_that_its_reports_are_refused_until_one_is_taken() -> None:
    line = Line()
    line.answered.set()
    reports = Reports(line)
    for code, trouble in (("unknown_call", ""), ("not_allowed", "not_allowed"), ("", "")):
        line.refusal = Refusal(code, {"vi": "", "en": ""}) if code else None
        reports.drawn(7)
        await turns()
        assert reports.trouble == trouble
    await reports.close()
