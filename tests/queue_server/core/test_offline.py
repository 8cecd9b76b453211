"""Numbers leased to kiosks and what they gave from them: nobody else's, each taken once, late ones on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.offline import BLOCK, holdings
from queue_server.core.plan import MINUTE, CentrePlan, Instant
from queue_server.core.ticket import TicketState

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


@pytest.fixture
def now(instant: Callable[[str], Instant]) -> Instant:
    return instant(f"{MONDAY} 08:00")


def lease(centre: Centre, now: Instant, *, kiosk: str = "k1", spool: str = "s1") -> list[ev.Event]:
    return handle(centre, cmd.LeaseNumbers(kiosk=kiosk, spool=spool), now)


def delivery(number: str = "H501", *, place: int = 1, now: Instant, **changed: object) -> cmd.DeliverTicket:
    given: dict[str, object] = {
        "kiosk": "k1",
        "spool": "s1",
        "place": place,
        "day": MONDAY,
        "ticket": f"t-{number}",
        "number": number,
        "service": "ho-tich",
        "taken_at": now - 10 * MINUTE,
    }
    return cmd.DeliverTicket(**(given | changed))  # type: ignore[arg-type]


def test_a_kiosk_holds_numbers_for_today_and_for_the_next_day_of_issuing(centre: Centre, now: Instant) -> None:
    lease(centre, now)
    today, tomorrow = holdings(centre, kiosk="k1", spool="s1", now=now)
    assert (today.day, tomorrow.day) == (MONDAY, TUESDAY)
    assert today.blocks == tuple((each, 501, 530) for each in ("ho-tich", "chung-thuc", "tra-ket-qua"))
    assert {block[1:] for block in tomorrow.blocks} == {(531, 560)}, "a queue may go on overnight: numbers differ"
    assert [(closes - opens) // MINUTE for opens, closes in today.times] == [225, 225]


def test_two_kiosks_and_new_records_of_one_never_share_a_number(centre: Centre, now: Instant) -> None:
    for kiosk, spool in (("k1", "s1"), ("k2", "s2"), ("k1", "s3")):
        lease(centre, now, kiosk=kiosk, spool=spool)
    numbers = [each for block in centre.blocks["ho-tich"] for each in range(block.first, block.last + 1)]
    assert len(set(numbers)) == len(numbers) == 3 * 2 * BLOCK
    assert lease(centre, now) == [], "who has enough gets no more"


def test_ordinary_numbers_pass_over_every_block(centre: Centre, now: Instant) -> None:
    lease(centre, now)
    for each in range(502):
        handle(centre, cmd.TakeTicket(ticket=f"t{each}", service="ho-tich"), now)
    numbers = [ticket.number for ticket in centre.tickets.values()]
    assert numbers[-3:] == ["H500", "H561", "H562"]
    lease(centre, now, kiosk="k2", spool="s2")
    assert centre.blocks["ho-tich"][2].first == 563


def test_a_delivered_ticket_keeps_its_number_and_its_place_in_time(centre: Centre, now: Instant) -> None:
    lease(centre, now)
    handle(centre, cmd.TakeTicket(ticket="later", service="ho-tich"), now)
    taken, slip = handle(centre, delivery(now=now, slip="confirmed"), now)
    assert isinstance(taken, ev.TicketTaken)
    assert isinstance(slip, ev.SlipReported)
    ticket = centre.tickets["t-H501"]
    assert (ticket.number, ticket.offline, ticket.origin, ticket.slip) == ("H501", True, "k1", "confirmed")
    assert ticket.taken_at == ticket.effective_at == now - 10 * MINUTE
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    [call] = handle(centre, cmd.CallNext(desk="1"), now)
    assert isinstance(call, ev.TicketCalled)
    assert call.ticket == "t-H501", "it was there first"


def test_a_delivery_is_taken_once(centre: Centre, now: Instant) -> None:
    lease(centre, now)
    assert handle(centre, delivery(now=now), now)
    assert handle(centre, delivery(now=now), now) == []
    assert handle(centre, delivery("H502", place=2, now=now), now)
    assert handle(centre, delivery(now=now), now) == []
    assert len(centre.tickets) == 2


def test_what_is_delivered_is_not_leased_again(centre: Centre, now: Instant) -> None:
    lease(centre, now)
    handle(centre, delivery("H516", now=now), now)
    [more] = lease(centre, now)
    assert isinstance(more, ev.NumbersLeased)
    assert (more.service, more.first) == ("ho-tich", 501 + 2 * BLOCK)
    today, _ = holdings(centre, kiosk="k1", spool="s1", now=now)
    assert [block for block in today.blocks if block[0] == "ho-tich"] == [("ho-tich", 517, 530), ("ho-tich", 561, 590)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"day": "2026-11-20"}, "day_over"),
        ({"service": "gone"}, "unknown_service"),
        ({"spool": "s9"}, "number_taken"),
        ({"number": "H001"}, "number_taken"),
    ],
)
def test_what_finds_no_place_is_set_aside_on_record(
    centre: Centre, now: Instant, changed: dict[str, object], reason: str
) -> None:
    lease(centre, now)
    handle(centre, cmd.TakeTicket(ticket="first", service="ho-tich"), now)
    asked = delivery(now=now, **changed)
    [aside] = handle(centre, asked, now)
    assert isinstance(aside, ev.TicketSetAside)
    assert aside.reason == reason
    assert handle(centre, asked, now) == []
    assert list(centre.tickets) == ["first"]


def test_a_number_whose_lease_was_forgotten_is_the_citizens_all_the_same(centre: Centre, now: Instant) -> None:
    handle(centre, delivery("H507", now=now), now)
    assert centre.tickets["t-H507"].state is TicketState.WAITING
    lease(centre, now, kiosk="k2", spool="s2")
    assert centre.blocks["ho-tich"][-2].first == 508, "nobody else gets what was given"


@pytest.mark.parametrize("minutes", [-3 * 24 * 60, 120])
def test_a_kiosks_wrong_clock_gets_nobody_ahead_of_the_day(centre: Centre, now: Instant, minutes: int) -> None:
    lease(centre, now)
    handle(centre, delivery(now=now, taken_at=now + minutes * MINUTE), now)
    assert now - 60 * MINUTE <= centre.tickets["t-H501"].taken_at <= now


def test_what_a_plan_no_longer_has_does_not_stop_a_delivery(centre: Centre, now: Instant) -> None:
    handle(centre, delivery(now=now, procedure="gone", priority="gone"), now)
    ticket = centre.tickets["t-H501"]
    assert (ticket.procedure, ticket.priority) == (None, "")


def test_waits_that_nobody_was_told_teach_nothing(centre: Centre, now: Instant) -> None:
    handle(centre, delivery(now=now), now)
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    before = Centre()
    before.experience = centre.experience
    handle(centre, cmd.CallNext(desk="1"), now)
    assert centre.experience.quantiles("ho-tich", "", ahead=0, desks=1.5) is None


def test_tomorrows_numbers_outlive_the_night_and_todays_do_not(
    centre: Centre, now: Instant, instant: Callable[[str], Instant]
) -> None:
    lease(centre, now)
    handle(centre, cmd.OpenDay(), instant(f"{TUESDAY} 06:00"))
    assert {block.day for blocks in centre.blocks.values() for block in blocks} == {TUESDAY}
    handle(centre, delivery("H531", now=now, day=TUESDAY), instant(f"{TUESDAY} 08:00"))
    assert "t-H531" in centre.tickets


def test_a_queue_that_goes_on_overnight_takes_what_was_given_the_evening_before(
    make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant], now: Instant
) -> None:
    plan = make_plan()
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=replace(plan, policy=replace(plan.policy, keep_overnight=True))), now)
    handle(centre, cmd.OpenDay(), now)
    lease(centre, now)
    morning = instant(f"{TUESDAY} 06:00")
    handle(centre, cmd.OpenDay(), morning)
    handle(centre, delivery(now=now), morning)
    assert centre.tickets["t-H501"].state is TicketState.WAITING
    lease(centre, morning, kiosk="k2", spool="s2")
    assert all(block.first > 501 for block in centre.blocks["ho-tich"] if block.kiosk == "k2")


def test_replay_gives_the_same_centre(
    centre: Centre, now: Instant, make_plan: Callable[..., CentrePlan], instant: Callable[[str], Instant]
) -> None:
    fresh, events = Centre(), []
    for command in (
        cmd.AdoptPlan(plan=make_plan()),
        cmd.OpenDay(),
        cmd.LeaseNumbers(kiosk="k1", spool="s1"),
        delivery(now=now),
        delivery("H599", place=2, now=now),
        delivery("H502", place=3, now=now, day="2026-11-20"),
    ):
        events += handle(fresh, command, now)
    again = Centre()
    for event in events:
        apply(again, event)
    assert again == fresh
