"""The rules of a conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.protocol import messages as msg
from queue_server.protocol.session import ALLOWED, UNWANTED, Allowance, Backlog, Following, OutOfTurn, Pace, resume

HERE = msg.Position(epoch="e1", version=5)


def welcome(*, recovered: bool, version: int = 5, beat: float = 4.0) -> msg.Welcome:
    return msg.Welcome(protocol=1, server="s", centre="c", role=msg.Role.BOARD, device="b", epoch="e1",
                       version=version, recovered=recovered, now=1, beat=beat)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- who may


def test_every_request_may_be_made_by_somebody() -> None:
    assert set().union(*ALLOWED.values()) == set(msg.Command.__args__)
    assert set(ALLOWED) == set(msg.Role)


def test_only_desks_and_their_keypads_call_and_only_a_board_says_what_it_spoke() -> None:
    who = {kind: {role for role in msg.Role if kind in ALLOWED[role]} for kind in msg.Command.__args__}
    assert who[msg.CallNext] == {msg.Role.DESK, msg.Role.DEVICES}
    assert who[msg.OpenDesk] == {msg.Role.DESK}
    assert who[msg.SignInAtDesk] == {msg.Role.DEVICES}
    assert who[msg.ReportCall] == {msg.Role.BOARD}
    assert who[msg.ReportSlip] == who[msg.LeaseNumbers] == who[msg.DeliverTicket] == {msg.Role.KIOSK}
    assert who[msg.TakeTicket] == {msg.Role.KIOSK, msg.Role.DESK}
    assert who[msg.FindTicket] == {msg.Role.KIOSK, msg.Role.DESK, msg.Role.HALL}
    assert who[msg.CloseService] == who[msg.PostNotice] == {msg.Role.HALL}
    assert who[msg.ReportHealth] == {msg.Role.KIOSK, msg.Role.BOARD, msg.Role.DEVICES}


# ------------------------------------------------------------------------------------------------------------ resuming


@pytest.mark.parametrize(
    ("position", "may"),
    [
        (None, False),
        (HERE, True),
        (msg.Position(epoch="e1", version=2), True),
        (msg.Position(epoch="e1", version=1), False),
        (msg.Position(epoch="e1", version=8), True),
        (msg.Position(epoch="e1", version=9), False),
        (msg.Position(epoch="e0", version=5), False),
        (msg.Position(epoch="e1", version=-1), False),
    ],
)
def test_changes_are_enough_from_what_is_kept_to_now(position: msg.Position | None, may: bool) -> None:
    assert resume(position, epoch="e1", version=8, oldest=2) is may


# ---------------------------------------------------------------------------------------------------- the client's end


def test_a_snapshot_makes_it_current() -> None:
    following = Following(heard=0.0)
    following.hear(welcome(recovered=False), now=1.0)
    following.hear(msg.Beat(version=5, now=1), now=1.0)
    assert not following.current
    following.hear(msg.Snapshot(epoch="e1", version=5, things=()), now=1.0)
    assert following.current


@pytest.mark.parametrize("last", [msg.Update(version=5, things=()), msg.Beat(version=6, now=1)])
def test_resumed_it_is_current_at_the_version_of_the_welcome(last: msg.Update | msg.Beat) -> None:
    following = Following(heard=0.0)
    following.hear(welcome(recovered=True), now=1.0)
    following.hear(msg.Update(version=4, things=()), now=1.0)
    assert not following.current
    following.hear(last, now=1.0)
    assert following.current


@pytest.mark.parametrize(
    "messages",
    [
        [msg.Beat(version=1, now=1)],
        [msg.Snapshot(epoch="e", version=1, things=())],
        [msg.Done(request="r", version=1)],
        [welcome(recovered=False), welcome(recovered=False)],
        [welcome(recovered=False), msg.Update(version=6, things=())],
    ],
)
def test_some_things_cannot_come_now(messages: list[msg.FromServer]) -> None:
    following = Following(heard=0.0)
    for message in messages[:-1]:
        following.hear(message, now=0.0)
    with pytest.raises(OutOfTurn):
        following.hear(messages[-1], now=0.0)


def test_before_the_welcome_there_may_be_a_complaint_or_something_new() -> None:
    following = Following(heard=0.0)
    following.hear(None, now=0.0)
    following.hear(msg.Failure(code="unknown_device", message={}), now=0.0)
    following.hear(msg.Failure(code="not_allowed", message={}, request="r"), now=0.0)
    assert following.complaint == "unknown_device"


def test_patience_is_in_heartbeats_once_they_are_announced() -> None:
    following = Following(heard=10.0)
    assert following.patience(now=10.0) == 12.0
    following.hear(welcome(recovered=False, beat=4.0), now=11.0)
    assert following.patience(now=11.0) == 10.0
    following.hear(msg.Beat(version=5, now=1), now=20.0)
    assert following.patience(now=31.0) == -1.0


def test_every_unwanted_close_has_a_name() -> None:
    assert set(UNWANTED) == {
        msg.Close.NOT_ALLOWED,
        msg.Close.WRONG_VERSION,
        msg.Close.SESSION_ENDED,
        msg.Close.REPLACED,
    }


# ---------------------------------------------------------------------------------------------------- the server's end

#: What a line does between two sendings: seconds that pass, and bytes then unsent.
lines = st.lists(st.tuples(st.floats(0, 30), st.sampled_from([0, 1, 65_536, 65_537, 10**6])), max_size=200)


@given(lines)
def test_no_news_is_left_out_without_a_snapshot_after_it(line: list[tuple[float, int]]) -> None:
    backlog, now, missing = Backlog(), 0.0, False
    for passed, buffered in line:
        now += passed
        match backlog.pace(buffered=buffered, now=now):
            case Pace.NEWS:
                assert not missing
            case Pace.WAIT:
                missing = True
            case Pace.SNAPSHOT:
                assert buffered == 0
                missing = False
            case Pace.CLOSE:
                return


@given(lines)
def test_nothing_is_added_to_a_line_that_is_full(line: list[tuple[float, int]]) -> None:
    backlog, now = Backlog(), 0.0
    for passed, buffered in line:
        now += passed
        if buffered > Backlog.BYTES:
            assert backlog.pace(buffered=buffered, now=now) in {Pace.WAIT, Pace.CLOSE}
        else:
            backlog.pace(buffered=buffered, now=now)


@given(lines)
def test_at_most_so_many_messages_are_in_the_line(line: list[tuple[float, int]]) -> None:
    backlog, now, inside = Backlog(), 0.0, 0
    for passed, buffered in line:
        now += passed
        inside = 0 if buffered == 0 else inside
        inside += backlog.pace(buffered=buffered, now=now) in {Pace.NEWS, Pace.SNAPSHOT}
        assert inside <= Backlog.MESSAGES


def test_a_line_that_never_empties_takes_so_many_messages() -> None:
    backlog = Backlog()
    said = [backlog.pace(buffered=1, now=0.0) for _ in range(Backlog.MESSAGES + 1)]
    assert said == [Pace.NEWS] * Backlog.MESSAGES + [Pace.WAIT]
    assert backlog.pace(buffered=0, now=1.0) is Pace.SNAPSHOT
    assert [backlog.pace(buffered=1, now=2.0) for _ in range(Backlog.MESSAGES)][-2:] == [Pace.NEWS, Pace.WAIT]


def test_whoever_keeps_up_hears_everything() -> None:
    backlog = Backlog()
    assert {backlog.pace(buffered=0, now=float(second)) for second in range(1_000)} == {Pace.NEWS}


def paces(backlog: Backlog, *, start: float, seconds: int, buffered: int) -> list[Pace]:
    return [backlog.pace(buffered=buffered, now=start + second) for second in range(seconds)]


def test_once_behind_for_ten_seconds_is_forgiven_twice_is_not() -> None:
    backlog = Backlog()
    assert paces(backlog, start=0.0, seconds=15, buffered=70_000) == [Pace.WAIT] * 15
    assert backlog.pace(buffered=0, now=15.0) is Pace.SNAPSHOT
    assert backlog.pace(buffered=0, now=16.0) is Pace.NEWS
    assert paces(backlog, start=17.0, seconds=12, buffered=70_000) == [Pace.WAIT] * 11 + [Pace.CLOSE]


def test_twenty_seconds_on_end_are_twice_ten() -> None:
    assert paces(Backlog(), start=0.0, seconds=23, buffered=70_000)[-2:] == [Pace.WAIT, Pace.CLOSE]


def test_short_lapses_are_never_held_against_anyone() -> None:
    backlog = Backlog()
    for start in range(0, 1_000, 10):
        assert paces(backlog, start=float(start), seconds=9, buffered=70_000) == [Pace.WAIT] * 9
        assert backlog.pace(buffered=0, now=start + 9.5) is Pace.SNAPSHOT


def test_keeping_up_for_a_minute_wipes_the_slate() -> None:
    backlog = Backlog()
    paces(backlog, start=0.0, seconds=15, buffered=70_000)
    assert backlog.pace(buffered=0, now=15.0) is Pace.SNAPSHOT
    assert backlog.pace(buffered=0, now=76.0) is Pace.NEWS
    assert Pace.CLOSE not in paces(backlog, start=77.0, seconds=15, buffered=70_000)


# ------------------------------------------------------------------------------------------------- who asks too much


@given(steps=st.lists(st.floats(0, 5), max_size=200))
def test_nobody_asks_more_than_is_allowed_however_it_is_spread(steps: list[float]) -> None:
    allowance = Allowance(left=20.0)
    now, taken = 0.0, 0
    for step in steps:
        now += step
        taken += sum(allowance.take(now=now) for _ in range(40))
        assert taken <= 20 + now * Allowance.PER_SECOND


def test_a_board_that_was_away_may_report_hundreds_of_calls_at_once() -> None:
    allowance = Allowance()
    assert all(allowance.take(now=5.0) for _ in range(500))


def test_who_was_told_to_wait_is_heard_again_after_a_second() -> None:
    allowance = Allowance()
    while allowance.take(now=5.0):
        pass
    assert not allowance.take(now=5.0)
    assert allowance.take(now=6.0)
