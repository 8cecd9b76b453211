"""One alert per cause, until it is over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from queue_server.alerts.causes import QUIET, Causes
from queue_server.alerts.watch import LEVELS, Finding
from queue_server.core.centre import Centre
from queue_server.core.commands import EndAlert, RaiseAlert
from queue_server.core.decide import handle

WAIT = "wait:ho-tich"


def finding(level: str, cause: str = WAIT) -> Finding:
    return Finding(cause=cause, level=level, words={"vi": level})


def test_worse_is_told_and_better_is_not() -> None:
    causes, centre = Causes(), Centre()
    told = []
    for now, level in enumerate(("warn", "warn", "breach", "target", "warn")):
        for asked in causes.step([finding(level)], centre.alerts, now=now):
            handle(centre, asked, now)
            told.append(asked)
    assert [each.level for each in told if isinstance(each, RaiseAlert)] == ["warn", "breach"]


def test_a_cause_that_comes_back_soon_is_the_same() -> None:
    causes, centre = Causes(), Centre()
    [raised] = causes.step([finding("trouble")], centre.alerts, now=0)
    handle(centre, raised, 0)
    assert causes.step([], centre.alerts, now=1) == []
    assert causes.step([finding("trouble")], centre.alerts, now=QUIET) == []
    assert causes.step([], centre.alerts, now=QUIET + 1) == []
    assert causes.step([], centre.alerts, now=2 * QUIET) == []
    assert causes.step([], centre.alerts, now=2 * QUIET + 1) == [EndAlert(cause=WAIT)]


@given(st.lists(st.tuples(st.integers(0, QUIET), st.sets(st.sampled_from(["a", "b"])), st.sampled_from(LEVELS))))
def test_never_two_of_a_cause(steps: list[tuple[int, set[str], str]]) -> None:
    causes, centre, now = Causes(), Centre(), 0
    open_causes: dict[str, str] = {}
    for passed, present, level in steps:
        now += passed
        found = [finding(level, cause) for cause in sorted(present)]
        for asked in causes.step(found, centre.alerts, now=now):
            if isinstance(asked, RaiseAlert):
                assert LEVELS.index(asked.level) > LEVELS.index(open_causes.get(asked.cause, "warn")) or (
                    asked.cause not in open_causes
                )
                open_causes[asked.cause] = asked.level
            else:
                del open_causes[asked.cause]
            handle(centre, asked, now)
        assert present <= set(open_causes)
