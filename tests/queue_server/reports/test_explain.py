"""A complaint is answered from the journal: what happened, why this one, why not that one, and is it the policy's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import MINUTE, CentrePlan, Instant
from queue_server.reports.explain import NotFound, explain
from queue_server.reports.sentences import SENTENCES

DAY = "2026-11-23"


def told(events: list[ev.Event], number: str, *, rival: str | None = None, language: str = "en") -> str:
    return "\n".join(" ".join(line) for line in explain(events, number, rival=rival, language=language).sentences)


def test_the_story_of_a_ticket_is_told_in_order(short_day: list[ev.Event]) -> None:
    story = explain(short_day, "x003", day=DAY, language="en")
    assert (story.number, story.day, story.proved) == ("X003", DAY, True)
    clocks = [clock for clock, _ in story.sentences]
    assert clocks == sorted(clocks)
    assert clocks[0].startswith("08:00")
    text = [sentence for _, sentence in story.sentences]
    order = ["Took X003", "Slip: confirmed", "X003 called to desk 1", "Called again", "Did not come"]
    places = [next(n for n, sentence in enumerate(text) if sentence.startswith(start)) for start in order]
    assert places == sorted(places)


def test_how_a_slip_went_is_said_in_words(short_day: list[ev.Event]) -> None:
    assert "Phiếu in: máy in xác nhận đã in." in told(short_day, "X003", language="vi")
    assert "confirmed" not in told(short_day, "X003", language="vi")


def test_why_not_the_other_one(short_day: list[ev.Event]) -> None:
    """Within a second it takes the milliseconds to see who was first."""
    assert "X002: its place in line was 08:00:00.060, after 08:00:00.000" in told(short_day, "X001", rival="X002")
    assert "X001: was done by then" in told(short_day, "X002", rival="X001")
    assert "phục vụ" in told(short_day, "X001", language="vi")


def test_of_two_at_the_same_instant_the_number_taken_first_was_first(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    begin, centre, events = instant("2026-11-23 08:00"), Centre(), list[ev.Event]()
    for command in (
        *(cmd.AdoptPlan(plan=make_plan()), cmd.OpenDay(), cmd.OpenDesk(desk="1", officer="an")),
        *(cmd.TakeTicket(ticket=ticket, service="chung-thuc") for ticket in ("t0", "t1")),
        cmd.CallNext(desk="1"),
    ):
        events.extend(handle(centre, command, begin))
    assert "X002: its place in line was 08:00:00.000 as well, but its number was taken later" in told(
        events, "X001", rival="X002"
    )


def test_a_call_that_the_policy_would_not_make_is_said_to_be_one(short_day: list[ev.Event]) -> None:
    place = next(n for n, event in enumerate(short_day) if isinstance(event, ev.TicketCalled))
    called = short_day[place]
    assert isinstance(called, ev.TicketCalled)
    forged = replace(called, why=replace(called.why, eligible=called.why.eligible + 1))
    story = explain([*short_day[:place], forged, *short_day[place + 1 :]], "X001", language="en")
    assert not story.proved
    assert any("NOT PROVED" in sentence for _, sentence in story.sentences)


def test_an_appointment_is_told_with_its_time_and_why_it_was_not_called_yet(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    begin, centre, events = instant("2026-11-23 08:00"), Centre(), list[ev.Event]()

    def do(command: cmd.Command, minute: float) -> None:
        events.extend(handle(centre, command, begin + int(minute * MINUTE)))

    do(cmd.AdoptPlan(plan=make_plan()), 0)
    do(cmd.OpenDay(), 0)
    do(cmd.OpenDesk(desk="1", officer="an"), 0)

    def take(ticket: str, minute: float, *, at: float | None = None) -> None:
        booked = None if at is None else Appointment(code=f"LH-{ticket.upper()}", at=begin + int(at * MINUTE))
        do(cmd.TakeTicket(ticket=ticket, service="ho-tich", appointment=booked), minute)

    def serve(minute: float) -> None:
        do(cmd.CallNext(desk="1"), minute)
        ticket = centre.desks["1"].ticket or ""
        do(cmd.StartServing(desk="1", ticket=ticket), minute)
        do(cmd.Finish(desk="1", ticket=ticket), minute)

    take("booked", 0, at=60)  # H001
    take("walk-in", 46)
    serve(49)
    take("another", 49)
    serve(50)
    take("late", 55, at=40)
    take("tomorrow", 56, at=200)
    serve(57)
    serve(57)
    serve(58)
    story = told(events, "H001", rival="H002")
    assert "Took H001" in story
    assert "in time for an appointment at 09:00:00" in story
    assert "H001: its appointment was at 09:00:00: while others wait it is called from 08:50:00 on" in story
    assert "H001 called to desk 1 (officer an): its turn" in story
    assert "appointment 09:00:00, head start 15, helping offset 0 → place in line 08:45:00" in story
    assert "not compared yet: H001, whose appointment is at 09:00:00" in told(events, "H002")
    assert "late for an appointment at 08:40:00" in told(events, "H004")
    assert "before its appointed time, because nobody else waited" in told(events, "H005")
    assert "hẹn lúc 09:00:00" in told(events, "H001", language="vi")
    assert all(explain(events, f"H00{each}").proved for each in range(1, 6))


def test_a_number_given_without_the_server_is_told_with_its_own_time(
    make_plan: Callable[[], CentrePlan], instant: Callable[[str], Instant]
) -> None:
    """No wait was told then, and the journal's own time is that of the delivery."""
    begin, centre, events = instant("2026-11-23 08:00"), Centre(), list[ev.Event]()

    def deliver(place: int, number: str, service: str = "chung-thuc") -> cmd.DeliverTicket:
        return cmd.DeliverTicket(
            kiosk="k1",
            spool="s1",
            place=place,
            day=DAY,
            ticket=f"t{place}",
            number=number,
            service=service,
            taken_at=begin + 5 * MINUTE,
        )

    for minute, command in (
        *((0, cmd.AdoptPlan(plan=make_plan())), (0, cmd.OpenDay()), (0, cmd.LeaseNumbers(kiosk="k1", spool="s1"))),
        *((20, deliver(1, "X501")), (20, deliver(2, "X501")), (20, deliver(3, "Z501", service="gone"))),
    ):
        events.extend(handle(centre, command, begin + minute * MINUTE))
    story = told(events, "X501")
    assert "08:20:00 Received X501" in story
    assert "k1 gave at 08:05:00" in story
    assert "minutes" not in story
    assert "X501, which k1 gave at 08:05:00 without the server, is in no line: the number was another's" in story
    assert "không còn lĩnh vực" in told(events, "Z501", language="vi")
    with pytest.raises(NotFound, match=f"X502 is one that k1 holds .*{DAY}"):
        explain(events, "X502", day=DAY, language="en")
    with pytest.raises(NotFound, match=r"X540 is one that k1 holds .*2026-11-24"):
        explain(events, "X540", language="en")


def test_what_is_not_there_is_said(short_day: list[ev.Event]) -> None:
    with pytest.raises(NotFound, match="no day 2026-11-24"):
        explain(short_day, "X001", day="2026-11-24", language="en")
    with pytest.raises(NotFound, match="no number X999"):
        explain(short_day, "X999", language="en")


def test_both_languages_tell_the_same_things() -> None:
    assert SENTENCES["vi"].keys() == SENTENCES["en"].keys()
