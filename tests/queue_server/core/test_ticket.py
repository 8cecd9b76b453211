"""A ticket whose slip may not be in its citizen's hand: called and marked, or held, as the centre wants it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import MINUTE, CentrePlan, Instant, Kiosk, Policy
from queue_server.core.refusals import Refusal
from queue_server.core.ticket import IN_HAND

KIOSK = Kiosk(id="k1", place={"vi": "Cửa chính"})


@pytest.fixture
def now(instant: Callable[[str], Instant]) -> Instant:
    return instant("2026-11-23 08:00")


def opened(make_plan: Callable[..., CentrePlan], now: Instant, unprinted: str) -> Centre:
    centre = Centre()
    plan = replace(make_plan(policy=Policy(unprinted=unprinted)), kiosks=(KIOSK,))
    handle(centre, cmd.AdoptPlan(plan=plan), now)
    handle(centre, cmd.OpenDay(), now)
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    return centre


def take(centre: Centre, ticket: str, now: Instant, origin: str | None = "k1") -> None:
    handle(centre, cmd.TakeTicket(ticket=ticket, service="ho-tich", origin=origin), now)


def called(centre: Centre, now: Instant) -> str | None:
    with suppress(Refusal):
        handle(centre, cmd.CallNext(desk="1"), now)
    return centre.desks["1"].ticket


@pytest.mark.parametrize("state", ["failed", "unconfirmed"])
def test_a_ticket_without_paper_is_called_in_its_turn_unless_the_centre_says_otherwise(
    make_plan: Callable[..., CentrePlan], now: Instant, state: str
) -> None:
    centre = opened(make_plan, now, "called")
    take(centre, "t1", now)
    handle(centre, cmd.ReportSlip(ticket="t1", state=state), now)
    assert called(centre, now) == "t1"
    assert centre.tickets["t1"].slip == state


@pytest.mark.parametrize("state", sorted(IN_HAND))
def test_a_held_ticket_waits_outside_its_line_and_keeps_its_age(
    make_plan: Callable[..., CentrePlan], now: Instant, state: str
) -> None:
    centre = opened(make_plan, now, "held")
    take(centre, "t1", now)
    take(centre, "t2", now + MINUTE, origin="desk")
    handle(centre, cmd.ReportSlip(ticket="t1", state="unconfirmed"), now + MINUTE)
    assert centre.outlook("ho-tich", now=now + MINUTE).ahead == 1, "nobody is told to wait for a held ticket"
    handle(centre, cmd.ReportSlip(ticket="t1", state=state), now + 2 * MINUTE)
    assert not centre.tickets["t1"].held
    assert called(centre, now + 2 * MINUTE) == "t1", "it came first"


def test_a_held_ticket_is_called_by_hand_only(make_plan: Callable[..., CentrePlan], now: Instant) -> None:
    centre = opened(make_plan, now, "held")
    take(centre, "t1", now)
    assert called(centre, now) is None
    handle(centre, cmd.CallTicket(desk="1", ticket="t1", reason="đứng trước quầy"), now)
    assert centre.desks["1"].ticket == "t1"
    assert not centre.tickets["t1"].held


def test_a_ticket_that_no_kiosk_prints_is_not_held(make_plan: Callable[..., CentrePlan], now: Instant) -> None:
    centre = opened(make_plan, now, "held")
    take(centre, "t1", now, origin="desk-1")
    assert called(centre, now) == "t1"


def test_a_held_ticket_can_be_cancelled_and_expires_with_its_day(
    make_plan: Callable[..., CentrePlan], now: Instant
) -> None:
    centre = opened(make_plan, now, "held")
    take(centre, "t1", now)
    take(centre, "t2", now)
    handle(centre, cmd.Cancel(ticket="t1"), now)
    handle(centre, cmd.OpenDay(), now + 24 * 60 * MINUTE)
    assert centre.tickets == {}
