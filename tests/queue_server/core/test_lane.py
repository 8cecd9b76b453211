"""A lane is a sorted line at every moment, whoever joins and leaves it in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.core.lane import Entry, Lane, Lanes

#: What happens: somebody joins with an effective time (None: somebody leaves), and which of those there leaves.
STEPS = st.lists(st.tuples(st.none() | st.integers(0, 20), st.integers(0, 200)), max_size=200)


def lane() -> Lane:
    return Lane(service="ho-tich", priority="", reserved=None)


@given(steps=STEPS)
def test_its_head_its_length_and_who_is_ahead_are_those_of_a_sorted_list(steps: list[tuple[int | None, int]]) -> None:
    line, model = lane(), list[Entry]()
    for issued, (effective, place) in enumerate(steps):
        if effective is not None:
            entry = effective, issued, f"t{issued}"
            model = sorted([*model, entry])
            line.join(entry)
        elif model:
            # Most leave at the front, as they do in life.
            entry = model.pop(0 if place % 3 else place % len(model))
            line.leave(entry)
        assert list(line) == model
        assert line.length == len(model)
        assert line.head == (model[0] if model else (0, 0, ""))
        assert all(line.ahead_of(each) == at for at, each in enumerate(model))


def test_served_entries_are_forgotten_when_they_are_many() -> None:
    line, entries = lane(), [(at, at, f"t{at}") for at in range(300)]
    for entry in entries:
        line.join(entry)
    for entry in entries[:200]:
        line.leave(entry)
    assert len(line._entries) < 200
    assert list(line) == entries[200:]
    assert line.ahead_of(entries[250]) == 50


def test_who_is_not_there_cannot_leave() -> None:
    line = lane()
    line.join((1, 1, "t1"))
    with pytest.raises(AssertionError, match="is not in lane"):
        line.leave((2, 2, "t2"))


def test_a_reserved_lane_is_there_until_it_is_empty() -> None:
    lanes, entry = Lanes(), (1, 1, "t1")
    lanes.join("ho-tich", "", "3", entry)
    assert [each.service for each in lanes.apart.values()] == ["ho-tich"]
    assert (lanes.waiting("ho-tich"), lanes.ahead_of((2, 2, "t2"), {"ho-tich"})) == (1, 1)
    lanes.leave("ho-tich", "", "3", entry)
    assert lanes == Lanes()


def test_appointments_wait_apart_in_the_order_of_their_times() -> None:
    lanes = Lanes()
    for place, (effective, head_start) in enumerate(((9, 15), (3, 15), (1, 30))):
        lanes.join("ho-tich", "", None, (effective, place, f"t{place}"), head_start=head_start)
    assert [(lane.head_start, [each[2] for each in lane]) for lane in lanes.apart.values()] == [
        (15, ["t1", "t0"]),
        (30, ["t2"]),
    ]
    assert not lanes.lines
    lanes.leave("ho-tich", "", None, (1, 2, "t2"), head_start=30)
    assert (lanes.length, lanes.ahead_of((4, 9, "t9"), {"ho-tich"})) == (2, 1)


#: The same at a service with two classes.
OF_CLASSES = st.lists(st.tuples(st.sampled_from(["", "cao-tuoi"]), st.none() | st.integers(0, 20), st.integers(0, 200)))


@given(steps=OF_CLASSES)
def test_the_ends_of_a_line_and_who_is_ahead_are_those_of_all_its_lanes(
    steps: list[tuple[str, int | None, int]],
) -> None:
    lanes, model = Lanes(), list[tuple[Entry, str]]()
    for issued, (priority, effective, place) in enumerate(steps):
        if effective is not None:
            model = sorted([*model, ((effective, issued, f"t{issued}"), priority)])
            lanes.join("ho-tich", priority, None, (effective, issued, f"t{issued}"))
        elif model:
            entry, of = model.pop(0 if place % 3 else place % len(model))
            lanes.leave("ho-tich", of, None, entry)
        assert lanes.length == lanes.waiting("ho-tich") == len(model)
        line = lanes.lines.get("ho-tich")
        assert (line and (line.head, line.last)) == ((model[0][0], model[-1][0]) if model else None)
        assert all(lanes.ahead_of(entry, {"ho-tich", "dat-dai"}) == at for at, (entry, _) in enumerate(model))
