"""A sound history passes; each kind of lie in it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from chaos.history import Asked, Findings, Written, check
from queue_server import wire
from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import MINUTE
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre

NOW = 1_795_395_600_000
#: What the book says of each appointment: three minutes after the beginning.
BOOKED = NOW + 3 * MINUTE
History = tuple[list[Written], list[Asked]]
KIOSK, OFFICER = wire.Asker(device="k1"), wire.Asker(device="pc-1", officer="an")


class Telling:
    """A centre that carries out requests one after another, and writes both sides down."""

    def __init__(self) -> None:
        self.centre, self.now = Centre(), NOW
        self.written: list[Written] = []
        self.asked: list[Asked] = []
        for command in (cmd.AdoptPlan(plan=find_centre("kt-truongchinh").plan), cmd.OpenDay()):
            self._write(handle(self.centre, command, self.now), None, None)

    def _write(self, events: list[ev.Event], request: str | None, actor: str | None) -> None:
        for event in events:
            self.written.append(Written(version=len(self.written) + 1, event=event, request=request, actor=actor))
            request = None

    def ask(self, asker: wire.Asker, message: msg.Command) -> None:
        self.now += MINUTE
        first = self.centre.version + 1
        code = getattr(message, "appointment", "")
        booked = Appointment(code=code, at=BOOKED) if code else None
        command = wire.command(message, asker=asker, ticket=message.request, appointment=booked)
        events = handle(self.centre, command, self.now)
        self._write(events, message.request, asker.actor)
        version = self.centre.version
        answer = wire.answer(self.centre, message, events=events, first=first, version=version, site="", now=self.now)
        self.asked.append(Asked(asker=asker, message=message, sent=first * 2, answered=first * 2 + 1, answer=answer))


@pytest.fixture
def history() -> History:
    telling = Telling()
    service = telling.centre.plan.desks[0].skills[0].service
    telling.ask(OFFICER, msg.OpenDesk(request="d1", desk="1"))
    for number in range(3):
        telling.ask(KIOSK, msg.TakeTicket(request=f"r{number}", service=service))
    telling.ask(KIOSK, msg.TakeTicket(request="b1", service=service, appointment="LH-000001"))
    telling.ask(OFFICER, msg.CallNext(request="c1", desk="1"))
    telling.ask(OFFICER, msg.StartServing(request="s1", desk="1", ticket="b1"))
    telling.ask(OFFICER, msg.Finish(request="f1", desk="1", ticket="b1"))
    return telling.written, telling.asked


def test_a_sound_history_is_sound(history: History) -> None:
    found = check(*history)
    assert found.faults == {}
    assert (found.requests, found.calls) == (8, 1)


def cut_off(history: History) -> Findings:
    """The last acknowledged ticket is not in the journal."""
    written, asked = history
    return check(written[:5], asked[:4])


def swapped(history: History) -> Findings:
    """One that was answered first is written second."""
    written, asked = history
    return check(written, [replace(each, sent=-each.sent, answered=0.5 - each.sent) for each in asked])


def told_otherwise(history: History) -> Findings:
    written, asked = history
    answer = asked[1].answer
    assert isinstance(answer, msg.Taken)
    other = replace(
        asked[1],
        answer=msg.Taken(
            **{name: getattr(answer, name) for name in answer.__struct_fields__ if name != "ahead"}, ahead=9
        ),
    )
    return check(written, [asked[0], other, *asked[2:]])


def two_of_a_number(history: History) -> Findings:
    written, asked = history
    first, second = written[3].event, written[4].event
    assert isinstance(first, ev.TicketTaken)
    assert isinstance(second, ev.TicketTaken)
    return check([*written[:4], replace(written[4], event=replace(second, number=first.number))], asked[:3])


def a_gap(history: History) -> Findings:
    written, asked = history
    return check([*written[:6], *written[7:]], asked)


def carried_out_twice(history: History) -> Findings:
    written, asked = history
    again = replace(written[3], version=len(written) + 1)
    return check([*written, again], asked)


def another_appointment(history: History) -> Findings:
    """The journal says that somebody was in time who was late."""
    written, asked = history
    place = next(at for at, each in enumerate(written) if getattr(each.event, "appointment", None) is not None)
    taken = written[place].event
    assert isinstance(taken, ev.TicketTaken)
    assert taken.appointment is not None
    late = replace(taken, appointment=replace(taken.appointment, late=True))
    return check([*written[:place], replace(written[place], event=late), *written[place + 1 :]], asked)


@pytest.mark.parametrize(
    ("lie", "kind"),
    [
        (cut_off, "lost"),
        (swapped, "out_of_order"),
        (told_otherwise, "answered_otherwise"),
        (two_of_a_number, "unsound"),
        (a_gap, "repeated"),
        (carried_out_twice, "repeated"),
        (another_appointment, "not_decided_so"),
    ],
)
def test_a_lie_is_found(history: History, lie: Callable[[History], Findings], kind: str) -> None:
    assert kind in lie(history).faults


def test_a_call_that_the_policy_would_not_make_is_found(history: History) -> None:
    written, asked = history
    place = next(at for at, each in enumerate(written) if isinstance(each.event, ev.TicketCalled))
    wrong = replace(written[place], event=replace(written[place].event, ticket="r1"))  # type: ignore[type-var]
    found = check([*written[:place], wrong], asked[: place - 2])
    assert "unsound" in found.faults


def test_once_means_once_a_service_day() -> None:
    """A copy of a request that arrives after its day has ended is decided anew, and a second one is one too many."""
    telling = Telling()
    telling.ask(OFFICER, msg.OpenDesk(request="d1", desk="1"))
    telling.now += 24 * 60 * MINUTE
    telling._write(handle(telling.centre, cmd.OpenDay(), telling.now), None, None)
    first = telling.asked[:]
    telling.ask(OFFICER, msg.OpenDesk(request="d1", desk="1"))
    found = check(telling.written, first)
    assert (found.faults, found.decided_anew) == ({}, 1)
    telling.ask(OFFICER, msg.CloseDesk(request="x1", desk="1"))
    telling.ask(OFFICER, msg.OpenDesk(request="d1", desk="1"))
    assert "repeated" in check(telling.written, first).faults


def test_what_had_nothing_to_do_may_have_an_effect_on_a_later_day_and_a_ticket_that_was_told_must_be_there() -> None:
    telling = Telling()
    telling.ask(OFFICER, msg.OpenDesk(request="d1", desk="1"))
    then = telling.asked[-1]
    telling.now += 48 * 60 * MINUTE
    telling._write(handle(telling.centre, cmd.OpenDay(), telling.now), None, None)
    telling.ask(KIOSK, msg.LeaseNumbers(request="n1", spool="spool"))
    telling.ask(KIOSK, msg.TakeTicket(request="r1", service=next(iter(telling.centre.services))))
    leased, taken = [_as_if_told_at(then, each) for each in telling.asked[-2:]]
    found = check(telling.written, [then, leased])
    assert (found.faults, found.decided_anew) == ({}, 1)
    assert "lost" in check(telling.written, [then, taken]).faults


def _as_if_told_at(then: Asked, each: Asked) -> Asked:
    assert then.answer is not None
    assert each.answer is not None
    answer = msgspec.structs.replace(each.answer, version=then.answer.version)
    return replace(each, sent=then.sent, answered=then.answered, answer=answer)


def test_a_refusal_leaves_no_trace(history: History) -> None:
    written, asked = history
    refused = Asked(asker=KIOSK, message=msg.TakeTicket(request="x", service="?"), sent=99.0, answered=99.5)
    assert check(written, [*asked, refused]).sound
