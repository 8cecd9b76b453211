"""What a board shows and says, without a window: flows, and what holds whatever happens in the hall."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.board import (
    FLASH,
    GRACE,
    HOLD,
    MISSED,
    NEWEST_PAGE,
    PAGE,
    REPEATED,
    Board,
    News,
    Room,
    Scene,
    Standing,
    reminder,
)
from queue_server.protocol import messages as msg
from queue_server.protocol.boards import speech_of
from tests.display.hall import DESKS, Hall, at, centre, day

ROOM = Room(rows=4, recent=7)
NOW = 5_000_000


def opened(hall: Hall | None = None) -> tuple[Hall, Board]:
    """A hall whose board has had its first snapshot."""
    hall = hall or Hall()
    board, news = Board(device="b1").told(hall.open(), now=NOW, whole=True)
    assert news == News()
    return hall, board


def numbers(news: News) -> list[str]:
    return [call.number for call in news.speak]


def seen(board: Board, *, now: int = NOW) -> list[tuple[str, str]]:
    return [(row.number, row.desk) for row in board.picture(ROOM, now=now).rows]


# ------------------------------------------------------------------------------------------------------------ calls


def test_a_call_is_shown_and_spoken() -> None:
    hall, board = opened()
    call = hall.call("L021", "3")
    board, news = board.told(hall.view, now=NOW)
    assert [each.id for each in news.speak] == [call]
    picture = board.picture(ROOM, now=NOW)
    assert picture.scene is Scene.CALLS
    [row] = picture.rows
    assert (row.number, row.desk, row.standing, row.call) == ("L021", "3", Standing.CALLED, call)
    assert row.newest
    assert row.flash
    assert not board.picture(ROOM, now=NOW + FLASH).rows[0].flash


def test_the_newest_call_is_first() -> None:
    hall, board = opened()
    for number, desk in (("L021", "1"), ("H004", "4"), ("K009", "7")):
        hall.call(number, desk)
        board, _ = board.told(hall.view, now=NOW)
    assert seen(board) == [("K009", "7"), ("H004", "4"), ("L021", "1")]
    assert [row.newest for row in board.picture(ROOM, now=NOW).rows] == [True, False, False]


def test_a_repeat_is_spoken_and_comes_to_the_front() -> None:
    hall, board = opened()
    hall.call("L021", "1")
    hall.call("H004", "4")
    board, _ = board.told(hall.view, now=NOW)
    hall.call("L021", "1", kind=msg.CallKind.RECALL)
    board, news = board.told(hall.view, now=NOW + 60_000)
    assert numbers(news) == ["L021"]
    assert news.speak[0].kind is msg.CallKind.RECALL
    picture = board.picture(ROOM, now=NOW + 60_000)
    assert [row.number for row in picture.rows] == ["L021", "H004"]
    assert picture.rows[0].flash
    assert not picture.rows[1].flash


def test_a_replay_is_not_spoken() -> None:
    hall, board = opened()
    hall.call("L021", "1")
    board, news = board.told(hall.view, now=NOW)
    again, nothing = board.told(hall.view, now=NOW + 1)
    assert numbers(news) == ["L021"]
    assert nothing == News()
    assert again.arrived == board.arrived, "and it does not flash again"


def test_a_call_that_was_undone_is_gone_at_once_and_not_spoken() -> None:
    hall, board = opened()
    first = hall.call("L021", "1")
    board, _ = board.told(hall.view, now=NOW)
    second = hall.call("H004", "4")
    hall.withdraw(second)
    hall.withdraw(first)
    board, news = board.told(hall.view, now=NOW + 1000)
    assert (news.speak, news.withdrawn) == ((), (first,)), "the second was never told"
    picture = board.picture(ROOM, now=NOW + 1000)
    assert (picture.rows, picture.recent) == ((), ())
    assert board.told(hall.view, now=NOW + 2000)[1] == News(), "and it is said once"


def test_calls_of_one_message_are_spoken_in_their_order() -> None:
    hall, board = opened()
    for number, desk in (("H004", "4"), ("L021", "1"), ("K009", "7")):
        hall.call(number, desk)
    _, news = board.told(hall.view, now=NOW)
    assert numbers(news) == ["H004", "L021", "K009"]


# -------------------------------------------------------------------------------------- how long a number can be seen


def test_a_number_stays_in_front_however_soon_the_officer_goes_on() -> None:
    hall, board = opened()
    hall.call("H004", "4")
    board, _ = board.told(hall.view, now=NOW)
    hall.call("L021", "1")
    board, _ = board.told(hall.view, now=NOW + 1000)
    hall.free("1")
    board, _ = board.told(hall.view, now=NOW + 2000)
    assert seen(board, now=NOW + HOLD) == [("L021", "1"), ("H004", "4")]
    late = board.picture(ROOM, now=NOW + 1000 + HOLD)
    assert [row.number for row in late.rows] == ["H004"]
    assert [(each.number, each.desk) for each in late.recent] == [("L021", "1")]


def test_a_served_number_stays_below_those_called() -> None:
    hall, board = opened()
    hall.call("H004", "4")
    hall.call("L021", "1")
    board, _ = board.told(hall.view, now=NOW)
    hall.serve("1")
    board, _ = board.told(hall.view, now=NOW + 1000)
    rows = board.picture(ROOM, now=NOW + HOLD).rows
    assert [(row.number, row.standing) for row in rows] == [("H004", Standing.CALLED), ("L021", Standing.SERVING)]
    assert [row.newest for row in rows] == [True, False]


def test_the_next_call_of_a_desk_takes_its_row() -> None:
    hall, board = opened()
    hall.call("L021", "1")
    hall.call("L022", "1")
    board, _ = board.told(hall.view, now=NOW)
    picture = board.picture(ROOM, now=NOW)
    assert [(row.number, row.desk) for row in picture.rows] == [("L022", "1")]
    assert [(each.number, each.desk, each.at) for each in picture.recent] == [("L021", "1", hall.now)]


def test_a_desk_tells_of_a_call_older_than_those_given() -> None:
    hall = Hall()
    hall.open()
    called = msg.Desk(id="4", state=msg.DeskState.CALLING, since=hall.now, ticket="t", number="H001")
    hall.tell(called)
    board, _ = Board(device="b1").told(hall.view, now=NOW, whole=True)
    assert seen(board) == [("H001", "4")]


def test_recent_calls_name_each_ticket_once_newest_first() -> None:
    hall, board = opened()
    for number in ("L001", "L002", "L001", "L003"):
        hall.call(number, "1")
        hall.free("1")
    board, _ = board.told(hall.view, now=NOW)
    recent = board.picture(ROOM, now=NOW + HOLD).recent
    assert [each.number for each in recent] == ["L003", "L001", "L002"]


# ----------------------------------------------------------------------------------------------------------- overflow


def full(hall: Hall, board: Board) -> Board:
    for desk in list(DESKS)[:6]:
        hall.call(f"A00{desk}", desk)
    board, _ = board.told(hall.view, now=NOW)
    return board


def test_more_calls_than_rows_take_turns_and_the_newest_page_comes_first() -> None:
    hall, board = opened()
    board = full(hall, board)
    first = board.picture(ROOM, now=NOW)
    assert (first.page, first.pages) == (0, 2)
    assert [row.number for row in first.rows] == ["A007", "A005", "A004", "A003"]
    second = board.picture(ROOM, now=NOW + NEWEST_PAGE)
    assert second.page == 1
    assert [row.number for row in second.rows] == ["A002", "A001"]
    assert board.picture(ROOM, now=NOW + NEWEST_PAGE + PAGE).page == 0


def test_a_new_call_brings_its_page_back_at_once() -> None:
    hall, board = opened()
    board = full(hall, board)
    hall.call("R001", "8")
    board, _ = board.told(hall.view, now=NOW + NEWEST_PAGE + 1)
    picture = board.picture(ROOM, now=NOW + NEWEST_PAGE + 1)
    assert picture.page == 0
    assert picture.rows[0].number == "R001"


# ----------------------------------------------------------------------------------------------- which calls are mine


def test_a_board_shows_and_speaks_its_own_services_only() -> None:
    boards = (msg.BoardInfo(id="b1", services=("dat-dai",)), msg.BoardInfo(id="b2"))
    hall, board = opened(Hall(centre=centre(boards=boards)))
    hall.call("H004", "4")
    hall.call("L021", "1")
    board, news = board.told(hall.view, now=NOW)
    assert numbers(news) == ["L021"]
    assert seen(board) == [("L021", "1")]
    assert board.desks_shown == 3
    hall.tell(msg.Desk(id="5", state=msg.DeskState.CALLING, since=hall.now, ticket="x", number="H001"))
    board, _ = board.told(hall.view, now=NOW)
    assert seen(board) == [("L021", "1")]


# ------------------------------------------------------------------------------------------------ restarts and breaks


def test_nothing_old_is_spoken_after_a_restart() -> None:
    hall, _ = opened()
    hall.call("L021", "1")
    board, news = Board(device="b1").told(hall.view, now=NOW, whole=True)
    assert news == News()
    assert seen(board) == [("L021", "1")], "but it is shown"
    assert not board.picture(ROOM, now=NOW).rows[0].flash
    hall.call("L022", "2")
    board, news = board.told(hall.view, now=NOW)
    assert numbers(news) == ["L022"]


def test_another_database_is_another_beginning() -> None:
    hall, board = opened()
    hall.call("L021", "1")
    board, _ = board.told(hall.view, now=NOW)
    other = Hall(epoch="e2", version=3)
    other.open()
    other.call("L001", "1")
    board, news = board.told(other.view, now=NOW, whole=True)
    assert news == News()
    other.call("L002", "2")
    _, news = board.told(other.view, now=NOW)
    assert numbers(news) == ["L002"]


def test_after_a_break_what_still_stands_is_spoken_and_the_rest_reported() -> None:
    hall, board = opened()
    board = board.line_lost(known_until=hall.now, now=NOW)
    gone = hall.call("L021", "1")
    hall.free("1")
    twice = hall.call("H004", "4")
    hall.call("H004", "4", kind=msg.CallKind.RECALL)
    hall.call("K009", "7")
    board, news = board.told(hall.view, now=NOW + 20_000)
    assert [(call.number, call.kind.value) for call in news.speak] == [("H004", "recall"), ("K009", "call")]
    assert [(call.id, why) for call, why in news.missed] == [(gone, MISSED), (twice, REPEATED)]
    assert [row.flash for row in board.picture(ROOM, now=NOW + 20_000).rows] == [True, True]


def test_while_it_catches_up_nothing_is_judged() -> None:
    hall, board = opened()
    board = board.line_lost(known_until=hall.now, now=NOW)
    hall.call("L021", "1")
    board, news = board.told(hall.view, now=NOW + 1000, behind=True)
    assert news == News()
    hall.free("1")
    hall.call("K009", "7")
    board, news = board.told(hall.view, now=NOW + 1001)
    assert numbers(news) == ["K009"]
    assert [call.number for call, _ in news.missed] == ["L021"]


def test_a_snapshot_instead_of_changes_is_a_break_too() -> None:
    hall, board = opened()
    hall.call("L021", "1")
    hall.free("1")
    hall.call("K009", "7")
    _, news = board.told(hall.view, now=NOW, whole=True)
    assert numbers(news) == ["K009"]
    assert [call.number for call, _ in news.missed] == ["L021"]


def test_a_stale_board_says_since_when() -> None:
    hall, board = opened()
    hall.call("L021", "1")
    board, _ = board.told(hall.view, now=NOW)
    board = board.line_lost(known_until=at("2026-11-23 10:42"), now=NOW)
    assert board.picture(ROOM, now=NOW + GRACE - 1).stale is None
    board = board.line_lost(known_until=at("2026-11-23 10:50"), now=NOW + 1000)
    picture = board.picture(ROOM, now=NOW + GRACE)
    assert picture.stale == at("2026-11-23 10:42")
    assert [row.number for row in picture.rows] == ["L021"]
    board, _ = board.told(hall.view, now=NOW + 9000)
    assert board.picture(ROOM, now=NOW + 9000).stale is None


def test_before_it_was_ever_connected() -> None:
    board = Board(device="b1").line_lost(known_until=at("2026-11-23 10:42"), now=NOW)
    assert board.picture(ROOM, now=NOW + 60_000).scene is Scene.CONNECTING


# ------------------------------------------------------------------------------------------------- nobody is called


def test_welcome_before_the_first_call() -> None:
    _, board = opened()
    picture = board.picture(ROOM, now=NOW)
    assert picture.scene is Scene.WELCOME
    assert picture.recent == ()


@pytest.mark.parametrize("reason", ["before_opening", "lunch", "after_closing", "holiday", "closed_day"])
def test_closed_hours(reason: str) -> None:
    hall, board = opened(Hall(day=day(issuing=False, reason=reason)))
    picture = board.picture(ROOM, now=NOW)
    assert picture.scene is Scene.CLOSED
    assert picture.day is not None
    assert picture.day.reason == reason
    hall.call("L021", "1")
    board, _ = board.told(hall.view, now=NOW)
    assert board.picture(ROOM, now=NOW).scene is Scene.CALLS, "those who wait are called also after the last ticket"


# ---------------------------------------------------------------------------------------- whatever happens in a hall


DESK = st.sampled_from(sorted(DESKS))
HAPPENING = st.one_of(
    st.tuples(st.just("call"), DESK),
    st.tuples(st.just("recall"), DESK),
    st.tuples(st.just("serve"), DESK),
    st.tuples(st.just("free"), DESK),
    st.tuples(st.just("undo"), DESK),
    st.tuples(st.sampled_from(["tell", "tell again", "behind", "lose", "snapshot"]), st.just("")),
)


def happen(hall: Hall, what: str, desk: str, *, number: int) -> int | None:
    """Something in the hall; the id of the call if it is one."""
    state = hall.view.desks[desk].state if desk else None
    if what == "call" and state is not msg.DeskState.CALLING:
        return hall.call(f"A{number:03}", desk)
    if what == "recall" and state is msg.DeskState.CALLING:
        return hall.call(hall.view.desks[desk].number or "", desk, kind=msg.CallKind.RECALL)
    if what == "serve" and state is msg.DeskState.CALLING:
        hall.serve(desk)
    if what == "undo" and state is msg.DeskState.CALLING:
        hall.withdraw(max(call.id for call in hall.view.calls.values() if call.desk == desk))
    if what == "free" and state is not msg.DeskState.IDLE:
        hall.free(desk)
    return None


@given(st.lists(HAPPENING, max_size=60), st.booleans())
def test_every_call_is_spoken_or_reported_once_and_in_order(happenings: list[tuple[str, str]], narrow: bool) -> None:
    boards = (msg.BoardInfo(id="b1", services=("dat-dai", "thue") if narrow else ()),)
    hall, board = opened(Hall(centre=centre(boards=boards)))
    mine = {"dat-dai", "thue"}
    wanted: list[int] = []
    spoken: list[int] = []
    missed: list[int] = []
    retracted: list[int] = []
    judged: set[int] = set()

    def told(*, behind: bool = False, whole: bool = False) -> None:
        nonlocal board
        board, news = board.told(hall.view, now=NOW, behind=behind, whole=whole)
        spoken.extend(call.id for call in news.speak)
        missed.extend(call.id for call, _ in news.missed)
        retracted.extend(news.withdrawn)
        judged.update(call.id for call in board.calls)

    for number, (what, desk) in enumerate(happenings):
        call = happen(hall, what, desk, number=number)
        if call is not None and (not narrow or hall.view.calls[call].service in mine):
            wanted.append(call)
        if what == "lose":
            board = board.line_lost(known_until=hall.now, now=NOW)
        elif what in ("tell", "tell again", "behind", "snapshot"):
            told(behind=what == "behind", whole=what == "snapshot")
            if what == "tell again":
                told()
    told()
    told_of = sorted(spoken + missed)
    assert [call for call in told_of if not hall.view.calls[call].withdrawn] == [
        call for call in wanted if not hall.view.calls[call].withdrawn
    ]
    assert len(set(told_of)) == len(told_of)
    assert set(told_of) <= set(wanted)
    assert set(retracted) == {call for call in wanted if hall.view.calls[call].withdrawn and call in judged}
    assert spoken == sorted(spoken)
    assert missed == sorted(missed)


@given(st.lists(HAPPENING, max_size=60), st.booleans())
def test_rows_are_the_desks_with_standing_calls(happenings: list[tuple[str, str]], narrow: bool) -> None:
    boards = (msg.BoardInfo(id="b1", services=("dat-dai", "thue") if narrow else ()),)
    hall, board = opened(Hall(centre=centre(boards=boards)))
    for number, (what, desk) in enumerate(happenings):
        happen(hall, what, desk, number=number)
        board, _ = board.told(hall.view, now=NOW)
    rows = board.rows(now=NOW + HOLD)
    shown = [info.id for info in hall.centre.desks if not narrow or set(info.services) & {"dat-dai", "thue"}]
    busy = {key: desk for key, desk in hall.view.desks.items() if desk.number and key in shown}
    assert {row.desk: row.number for row in rows} == {key: desk.number for key, desk in busy.items()}
    assert len(rows) == len(busy), "one row for each desk"
    called = [row.call or 0 for row in rows if row.standing is Standing.CALLED]
    assert called == sorted(called, reverse=True)
    standings = [row.standing for row in rows]
    assert standings == sorted(standings, key=[Standing.CALLED, Standing.SERVING].index)


@given(st.lists(HAPPENING, max_size=40), st.integers(3, 8))
def test_every_call_in_front_is_on_exactly_one_page(happenings: list[tuple[str, str]], rows: int) -> None:
    """All pages have had their turn before the first of their calls may leave (`HOLD`)."""
    hall, board = opened()
    for number, (what, desk) in enumerate(happenings):
        happen(hall, what, desk, number=number)
    board, _ = board.told(hall.view, now=NOW)
    board = replace(board, arrived=dict.fromkeys(board.arrived, NOW))
    room = Room(rows=rows, recent=7)
    pages = board.picture(room, now=NOW).pages
    turns = [board.picture(room, now=NOW + (NEWEST_PAGE + PAGE * (turn - 1) if turn else 0)) for turn in range(pages)]
    assert sorted(each.page for each in turns) == list(range(pages))
    shown = [row.desk for each in turns for row in each.rows if row.front]
    assert sorted(shown) == sorted(row.desk for row in board.rows(now=NOW + 1) if row.front)


def test_lines_leave_their_room_to_many_calls() -> None:
    info = msg.BoardInfo(id="b1", panels=("calls", "lines"))
    hall = Hall(centre=centre(boards=(info,)))
    hall.open()
    hall.tell(msg.Line(service="thue", waiting=2, ahead=2, low=5, high=9, desks_open=1))
    hall.call("L021", "3")
    board, _ = Board(device="b1").told(hall.view, now=NOW)
    assert board.in_front(now=NOW) == 1
    assert len(board.picture(ROOM, now=NOW).lines) == 1
    assert board.picture(Room(rows=9, recent=0, columns=2, crowded=True), now=NOW).lines == ()


def test_the_hall_is_told_some_minutes_before_tickets_end() -> None:
    end = at("2026-11-23 10:45")
    today = msg.Day(service_day="2026-11-23", issuing=True, reason="open", until=end)
    assert reminder(today, now=at("2026-11-23 10:29")) is None
    assert reminder(today, now=at("2026-11-23 10:30")) == end
    assert reminder(today, now=end) is None
    assert reminder(day(issuing=False, reason="lunch"), now=at("2026-11-23 10:40")) is None
    assert reminder(None, now=end) is None


def test_a_board_of_some_desks_shows_and_speaks_their_calls_only() -> None:
    hall, board = opened(Hall(centre=centre(boards=(msg.BoardInfo(id="b1", desks=("3",)),))))
    hall.call("L001", "1")
    mine = hall.call("L002", "3")
    board, news = board.told(hall.view, now=NOW)
    assert [call.id for call in news.speak] == [mine]
    assert [row.number for row in board.rows(now=NOW)] == ["L002"]
    assert board.desks_shown == 1


def test_one_board_of_a_hall_speaks_and_another_takes_over() -> None:
    hall, board = opened(Hall(centre=centre(boards=(msg.BoardInfo(id="b1", hall="sanh"),))))
    hall.tell(msg.Voices(speakers={"sanh": "b2"}))
    board, _ = board.told(hall.view, now=NOW)
    hall.call("L001", "1")
    served, standing = hall.call("H001", "4"), hall.call("K001", "7")
    hall.serve("4")
    board, news = board.told(hall.view, now=NOW)
    assert news == News(), "the other board says it"
    assert len(board.rows(now=NOW)) == 3
    hall.serve("1")
    hall.tell(msg.Voices(speakers={"sanh": "b1"}))
    board, news = board.told(hall.view, now=NOW + 2_000)
    assert [call.id for call in news.speak] == [standing]
    assert served not in [call.id for call in news.speak]
    board, news = board.told(hall.view, now=NOW + 3_000)
    assert news == News(), "once"
    hall.tell(msg.Voices(speakers={}))
    late = hall.call("R001", "8")
    board, news = board.told(hall.view, now=NOW + 4_000)
    assert [call.id for call in news.speak] == [late], "whoever is alone speaks"


def test_a_board_shows_the_lines_only_where_it_is_to() -> None:
    def shown(*panels: str, services: tuple[str, ...] = ()) -> list[str]:
        info = msg.BoardInfo(id="b1", panels=panels, services=services)
        hall = Hall(centre=centre(boards=(info,)))
        hall.open()
        for service in ("thue", "dat-dai"):
            hall.tell(msg.Line(service=service, waiting=3, ahead=3, low=5, high=9, desks_open=1))
        board, _ = Board(device="b1").told(hall.view, now=NOW)
        return [line.service for line in board.picture(Room(rows=3, recent=3), now=NOW).lines]

    assert shown("calls", "recent") == []
    assert shown("calls", "lines") == ["dat-dai", "thue"], "in the centre's order"
    assert shown("calls", "lines", services=("thue",)) == ["thue"]


def test_a_board_speaks_the_languages_of_its_hall() -> None:
    hall, board = opened(Hall(centre=centre(boards=(msg.BoardInfo(id="b1", languages=("en",)),))))
    assert board.centre is not None
    assert speech_of(board.centre, "b1").languages == ("en",)
    assert speech_of(board.centre, "b2") == hall.centre.speech
