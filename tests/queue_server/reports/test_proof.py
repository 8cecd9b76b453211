"""A sound journal is found sound; one in which somebody has meddled is not, and the proof says where."""

from __future__ import annotations

from dataclasses import replace

from queue_server.core.events import Event, TicketCalled, TicketTaken
from queue_server.reports.proof import prove


def place(events: list[Event], kind: type[Event], nth: int = 0) -> int:
    return [index for index, event in enumerate(events) if isinstance(event, kind)][nth]


def test_what_the_centre_did_is_sound(short_day: list[Event]) -> None:
    proof = prove(short_day)
    assert proof.sound
    assert (proof.events, proof.calls, proof.overrides) == (len(short_day), 3, 0)


def test_a_call_of_another_ticket_is_not_explained(short_day: list[Event]) -> None:
    """The last in line is called first, with the reason of the first."""
    first = place(short_day, TicketCalled)
    called = short_day[first]
    assert isinstance(called, TicketCalled)
    short_day[first] = replace(
        called, ticket="t3", why=replace(called.why, chosen=replace(called.why.chosen, ticket="t3"))
    )
    proof = prove(short_day[: first + 1])
    assert not proof.sound
    assert proof.unexplained == ["2026-11-23 X004 to desk 1"]


def test_another_ticket_with_the_reason_of_the_first_is_not_explained(short_day: list[Event]) -> None:
    first = place(short_day, TicketCalled)
    called = short_day[first]
    assert isinstance(called, TicketCalled)
    short_day[first] = replace(called, ticket="t3")
    assert prove(short_day[: first + 1]).unexplained == ["2026-11-23 X004 to desk 1"]


def test_a_reason_that_was_made_up_is_not_explained(short_day: list[Event]) -> None:
    first = place(short_day, TicketCalled)
    called = short_day[first]
    assert isinstance(called, TicketCalled)
    short_day[first] = replace(called, why=replace(called.why, eligible=99))
    assert prove(short_day).unexplained == ["2026-11-23 X001 to desk 1"]


def test_a_number_given_twice_is_found(short_day: list[Event]) -> None:
    second = place(short_day, TicketTaken, 1)
    taken = short_day[second]
    assert isinstance(taken, TicketTaken)
    short_day[second] = replace(taken, number="X001")
    assert prove(short_day[: second + 1]).repeated == ["2026-11-23 X001"]


def test_a_ticket_called_to_a_desk_that_is_busy_is_found(short_day: list[Event]) -> None:
    first, second = place(short_day, TicketCalled), place(short_day, TicketCalled, 1)
    proof = prove([*short_day[: first + 1], short_day[second]])
    assert proof.doubled == ["2026-11-23 X002 to desk 1"]
    assert not proof.sound


def test_a_journal_that_cannot_have_happened_is_proved_up_to_there(short_day: list[Event]) -> None:
    lost = place(short_day, TicketTaken)
    proof = prove([*short_day[:lost], *short_day[lost + 1 :]])
    assert not proof.sound
    assert len(proof.impossible) == 1
