"""The fold of things: whatever way the news came, the view is the one that a snapshot would have given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.client.view import CALLS_KEPT, View
from queue_server.protocol import messages as msg

CLOSED = {msg.TicketState.FINISHED, msg.TicketState.CANCELLED, msg.TicketState.EXPIRED}
IDS = st.sampled_from(["a", "b", "c"])

centres = st.builds(
    msg.Centre,
    id=IDS,
    names=st.just({"vi": "Trung tâm"}),
    languages=st.just(("vi",)),
    services=st.just(()),
    desks=st.just(()),
    priorities=st.just(()),
    boards=st.just(()),
    speech=st.just(msg.SpeechInfo()),
    timezone=st.just("Asia/Ho_Chi_Minh"),
    organisation=st.just({"vi": "Uỷ ban"}),
    recalls_before_absent=st.just(2),
    address=st.none(),
    hotline=st.none(),
)
days = st.builds(msg.Day, service_day=st.sampled_from(["2026-11-23", "2026-11-24"]), issuing=st.booleans(),
                 reason=st.just("open"), until=st.none(), next_opening=st.none(), closes=st.none())  # fmt: skip
lines = st.builds(msg.Line, service=IDS, waiting=st.integers(0, 9), ahead=st.just(0), low=st.just(0),
                  high=st.just(5), desks_open=st.just(1))  # fmt: skip
desks = st.builds(msg.Desk, id=IDS, state=st.sampled_from(msg.DeskState), since=st.just(1), officer=st.none(),
                  employer=st.none(), ticket=st.none(), number=st.none())  # fmt: skip
devices = st.builds(msg.Device, id=IDS, role=st.just(msg.Role.KIOSK), online=st.booleans(), since=st.just(1))


def ticket(key: str, state: msg.TicketState) -> msg.Ticket:
    return msg.Ticket(id=key, number="A001", service="a", state=state, taken_at=1, queued_at=1, legs=("a",), leg=0)


def call(key: int) -> msg.Call:
    return msg.Call(
        id=key, ticket="a", number="A001", service="a", desk="d", kind=msg.CallKind.CALL, priority=False, at=key
    )


tickets = st.builds(ticket, IDS, st.sampled_from(msg.TicketState))
#: What a server does at a version: anything at all, a new call, or a report on a call of lately.
deeds = st.one_of(
    st.lists(st.one_of(centres, days, lines, desks, devices, tickets), max_size=4),
    st.just("call"),
    st.tuples(st.integers(0, 70), IDS, st.booleans()),
)


def server_after(history: list[tuple[msg.Thing, ...]]) -> dict[Any, msg.Thing]:
    """What a server would tell after all that: the last thing of each key, kept the plain way."""
    last: dict[Any, msg.Thing] = {}
    for things in history:
        for thing in things:
            key = getattr(thing, "service", None) if isinstance(thing, msg.Line) else getattr(thing, "id", None)
            if isinstance(thing, msg.Heard):
                key = (thing.call, thing.board)
            once = isinstance(thing, msg.Centre | msg.Day)
            last[type(thing), None if once else key] = thing
            if isinstance(thing, msg.Ticket) and thing.state in CLOSED:
                del last[type(thing), key]
    calls = sorted(key for kind, key in last if kind is msg.Call)[-CALLS_KEPT:]
    return {
        (kind, key): thing
        for (kind, key), thing in last.items()
        if not (isinstance(thing, msg.Call) and thing.id not in calls)
        if not (isinstance(thing, msg.Heard) and thing.call not in calls)
    }


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[msg.Thing, ...]]:
    """What was told at each version. Calls are numbered by version; reports are on calls that were made."""
    history: list[tuple[msg.Thing, ...]] = []
    calls: list[int] = []
    for deed in draw(st.lists(deeds, max_size=40)):
        version = len(history) + 1
        if deed == "call":
            calls.append(version)
            history.append((call(version),))
        elif isinstance(deed, tuple):
            ago, board, spoken = deed
            report = calls and msg.Heard(call=calls[-1 - ago % len(calls)], board=board, drawn=True, spoken=spoken)
            history.append((report,) if report else ())
        else:
            history.append(tuple(deed))
    return history


def snapshot(history: list[tuple[msg.Thing, ...]], version: int) -> msg.Snapshot:
    return msg.Snapshot(epoch="e", version=version, things=tuple(server_after(history[:version]).values()))


@given(histories(), st.data())
def test_a_snapshot_and_the_updates_since_are_the_later_snapshot(
    history: list[tuple[msg.Thing, ...]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(history)))
    followed = View().apply(snapshot(history, start))
    for version, things in enumerate(history[start:], start=start + 1):
        followed = followed.apply(msg.Update(version=version, things=things))
    assert followed == View().apply(snapshot(history, len(history)))
    assert list(followed.calls) == sorted(followed.calls)


@given(histories(), st.data())
def test_hearing_news_twice_is_hearing_it_once(history: list[tuple[msg.Thing, ...]], data: st.DataObject) -> None:
    view = View().apply(snapshot(history, len(history)))
    since = data.draw(st.integers(0, len(history)))
    again = view
    for version, things in enumerate(history[since:], start=since + 1):
        again = again.apply(msg.Update(version=version, things=things))
    assert again == view


@given(histories())
def test_its_things_are_a_snapshot_of_it(history: list[tuple[msg.Thing, ...]]) -> None:
    view = View().apply(snapshot(history, len(history)))
    assert View().apply(msg.Snapshot(epoch=view.epoch, version=view.version, things=view.things)) == view


@given(histories(), st.data())
def test_what_is_not_news_changes_nothing(history: list[tuple[msg.Thing, ...]], data: st.DataObject) -> None:
    view = View().apply(snapshot(history, len(history)))
    things = tuple(data.draw(st.lists(st.one_of(centres, days, lines, desks, devices), max_size=6)))
    update = msg.Update(version=len(history) + 1, things=things)
    news = view.news(update)
    assert [thing for thing in things if thing in news] == list(news)
    if not news:
        assert view.apply(update).things == view.things


def test_a_view_is_never_changed() -> None:
    before = View().apply(msg.Snapshot(epoch="e", version=1, things=(ticket("a", msg.TicketState.WAITING),)))
    after = before.apply(msg.Update(version=2, things=(ticket("a", msg.TicketState.FINISHED), call(2))))
    assert (list(before.tickets), list(before.calls), before.version) == (["a"], [], 1)
    assert (list(after.tickets), list(after.calls), after.version) == ([], [2], 2)


def test_a_snapshot_forgets_everything_before() -> None:
    before = View().apply(msg.Snapshot(epoch="e", version=9, things=(call(9),)))
    assert before.apply(msg.Snapshot(epoch="f", version=1, things=())) == View(epoch="f", version=1)


def test_of_many_calls_the_latest_are_kept_with_what_is_reported_of_them() -> None:
    view = View().apply(msg.Snapshot(epoch="e", version=0, things=()))
    for version in range(1, CALLS_KEPT + 11):
        report = msg.Heard(call=version, board="b", drawn=True)
        view = view.apply(msg.Update(version=version, things=(report, call(version))))
    assert list(view.calls) == list(range(11, CALLS_KEPT + 11))
    assert [key for key, _ in view.heard] == list(view.calls)
    late = view.apply(msg.Update(version=99, things=(msg.Heard(call=3, board="b", spoken=True),)))
    assert late.heard == view.heard


@pytest.mark.parametrize(("beat", "version"), [(4, 5), (5, 5), (9, 9)])
def test_a_beat_moves_the_version_forward_only(beat: int, version: int) -> None:
    view = View().apply(msg.Snapshot(epoch="e", version=5, things=()))
    assert view.apply(msg.Beat(version=beat, now=1)).version == version
    assert view.apply(msg.Update(version=beat, things=())).version == version


def test_there_is_a_position_when_something_is_known() -> None:
    assert View().position is None
    assert View(epoch="e", version=3).position == msg.Position(epoch="e", version=3)


def test_there_is_a_place_for_every_kind_of_thing() -> None:
    things = (
        msg.Line(service="a", waiting=0, ahead=0, low=0, high=0, desks_open=0),
        msg.Device(id="a", role=msg.Role.BOARD, online=True, since=1),
        msg.Day(service_day="2026-11-23", issuing=True, reason="open"),
        msg.DayKey(service_day="2026-11-23", key="k"),
        ticket("a", msg.TicketState.PARKED),
        call(1),
        msg.Heard(call=1, board="b"),
        msg.Desk(id="a", state=msg.DeskState.IDLE, since=1),
        msg.Alarm(id=1, desk="a", at=1),
        msg.Notice(id=1, words={"vi": "a"}, at=1),
        msg.SlipOrder(ticket="t", kiosk="k1", copy=0, open=True),
        msg.Act(id=1, kind="quota_set", at=1, officer="chi"),
        msg.Alert(cause="wait", level="warn", words={"vi": "a"}, since=1),
        msg.Hall(warn=10, target=15, breach=30, end_of_day="off", quotas={}),
        msg.Voices(speakers={"a": "b"}),
        msg.Coming(calls=(msg.ComingCall(number="A001", service="a", desk="1"),)),
    )
    missing = set(msg.Thing.__args__) - {type(thing) for thing in things} - {msg.Centre}
    assert missing == set(), "a new kind of thing: give it a place in the view and an example here"
    view = View().apply(msg.Snapshot(epoch="e", version=1, things=things))
    assert all(view.known(thing) == thing for thing in things)
