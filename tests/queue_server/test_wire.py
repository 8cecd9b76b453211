"""Every message has its command, every role hears what it may, and answers tell what happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queue_server import wire
from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import Instant
from queue_server.core.refusals import Refusal
from queue_server.protocol import messages as msg
from queue_server.protocol.session import ALLOWED
from queue_server.touched import touched
from queue_server.web.lookups import Lookup

AN = wire.Asker(device="pc-1", officer="an", employer="post")
EXAMPLES: dict[type, msg.Command] = {
    msg.TakeTicket: msg.TakeTicket(request="r", service="ho-tich"),
    msg.OpenDesk: msg.OpenDesk(request="r", desk="1"),
    msg.CloseDesk: msg.CloseDesk(request="r", desk="1"),
    msg.CallNext: msg.CallNext(request="r", desk="1"),
    msg.CallTicket: msg.CallTicket(request="r", desk="1", ticket="t", reason="hẹn"),
    msg.Recall: msg.Recall(request="r", desk="1", ticket="t"),
    msg.StartServing: msg.StartServing(request="r", desk="1", ticket="t"),
    msg.Finish: msg.Finish(request="r", desk="1", ticket="t"),
    msg.MarkAbsent: msg.MarkAbsent(request="r", desk="1", ticket="t"),
    msg.ReturnTicket: msg.ReturnTicket(request="r", ticket="t"),
    msg.Transfer: msg.Transfer(request="r", desk="1", ticket="t", service="chung-thuc"),
    msg.Park: msg.Park(request="r", desk="1", ticket="t"),
    msg.ResumeTicket: msg.ResumeTicket(request="r", ticket="t"),
    msg.Cancel: msg.Cancel(request="r", ticket="t"),
    msg.ReassignDesk: msg.ReassignDesk(request="r", desk="2", services=("ho-tich",), reason="đông"),
    msg.CloseService: msg.CloseService(request="r", service="ho-tich", words={"vi": "Mất mạng"}),
    msg.OpenService: msg.OpenService(request="r", service="ho-tich", reason="đã sửa"),
    msg.SetQuota: msg.SetQuota(request="r", service="ho-tich", quota=40),
    msg.MoveLine: msg.MoveLine(request="r", service="ho-tich", desk="1"),
    msg.PostNotice: msg.PostNotice(request="r", words={"vi": "Sắp đóng cửa"}),
    msg.WithdrawNotice: msg.WithdrawNotice(request="r", notice=7),
    msg.SetAdmission: msg.SetAdmission(request="r", cap=4),
    msg.PauseDesk: msg.PauseDesk(request="r", desk="1", reason="họp"),
    msg.ContinueDesk: msg.ContinueDesk(request="r", desk="1"),
    msg.EndShift: msg.EndShift(request="r", desk="1", to_desk="2", note="còn một hồ sơ"),
    msg.Undo: msg.Undo(request="r", desk="1"),
    msg.Reserve: msg.Reserve(request="r", ticket="t", to_desk="2"),
    msg.StepOut: msg.StepOut(request="r", ticket="t", minutes=10),
    msg.StepIn: msg.StepIn(request="r", ticket="t"),
    msg.Amend: msg.Amend(request="r", ticket="t", slow=True, dossiers=4),
    msg.AddProcedure: msg.AddProcedure(request="r", desk="1", ticket="t", procedure="ks"),
    msg.LinkDossier: msg.LinkDossier(request="r", ticket="t", code="H34.01.05-260723-0975"),
    msg.PrintSlip: msg.PrintSlip(request="r", ticket="t", to_kiosk="k1"),
    msg.RaiseAlarm: msg.RaiseAlarm(request="r", desk="1"),
    msg.AnswerAlarm: msg.AnswerAlarm(request="r", alarm=7),
    msg.ReportSlip: msg.ReportSlip(request="r", ticket="t", state="confirmed"),
    msg.ReportCall: msg.ReportCall(request="r", call=1, drawn=True),
    msg.Rate: msg.Rate(request="r", desk="1", value=3),
    msg.LeaseNumbers: msg.LeaseNumbers(request="r", spool="s"),
    msg.DeliverTicket: msg.DeliverTicket(
        request="r",
        spool="s",
        place=1,
        day="2026-11-23",
        ticket="t",
        number="H501",
        service="ho-tich",
        taken_at=0,
    ),
}
SITE = "http://10.0.0.2:8800"
#: Answered without a command of its own: read, kept by the switchboard, or made into another.
NO_COMMAND = {*Lookup.__args__, msg.ReportHealth, msg.ReportErrand, msg.SignInAtDesk}


@pytest.fixture
def now(instant: Callable[[str], Instant]) -> Instant:
    return instant("2026-11-23 08:00")


def test_every_request_has_a_command() -> None:
    assert set(EXAMPLES) | NO_COMMAND == set(msg.Command.__args__)


@pytest.mark.parametrize("message", EXAMPLES.values(), ids=lambda message: type(message).__name__)
def test_the_command_asks_for_what_the_message_says(message: msg.Command) -> None:
    made = wire.command(message, asker=AN, ticket="fresh")
    assert type(made).__name__ == type(message).__name__
    for name in set(made.__slots__) & set(message.__struct_fields__) - {"officer", "appointment"}:
        expected = "fresh" if isinstance(message, msg.TakeTicket) and name == "ticket" else getattr(message, name)
        assert getattr(made, name) == expected
    if "officer" in made.__slots__:
        assert made.officer == "an", "what is done at a desk is done by somebody"


def test_a_number_is_taken_with_the_appointment_that_the_book_said_and_no_other() -> None:
    message = msg.TakeTicket(request="r", service="ho-tich", appointment="LH-7KQ2M9")
    booked = Appointment(code="LH-7KQ2M9", at=1)
    made = wire.command(message, asker=AN, ticket="fresh", appointment=booked)
    assert isinstance(made, cmd.TakeTicket)
    assert made.appointment == booked
    alone = wire.command(message, asker=AN, ticket="fresh")
    assert isinstance(alone, cmd.TakeTicket)
    assert alone.appointment is None


def test_every_request_may_be_made_by_somebody() -> None:
    assert frozenset().union(*ALLOWED.values()) == set(msg.Command.__args__)


def happen(centre: Centre, command: cmd.Command, now: Instant) -> tuple[list[ev.Event], int]:
    first = centre.version + 1
    return handle(centre, command, now), first


def reply(centre: Centre, message: msg.Command, events: list[ev.Event], first: int) -> msg.Answer:
    return wire.answer(centre, message, events=events, first=first, version=centre.version, site=SITE, now=centre.now)


def test_taking_is_answered_with_the_ticket_and_where_to_follow_it(centre: Centre, now: Instant) -> None:
    message = msg.TakeTicket(request="r", service="chung-thuc", procedure="ctbs")
    events, first = happen(centre, wire.command(message, asker=AN, ticket="abc"), now)
    taken = reply(centre, message, events, first)
    assert isinstance(taken, msg.Taken)
    assert (taken.request, taken.ticket.number, taken.desks) == ("r", "X001", ("1", "2"))
    assert taken.follow == "http://10.0.0.2:8800/t/abc"


def test_a_call_that_follows_by_itself_is_news_and_not_the_answer(
    make_plan: Callable[..., object], now: Instant
) -> None:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=make_plan(automatic=True)), now)  # type: ignore[arg-type]
    handle(centre, cmd.OpenDay(), now)
    handle(centre, cmd.OpenDesk(desk="3", officer="an"), now)
    message = msg.TakeTicket(request="r", service="tra-ket-qua")
    events, first = happen(centre, wire.command(message, asker=AN, ticket="abc"), now)
    assert [type(event) for event in events] == [ev.TicketTaken, ev.TicketCalled]
    assert isinstance(reply(centre, message, events, first), msg.Taken)
    changed = wire.changes(centre, touched(events, first), {})
    assert {type(thing) for thing in changed} == {msg.Ticket, msg.Desk, msg.Call}
    finish = msg.StartServing(request="s", desk="3", ticket="abc")
    events, first = happen(centre, wire.command(finish, asker=AN, ticket=""), now)
    assert isinstance(reply(centre, finish, events, first), msg.Done)


def test_the_same_call_answers_the_same_after_many_others(centre: Centre, now: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    handle(centre, cmd.TakeTicket(ticket="abc", service="ho-tich"), now)
    message = msg.CallNext(request="r", desk="1")
    events, first = happen(centre, wire.command(message, asker=AN, ticket=""), now)
    before = reply(centre, message, events, first)
    for _ in range(80):
        handle(centre, cmd.Recall(desk="1", ticket="abc"), now)
    after = reply(centre, message, events, first)
    assert isinstance(before, msg.Called)
    assert isinstance(after, msg.Called)
    assert after.call == before.call


def test_every_kind_of_call_answers_the_same_after_many_others(centre: Centre, now: Instant) -> None:
    """Called, again, for the last time, and in another service that its citizen was sent on to."""
    answered: list[tuple[msg.Command, list[ev.Event], int, msg.Answer]] = []

    def ask(message: msg.Command) -> None:
        events, first = happen(centre, wire.command(message, asker=AN, ticket=""), now)
        answered.append((message, events, first, reply(centre, message, events, first)))

    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    handle(centre, cmd.TakeTicket(ticket="abc", service="ho-tich"), now)
    ask(msg.CallNext(request="1", desk="1"))
    for each in ("2", "3"):
        ask(msg.Recall(request=each, desk="1", ticket="abc"))
    handle(centre, cmd.StartServing(desk="1", ticket="abc"), now)
    handle(centre, cmd.Transfer(desk="1", ticket="abc", service="chung-thuc"), now)
    handle(centre, cmd.CloseDesk(desk="1", officer="an"), now)
    handle(centre, cmd.OpenDesk(desk="2", officer="an"), now)
    ask(msg.CallNext(request="4", desk="2"))
    before = [told.call for *_, told in answered if isinstance(told, msg.Called)]
    assert [call.kind for call in before] == [
        msg.CallKind.CALL,
        msg.CallKind.RECALL,
        msg.CallKind.LAST,
        msg.CallKind.TRANSFER,
    ]
    centre.calls.clear()
    again = [reply(centre, message, events, first) for message, events, first, _ in answered]
    after = [told.call for told in again if isinstance(told, msg.Called)]
    assert [(call.id, call.number, call.desk, call.kind, call.at) for call in after] == [
        (call.id, call.number, call.desk, call.kind, call.at) for call in before
    ]


def test_boards_and_kiosks_hear_nothing_of_tickets(centre: Centre, now: Instant) -> None:
    handle(centre, cmd.OpenDesk(desk="1", officer="an"), now)
    handle(centre, cmd.TakeTicket(ticket="abc", service="ho-tich", priority="elderly"), now)
    handle(centre, cmd.CallNext(desk="1"), now)
    things = wire.everything(centre, now=now)
    assert msg.Ticket in {type(thing) for thing in wire.for_role(things, msg.Role.DESK)}
    for role in (msg.Role.BOARD, msg.Role.KIOSK):
        assert msg.Ticket not in {type(thing) for thing in wire.for_role(things, role)}
    [call] = [thing for thing in wire.for_role(things, msg.Role.BOARD) if isinstance(thing, msg.Call)]
    assert (call.number, call.desk, call.priority) == ("H001", "1", True)


def test_a_refusal_keeps_its_code_and_words() -> None:
    refused = wire.refused(msg.CallNext(request="r", desk="1"), Refusal("nobody_waiting"))
    assert (refused.request, refused.code) == ("r", "nobody_waiting")
    assert set(refused.message) >= {"vi", "en"}


def test_a_dossier_is_linked_by_its_code_alone() -> None:
    scanned = msg.LinkDossier(request="r", ticket="t", code="https://dvc.example/tra-cuu?ma=h34.01.05-260723-0975")
    made = wire.command(scanned, asker=AN, ticket="fresh")
    assert made.code == "H34.01.05-260723-0975"
    with pytest.raises(Refusal, match="not_a_dossier"):
        wire.command(msg.LinkDossier(request="r", ticket="t", code="001099012345"), asker=AN, ticket="fresh")


def test_the_journal_keeps_who_acted_and_for_whom() -> None:
    assert wire.Asker(device="pc", officer="an", employer="post").actor == "an/post"
    assert wire.Asker(device="pc", officer="an").actor == "an"
    assert wire.Asker(device="k1").actor == "k1"
