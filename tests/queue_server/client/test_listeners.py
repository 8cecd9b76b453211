"""Those who hear of changes."""

from __future__ import annotations

import logging

import pytest

from queue_server.client.base import Change, LinkState
from queue_server.client.listeners import Listeners
from queue_server.client.view import View

STALE, LIVE = (Change(state=state, view=View()) for state in (LinkState.STALE, LinkState.LIVE))


def test_all_are_told_in_the_order_in_which_they_came() -> None:
    listeners, told = Listeners[Change](), list[tuple[str, LinkState]]()
    listeners.add(lambda change: told.append(("first", change.state)))
    listeners.add(lambda change: told.append(("second", change.state)))
    listeners.tell(STALE)
    listeners.tell(LIVE)
    assert told == [(who, state) for state in (LinkState.STALE, LinkState.LIVE) for who in ("first", "second")]


def test_one_who_stopped_is_told_no_more_even_when_stopping_while_told() -> None:
    listeners, told = Listeners[Change](), list[Change]()
    stop = listeners.add(lambda change: (told.append(change), stop()))  # type: ignore[func-returns-value]
    listeners.add(told.append)
    listeners.tell(STALE)
    listeners.tell(LIVE)
    stop()
    assert told == [STALE, STALE, LIVE]


def test_one_that_fails_is_logged_and_the_others_are_told(caplog: pytest.LogCaptureFixture) -> None:
    listeners, told = Listeners[Change](), list[Change]()
    listeners.add(lambda change: 1 / 0)  # type: ignore[arg-type,return-value]
    listeners.add(told.append)
    with caplog.at_level(logging.ERROR):
        listeners.tell(STALE)
    assert told == [STALE]
    (record,) = caplog.records
    assert record.__dict__["action"] == "listener_failed"
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_listening_begins_with_what_is_known_and_misses_nothing() -> None:
    listeners = Listeners[Change]()
    listening = listeners.listen(lambda: STALE)
    assert await anext(listening) is STALE
    listeners.tell(LIVE)
    listeners.tell(STALE)
    assert [await anext(listening), await anext(listening)] == [LIVE, STALE]


async def test_one_who_leaves_is_forgotten() -> None:
    listeners = Listeners[Change]()
    listening = listeners.listen(lambda: STALE)
    await anext(listening)
    assert len(listeners._listeners) == 1
    await listening.aclose()  # type: ignore[attr-defined]
    assert listeners._listeners == []
