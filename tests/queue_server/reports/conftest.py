"""A short day as it is in a journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.events import Event
from queue_server.core.plan import MINUTE, CentrePlan, Instant


@pytest.fixture
def short_day(make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]) -> list[Event]:
    """Four tickets: two served after 10 and 20 minutes of waiting, one absent after two recalls, one left over."""
    centre, events = Centre(), list[Event]()
    begin = instant("2026-11-23 08:00")

    def do(command: cmd.Command, minute: float) -> None:
        events.extend(handle(centre, command, begin + int(minute * MINUTE)))

    do(cmd.AdoptPlan(plan=make_plan()), 0)
    do(cmd.OpenDay(), 0)
    do(cmd.OpenDesk(desk="1", officer="an"), 0)
    for place in range(4):
        do(cmd.TakeTicket(ticket=f"t{place}", service="chung-thuc", priority=""), place / 1000)
        do(cmd.ReportSlip(ticket=f"t{place}", state="failed" if place == 3 else "confirmed"), place / 1000)
    for ticket, called, ended in (("t0", 10, 15), ("t1", 20, 30)):
        do(cmd.CallNext(desk="1"), called)
        call = centre.version
        do(cmd.ReportCall(call=call, board="b1", drawn=True), called)
        if ticket == "t0":
            do(cmd.ReportCall(call=call, board="b1", spoken=True), called)
        do(cmd.StartServing(desk="1", ticket=ticket), called + 1)
        do(cmd.Finish(desk="1", ticket=ticket), ended)
    do(cmd.CallNext(desk="1"), 31)
    do(cmd.Recall(desk="1", ticket="t2"), 32)
    do(cmd.Recall(desk="1", ticket="t2"), 32.5)
    do(cmd.MarkAbsent(desk="1", ticket="t2"), 33)
    return events
