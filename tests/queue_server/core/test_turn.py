"""Whose turn it is, in the cases that people argue about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.lane import Entry, Lanes
from queue_server.core.plan import MINUTE, CentrePlan, DeskPlan, Instant, Policy, PriorityClass, Skill
from queue_server.core.refusals import Refusal
from queue_server.core.turn import Turn, Why, head_starts

MORNING = "2026-11-23 08:00"


@pytest.fixture
def morning(instant: Callable[[str], Instant]) -> Instant:
    return instant(MORNING)


def take(centre: Centre, ticket: str, service: str, now: Instant, *, priority: str = "") -> str:
    [event] = handle(centre, cmd.TakeTicket(ticket=ticket, service=service, priority=priority), now)
    assert isinstance(event, ev.TicketTaken)
    return event.number


def call(centre: Centre, desk: str, now: Instant) -> tuple[str, Why]:
    """Call the next to this desk and serve it at once."""
    [event] = handle(centre, cmd.CallNext(desk=desk), now)
    assert isinstance(event, ev.TicketCalled)
    handle(centre, cmd.StartServing(desk=desk, ticket=event.ticket), now)
    handle(centre, cmd.Finish(desk=desk, ticket=event.ticket), now)
    return event.ticket, event.why


def test_first_come_first_served_across_the_services_of_a_desk(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    for place, service in enumerate(("chung-thuc", "ho-tich", "chung-thuc")):
        take(centre, f"t{place}", service, morning + place)
    assert [call(centre, "1", morning + MINUTE)[0] for _ in range(3)] == ["t0", "t1", "t2"]


def test_priority_starts_with_waiting_credit_and_no_more(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    take(centre, "early", "ho-tich", morning)
    take(centre, "usual", "ho-tich", morning + 10 * MINUTE)
    take(centre, "elderly", "ho-tich", morning + 20 * MINUTE, priority="elderly")
    ticket, why = call(centre, "1", morning + 21 * MINUTE)
    assert ticket == "early", "twenty minutes of waiting weigh more than fifteen of credit"
    ticket, why = call(centre, "1", morning + 21 * MINUTE)
    assert ticket == "elderly"
    assert (why.rule, why.chosen.credit, why.chosen.waited) == ("normal", 15 * MINUTE, MINUTE)
    assert [each.ticket for each in why.runners_up] == ["usual"]
    assert why.eligible == 2


def test_a_strict_class_goes_first_until_the_guard_protects_the_others(
    make_plan: Callable[..., CentrePlan], morning: Instant
) -> None:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=make_plan(policy=Policy(guard_after_minutes=20, guard_in_a_row=2))), morning)
    handle(centre, cmd.OpenDay(), morning)
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    take(centre, "ordinary", "ho-tich", morning)
    for place in range(5):
        take(centre, f"p{place}", "ho-tich", morning + MINUTE + place, priority="disabled")
    now = morning + 25 * MINUTE
    called = [call(centre, "1", now) for _ in range(4)]
    assert [ticket for ticket, _ in called] == ["p0", "p1", "ordinary", "p2"]
    assert [why.rule for _, why in called] == ["normal", "normal", "guard", "normal"]


def test_the_guard_is_for_those_who_waited_long(make_plan: Callable[..., CentrePlan], morning: Instant) -> None:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=make_plan(policy=Policy(guard_after_minutes=20, guard_in_a_row=2))), morning)
    handle(centre, cmd.OpenDay(), morning)
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    take(centre, "ordinary", "ho-tich", morning)
    for place in range(3):
        take(centre, f"p{place}", "ho-tich", morning + place, priority="disabled")
    called = [call(centre, "1", morning + 19 * MINUTE) for _ in range(4)]
    assert [ticket for ticket, _ in called] == ["p0", "p1", "p2", "ordinary"]
    assert {why.rule for _, why in called} == {"normal"}


def test_who_is_sent_to_a_desk_of_another_service_is_called_there(centre: Centre, morning: Instant) -> None:
    for desk in ("1", "3"):
        handle(centre, cmd.OpenDesk(desk=desk, officer=f"o{desk}"), morning)
    take(centre, "sent", "ho-tich", morning)
    handle(centre, cmd.CallNext(desk="1"), morning)
    handle(centre, cmd.Transfer(desk="1", ticket="sent", service="ho-tich", to_desk="3"), morning + MINUTE)
    ticket, why = call(centre, "3", morning + 2 * MINUTE)
    assert (ticket, why.rule) == ("sent", "reserved")


def test_no_more_are_called_than_may_be_at_the_desks(centre: Centre, morning: Instant) -> None:
    for desk in ("1", "2"):
        handle(centre, cmd.OpenDesk(desk=desk, officer=f"o{desk}"), morning)
    handle(centre, cmd.SetAdmission(cap=1, reason="chật", officer="truong"), morning)
    for place in range(2):
        take(centre, f"t{place}", "chung-thuc", morning + place)
    handle(centre, cmd.CallNext(desk="1"), morning + MINUTE)
    with pytest.raises(Refusal, match="hall_full"):
        handle(centre, cmd.CallNext(desk="2"), morning + MINUTE)
    handle(centre, cmd.StartServing(desk="1", ticket="t0"), morning + MINUTE)
    handle(centre, cmd.Finish(desk="1", ticket="t0"), morning + MINUTE)
    assert call(centre, "2", morning + MINUTE)[0] == "t1"


@pytest.mark.parametrize("time", ["06:59", "11:30", "17:00", "23:00"])
def test_no_number_is_given_while_the_centre_is_closed(
    centre: Centre, instant: Callable[[str], Instant], time: str
) -> None:
    with pytest.raises(Refusal, match="not_issuing"):
        take(centre, "t1", "ho-tich", instant(f"2026-11-23 {time}"))


def test_only_who_waits_can_be_chosen_by_hand(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    take(centre, "done", "ho-tich", morning)
    call(centre, "1", morning)
    with pytest.raises(Refusal, match="wrong_state"):
        handle(centre, cmd.CallTicket(desk="1", ticket="done", reason="hẹn trước"), morning + MINUTE)


def test_a_desk_helps_out_only_after_the_others_waited_longer(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="2", officer="an"), morning)
    take(centre, "other", "ho-tich", morning)
    take(centre, "own", "chung-thuc", morning + 4 * MINUTE)
    take(centre, "own later", "chung-thuc", morning + 6 * MINUTE)
    called = [call(centre, "2", morning + 10 * MINUTE) for _ in range(3)]
    assert [ticket for ticket, _ in called] == ["own", "other", "own later"]
    assert [why.rule for _, why in called] == ["normal", "overflow", "normal"]
    assert called[1][1].chosen.offset == 5 * MINUTE


def test_a_transfer_keeps_its_place_and_a_reservation_lapses_with_its_desk(centre: Centre, morning: Instant) -> None:
    for desk in ("1", "2"):
        handle(centre, cmd.OpenDesk(desk=desk, officer=f"o{desk}"), morning)
    take(centre, "moved", "ho-tich", morning)
    take(centre, "later", "chung-thuc", morning + MINUTE)
    handle(centre, cmd.CallNext(desk="1"), morning + 2 * MINUTE)
    handle(centre, cmd.Transfer(desk="1", ticket="moved", service="chung-thuc", to_desk="2"), morning + 9 * MINUTE)
    ticket, _ = call(centre, "1", morning + 9 * MINUTE)
    assert ticket == "later", "desk 1 may not take what is reserved for desk 2"
    handle(centre, cmd.CloseDesk(desk="2"), morning + 10 * MINUTE)
    ticket, why = call(centre, "1", morning + 10 * MINUTE)
    assert ticket == "moved", "nobody waits for an officer who went home"
    assert why.rule == "normal"


def test_who_is_sent_to_a_desk_is_not_made_to_wait_for_its_helping_out(centre: Centre, morning: Instant) -> None:
    for desk in ("1", "2"):
        handle(centre, cmd.OpenDesk(desk=desk, officer=f"o{desk}"), morning)
    take(centre, "sent", "ho-tich", morning)
    take(centre, "usual", "chung-thuc", morning + MINUTE)
    handle(centre, cmd.CallNext(desk="1"), morning + 2 * MINUTE)
    handle(centre, cmd.Transfer(desk="1", ticket="sent", to_desk="2"), morning + 3 * MINUTE)
    ticket, why = call(centre, "2", morning + 3 * MINUTE)
    assert (ticket, why.rule, why.chosen.offset) == ("sent", "reserved", 0)


def test_an_absent_citizen_comes_back_near_the_front_and_not_after_half_an_hour(
    centre: Centre, morning: Instant
) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    take(centre, "absent", "ho-tich", morning)
    handle(centre, cmd.CallNext(desk="1"), morning)
    with pytest.raises(Refusal, match="recall_first"):
        handle(centre, cmd.MarkAbsent(desk="1", ticket="absent"), morning)
    for _ in range(2):
        handle(centre, cmd.Recall(desk="1", ticket="absent"), morning)
    handle(centre, cmd.MarkAbsent(desk="1", ticket="absent"), morning)
    now = morning + 20 * MINUTE
    take(centre, "ten ago", "ho-tich", morning + 9 * MINUTE)
    take(centre, "just now", "ho-tich", morning + 15 * MINUTE)
    with pytest.raises(Refusal, match="return_too_late"):
        handle(centre, cmd.ReturnTicket(ticket="absent"), morning + 31 * MINUTE)
    handle(centre, cmd.ReturnTicket(ticket="absent"), now)
    assert [call(centre, "1", now)[0] for _ in range(3)] == ["ten ago", "absent", "just now"]


def test_a_choice_by_hand_is_an_override_with_a_reason_beside_what_the_policy_says(
    centre: Centre, morning: Instant
) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    take(centre, "first", "ho-tich", morning)
    take(centre, "chosen", "ho-tich", morning + 1)
    with pytest.raises(Refusal, match="reason_needed"):
        handle(centre, cmd.CallTicket(desk="1", ticket="chosen", reason="  "), morning)
    [event] = handle(centre, cmd.CallTicket(desk="1", ticket="chosen", reason="hẹn trước"), morning + MINUTE)
    assert isinstance(event, ev.TicketCalled)
    assert (event.why.rule, event.reason) == ("override", "hẹn trước")
    assert [each.ticket for each in event.why.runners_up] == ["first"]


def test_numbers_grow_past_999_without_repeating(centre: Centre, morning: Instant) -> None:
    numbers = [take(centre, f"t{each}", "ho-tich", morning) for each in range(1, 1003)]
    assert (numbers[0], numbers[998], numbers[999], numbers[-1]) == ("H001", "H999", "H1000", "H1002")
    assert len(set(numbers)) == 1002


def test_a_changed_plan_moves_nobody_and_a_lost_desk_ends_with_its_citizen(
    centre: Centre, make_plan: Callable[[], CentrePlan], morning: Instant
) -> None:
    handle(centre, cmd.OpenDesk(desk="2", officer="an"), morning)
    take(centre, "at desk", "chung-thuc", morning)
    take(centre, "waiting", "chung-thuc", morning + 1)
    handle(centre, cmd.CallNext(desk="2"), morning)
    plan = make_plan()
    handle(centre, cmd.AdoptPlan(plan=replace(plan, desks=(plan.desks[0], plan.desks[2]))), morning)
    handle(centre, cmd.StartServing(desk="2", ticket="at desk"), morning)
    handle(centre, cmd.Finish(desk="2", ticket="at desk"), morning)
    handle(centre, cmd.OpenDesk(desk="1", officer="binh"), morning)
    assert call(centre, "1", morning)[0] == "waiting"


def check_in(
    centre: Centre, ticket: str, at: Instant, now: Instant, *, service: str = "ho-tich", priority: str = ""
) -> None:
    booked = Appointment(code=f"LH-{ticket.upper()}", at=at)
    handle(centre, cmd.TakeTicket(ticket=ticket, service=service, priority=priority, appointment=booked), now)


def test_an_appointment_comes_before_those_of_its_last_quarter_of_an_hour_and_after_the_others(
    centre: Centre, morning: Instant
) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    hour = morning + 60 * MINUTE
    take(centre, "long before", "ho-tich", morning + 40 * MINUTE)
    take(centre, "shortly before", "ho-tich", morning + 46 * MINUTE)
    check_in(centre, "booked", hour, morning + 48 * MINUTE)
    now = morning + 50 * MINUTE
    called = [call(centre, "1", now) for _ in range(3)]
    assert [ticket for ticket, _ in called] == ["long before", "booked", "shortly before"]
    chosen = called[1][1].chosen
    assert (chosen.appointed, chosen.credit, chosen.waited) == (hour, 15 * MINUTE, 0)


def test_an_appointment_waits_for_its_time_while_anybody_else_waits(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    hour = morning + 60 * MINUTE
    check_in(centre, "booked", hour, morning + 20 * MINUTE)
    take(centre, "after it", "chung-thuc", morning + 48 * MINUTE)
    ticket, why = call(centre, "1", hour - 10 * MINUTE - 1)
    assert ticket == "after it", "its time has not come"
    assert [(each.ticket, each.appointed) for each in why.passed_over] == [("booked", hour)]
    assert why.eligible == 1
    take(centre, "later", "chung-thuc", hour - 10 * MINUTE - 1)
    ticket, why = call(centre, "1", hour - 10 * MINUTE)
    assert (ticket, why.rule, why.passed_over) == ("booked", "normal", ())


def test_nobody_waits_before_an_empty_desk_for_an_appointed_time(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    for each, hours in (("second", 3), ("first", 2)):
        check_in(centre, each, morning + hours * 60 * MINUTE, morning)
    ticket, why = call(centre, "1", morning)
    assert (ticket, why.rule, why.eligible) == ("first", "early", 2)


def test_who_was_called_early_and_sent_on_does_not_wait_for_the_appointed_time_again(
    centre: Centre, morning: Instant
) -> None:
    for desk in ("1", "2"):
        handle(centre, cmd.OpenDesk(desk=desk, officer=f"o{desk}"), morning)
    check_in(centre, "booked", morning + 120 * MINUTE, morning)
    handle(centre, cmd.CallNext(desk="1"), morning)
    handle(centre, cmd.Transfer(desk="1", ticket="booked", service="chung-thuc"), morning + MINUTE)
    take(centre, "new", "chung-thuc", morning + 2 * MINUTE)
    assert call(centre, "2", morning + 3 * MINUTE)[0] == "booked"


def test_who_is_late_waits_from_check_in_on_with_their_class(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    hour = morning + 60 * MINUTE
    take(centre, "walk-in", "ho-tich", hour)
    check_in(centre, "in time", hour, hour + 10 * MINUTE)
    check_in(centre, "late", hour, hour + 10 * MINUTE + 1)
    check_in(centre, "late-old", hour, hour + 12 * MINUTE, priority="elderly")
    order = [call(centre, "1", hour + 13 * MINUTE)[0] for _ in range(4)]
    assert order == ["in time", "late-old", "walk-in", "late"]


def test_of_class_and_appointment_the_longer_head_start_counts(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    hour = morning + 60 * MINUTE
    check_in(centre, "booked", hour, hour - 9 * MINUTE)
    check_in(centre, "elderly", hour, hour - 9 * MINUTE, priority="elderly")
    check_in(centre, "disabled", hour, hour - 9 * MINUTE, priority="disabled")
    assert [call(centre, "1", hour)[0] for _ in range(3)] == ["disabled", "booked", "elderly"]


def test_one_number_per_appointment_and_only_on_its_day(centre: Centre, morning: Instant) -> None:
    check_in(centre, "booked", morning, morning)
    handle(centre, cmd.Cancel(ticket="booked"), morning)
    again = cmd.TakeTicket(ticket="t2", service="ho-tich", appointment=Appointment(code="LH-BOOKED", at=morning))
    with pytest.raises(Refusal, match="already_checked_in") as refused:
        handle(centre, again, morning)
    assert refused.value.ticket == "booked"
    for days in (-1, 1):
        with pytest.raises(Refusal, match="other_day"):
            check_in(centre, "t3", morning + days * 24 * 60 * MINUTE, morning)


def test_a_booked_time_is_none_of_those_that_a_quota_leaves(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.SetQuota(service="ho-tich", quota=1, reason="", officer="chi"), morning)
    check_in(centre, "first", morning, morning)
    take(centre, "walk-in", "ho-tich", morning)
    check_in(centre, "booked", morning, morning)
    with pytest.raises(Refusal, match="quota_used"):
        check_in(centre, "late", morning - 11 * MINUTE, morning)
    handle(centre, cmd.CloseService(service="ho-tich", words={"vi": "Mất điện"}, officer="chi"), morning)
    with pytest.raises(Refusal, match="service_closed"):
        check_in(centre, "t3", morning, morning)


def test_the_guard_counts_the_wait_of_an_appointment_from_its_time(
    make_plan: Callable[..., CentrePlan], morning: Instant
) -> None:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=make_plan(policy=Policy(guard_after_minutes=20, guard_in_a_row=1))), morning)
    handle(centre, cmd.OpenDay(), morning)
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    check_in(centre, "booked", morning + 5 * MINUTE, morning)
    for place in range(3):
        take(centre, f"p{place}", "ho-tich", morning + place, priority="disabled")
    assert [call(centre, "1", morning + 24 * MINUTE)[0] for _ in range(2)] == ["p0", "p1"]
    ticket, why = call(centre, "1", morning + 25 * MINUTE)
    assert (ticket, why.rule) == ("booked", "guard")


def test_an_appointed_wait_is_told_but_teaches_nothing_about_the_line(centre: Centre, morning: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), morning)
    check_in(centre, "booked", morning + 90 * MINUTE, morning)
    alone = centre.outlook_of(centre.tickets["booked"], now=morning)
    assert alone.low == 0, "nobody else waits"
    take(centre, "walk-in", "ho-tich", morning)
    told = centre.outlook_of(centre.tickets["booked"], now=morning)
    assert (told.ahead, told.low) == (1, 85)
    assert centre.outlook("ho-tich", now=morning).ahead == 1, "whoever comes now goes first"
    assert centre.outlook("ho-tich", now=morning + 80 * MINUTE).ahead == 2
    call(centre, "1", morning + 80 * MINUTE)
    call(centre, "1", morning + 80 * MINUTE)
    assert {key[0] for key in centre.experience.waits if len(key) == 4} == {"ho-tich"}
    assert sum(map(len, centre.experience.waits.values())) == 4, "one observation, under four keys"


#: Who waits in a large hall: at which service, since when, of which class, for which desk alone, and with which
#: appointed time.
CROWD = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(0, 40),
        st.sampled_from(["", "", "elderly", "first"]),
        st.sampled_from([None] * 3 + ["1", "2"]),
        st.none() | st.sampled_from([20, 50, 60, 69, 70, 71, 72, 90]),
    ),
    max_size=25,
)


# Who waits where this desk helps out is guarded from the same minute on as everybody else, though called later.
@example(crowd=[(0, 38, "", None, None), (1, 40, "first", None, None)], streak=2, helps=frozenset({0}), lapsed=False)
@given(crowd=CROWD, streak=st.integers(0, 3), helps=st.frozensets(st.integers(0, 6)), lapsed=st.booleans())
def test_the_choice_and_its_runners_up_are_those_of_comparing_every_lane(
    crowd: list[tuple[int, int, str, str | None, int | None]], streak: int, helps: frozenset[int], *, lapsed: bool
) -> None:
    credits = head_starts(
        (
            PriorityClass(id="elderly", names={}, head_start_minutes=15),
            PriorityClass(id="first", names={}, head_start_minutes=None),
        )
    )
    lanes, now, policy = Lanes(), 60 * MINUTE, Policy()
    entries = dict[tuple[str, str, str | None, bool], list[Entry]]()
    expected = dict[str, int]()
    for seq, (service, since, priority, reserved, appointed) in enumerate(crowd):
        effective, head_start = since * MINUTE - credits[priority], None
        if appointed is not None:
            head_start = max(15 * MINUTE, credits[priority])
            effective = appointed * MINUTE - head_start
            expected[f"t{seq}"] = appointed * MINUTE
        entry = effective, seq, f"t{seq}"
        lanes.join(f"s{service}", priority, reserved, entry, head_start=head_start)
        entries.setdefault((f"s{service}", priority, reserved, head_start is not None), []).append(entry)
    # Six of seven services, so that some people are not this desk's.
    desk = DeskPlan(
        id="1", names={}, skills=tuple(Skill(service=f"s{each}", overflow=each in helps) for each in range(6))
    )
    turn = Turn(lanes=lanes, policy=policy, credits=credits, released=lambda _lane, _now: lapsed, now=now)

    overflow = {f"s{each}": int(policy.overflow_minutes * MINUTE) * (each in helps) for each in range(6)}
    heads = list[tuple[int, int, str, str, str | None, int]]()
    too_early = list[tuple[int, int, str, str, str | None, int]]()
    eligible = at_all = 0
    for (service, priority, reserved, _), waiting in entries.items():
        mine = reserved == "1"
        if mine or (service in overflow and (reserved is None or lapsed)):
            offset = 0 if mine else overflow[service]
            effective, seq, ticket = min(waiting)
            due = [key for *_, key in waiting if expected.get(key, 0) - 10 * MINUTE <= now]
            (heads if ticket in due else too_early).append(
                (effective + offset, seq, service, priority, reserved, offset)
            )
            eligible += len(due)
            at_all += len(waiting)
    alone = not heads
    if alone:
        heads, too_early, eligible = too_early, [], at_all
    heads.sort()
    longest = policy.guard_after_minutes * MINUTE
    waited_long = any(
        not priority and now - expected.get(f"t{seq}", key - offset) >= longest
        for key, seq, _, priority, _, offset in heads
    )
    order = heads
    if streak >= policy.guard_in_a_row and waited_long:
        order = sorted(heads, key=lambda head: head[3] != "")

    why = turn.choose(desk, streak=streak)
    if why is None:
        assert not heads
        return
    assert [why.chosen.ticket, *(each.ticket for each in why.runners_up)] == [f"t{head[1]}" for head in order[:3]]
    assert (why.eligible, why.chosen.key, why.chosen.offset) == (eligible, order[0][0], order[0][5])
    passed_over = [f"t{head[1]}" for head in sorted(too_early) if head[:2] < order[0][:2]]
    assert [each.ticket for each in why.passed_over] == passed_over[:3]
    assert why.chosen.appointed == expected.get(why.chosen.ticket)
    if alone:
        rule = "early"
    elif order[0] != heads[0]:
        rule = "guard"
    elif order[0][4] == "1":
        rule = "reserved"
    else:
        rule = "overflow" if order[0][5] else "normal"
    assert why.rule == rule
