"""Visits by who received them and who decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from queue_server.core import commands as cmd
from queue_server.core import desk_commands as around
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import Authority, CentrePlan, Employer, Instant
from queue_server.reports.authorities import Handled, handled
from queue_server.reports.explain import explain

CITY = Authority(id="tp", names={"vi": "UBND thành phố"}, level="district")
WARD = Authority(id="phuong", names={"vi": "UBND phường"}, level="commune")


def test_finished_visits_are_counted_and_a_finish_taken_back_is_not(
    make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]
) -> None:
    centre, now = Centre(), instant("2026-11-23 08:00")
    plan = replace(make_plan(), authorities=(CITY, WARD), authority="tp")
    history: list[ev.Event] = []

    def do(*commands: cmd.Command) -> None:
        for command in commands:
            history.extend(handle(centre, command, now))

    do(cmd.AdoptPlan(plan=plan), cmd.OpenDay(), cmd.OpenDesk(desk="1", officer="an", employer=Employer.POST))
    for key in ("a", "b", "c"):
        do(cmd.TakeTicket(ticket=key, service="chung-thuc"), cmd.CallNext(desk="1"))
        do(cmd.StartServing(desk="1", ticket=key))
        if key != "b":
            do(around.Amend(ticket=key, decides="phuong"))
        do(cmd.Finish(desk="1", ticket=key))
    do(around.Undo(desk="1"))
    known = Handled(received="tp", employer="post", decides="phuong", procedure="")
    assert handled(history) == {known: 1, replace(known, decides=""): 1}
    assert handled(history, day="2026-11-24") == {}
    story = [text.strip() for _, text in explain(history, "X001", language="vi").sentences]
    given, named = (text for text in story if "giải quyết" in text)
    assert given == "Tiếp nhận: UBND thành phố; cơ quan giải quyết: chưa xác định."
    assert named == "Tiếp nhận: UBND thành phố; cơ quan giải quyết: UBND phường."
    assert story[-1] == "người tiếp nhận thuộc: bưu điện."
