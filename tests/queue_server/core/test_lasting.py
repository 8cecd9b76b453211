"""How long records last."""

from __future__ import annotations

from collections.abc import Callable

from queue_server.core import events as ev
from queue_server.core.lasting import ACTS, FRAME, ended_before, kept_kinds
from queue_server.core.plan import Instant


def test_two_years_ago_is_over_and_the_day_after_is_not(instant: Callable[[str], Instant]) -> None:
    over = ended_before(24, now=instant("2026-11-23 08:00"))
    assert instant("2024-11-22 08:00") < over < instant("2024-11-25 08:00")


def test_whatever_goes_the_frame_stays_and_with_tickets_the_acts_too() -> None:
    assert kept_kinds("acts") == FRAME
    assert kept_kinds("tickets") == FRAME | ACTS
    tickets = {ev.NAMES[each] for each in (ev.TicketTaken, ev.TicketCalled, ev.TicketFinished, ev.VisitRated)}
    assert not tickets & kept_kinds("tickets")
