"""One open ticket per person and service, by a token that says nothing about the person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import decide, handle
from queue_server.core.plan import Instant
from queue_server.core.refusals import Refusal

MINE = "3f" * 32


@pytest.fixture
def now(instant: Callable[[str], Instant]) -> Instant:
    return instant("2026-11-23 08:00")


def take(ticket: str, holder: str = MINE, service: str = "ho-tich") -> cmd.TakeTicket:
    return cmd.TakeTicket(ticket=ticket, service=service, holder=holder)


def test_a_second_one_is_refused_and_the_first_is_named(centre: Centre, now: Instant) -> None:
    handle(centre, take("t1"), now)
    with pytest.raises(Refusal, match="already_holding") as refused:
        decide(centre, take("t2"), now)
    assert refused.value.ticket == "t1"


def test_another_person_another_service_and_nobody_in_particular_may(centre: Centre, now: Instant) -> None:
    handle(centre, take("t1"), now)
    handle(centre, take("t2", holder="4e" * 32), now)
    handle(centre, take("t3", holder="5d" * 32, service="chung-thuc"), now)
    for ticket in ("t4", "t5"):
        handle(centre, take(ticket, holder=""), now)
    assert len(centre.tickets) == 5


def test_when_it_is_over_another_may_be_taken(centre: Centre, now: Instant) -> None:
    handle(centre, take("t1"), now)
    handle(centre, cmd.Cancel(ticket="t1"), now)
    handle(centre, take("t2"), now)
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    handle(centre, cmd.CallNext(desk="1"), now)
    with pytest.raises(Refusal, match="already_holding"):
        decide(centre, take("t3"), now)
