"""Events to text and back, and what is refused on either way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.core.events import KINDS
from queue_server.core.plan import CentrePlan
from queue_server.journal.base import JournalCorrupt
from queue_server.journal.codec import EventCodec


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    names: dict[str, str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    at: int
    colour: Colour
    parts: tuple[Part, ...] = ()
    note: str | None = None
    swaps: dict[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    at: int
    metres: float = 0.0


CODEC = EventCodec({"painted": Painted, "moved": Moved})
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
PARTS = st.builds(Part, names=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4), weight=FLOATS)
EVENTS = st.builds(
    Painted,
    at=st.integers(min_value=-(2**63), max_value=2**63 - 1),
    colour=st.sampled_from(Colour),
    parts=st.lists(PARTS, max_size=3).map(tuple),
    note=st.none() | st.text(max_size=20),
    swaps=st.none() | st.dictionaries(st.text(max_size=5), st.integers(min_value=-9, max_value=9), max_size=3),
) | st.builds(Moved, at=st.integers(min_value=-(2**63), max_value=2**63 - 1), metres=FLOATS)


@given(event=EVENTS)
def test_an_event_reads_back_as_it_was(event: Painted | Moved) -> None:
    kind, body = CODEC.encode(event)
    assert kind == type(event).__name__.lower()
    assert CODEC.decode(kind, body) == event
    assert CODEC.encode(CODEC.decode(kind, body)) == (kind, body)
    assert "\n" not in body


@given(event=EVENTS.filter(lambda event: isinstance(event, Painted)))
def test_equal_events_are_equal_text(event: Painted) -> None:
    def turned(part: Part) -> Part:
        return replace(part, names=dict(reversed(part.names.items())))

    twin = replace(event, parts=tuple(turned(part) for part in event.parts))
    assert twin == event
    assert CODEC.encode(twin) == CODEC.encode(event)


def test_a_whole_number_of_metres_is_one_text() -> None:
    assert (
        CODEC.encode(Moved(at=1, metres=2))
        == CODEC.encode(Moved(at=1, metres=2.0))
        == ("moved", '{"at":1,"metres":2.0}')
    )
    part = Part(names={}, weight=2)
    assert '"weight":2.0' in CODEC.encode(Painted(at=1, colour=Colour.RED, parts=(part,)))[1]


def test_the_body_is_plain_json() -> None:
    event = Painted(at=1, colour=Colour.BLUE, parts=(Part(names={"vi": "Quầy", "en": "Desk"}),))
    kind, body = CODEC.encode(event)
    assert kind == "painted"
    assert body == (
        '{"at":1,"colour":"blue","parts":[{"names":{"en":"Desk","vi":"Quầy"},"weight":1.0}],"note":null,"swaps":null}'
    )
    assert json.loads(body)["parts"][0]["names"]["vi"] == "Quầy"


def test_a_whole_plan_reads_back(make_plan: Callable[[], CentrePlan]) -> None:
    codec = EventCodec({"plan": CentrePlan})
    plan = make_plan()
    kind, body = codec.encode(plan)
    found = codec.decode(kind, body)
    assert found == plan
    assert isinstance(found, CentrePlan)
    assert isinstance(found.services, tuple)
    assert all(is_dataclass(service) for service in found.services)
    assert codec.encode(found) == codec.encode(plan) == (kind, body)


def test_a_field_added_later_takes_its_default() -> None:
    assert CODEC.decode("painted", '{"at":1,"colour":"red"}') == Painted(at=1, colour=Colour.RED)


@pytest.mark.parametrize(
    "event",
    [
        Moved(at=1, metres=float("nan")),
        Moved(at=1, metres=float("inf")),
        Moved(at="1"),  # type: ignore[arg-type]
        Painted(at=1, colour="red"),  # type: ignore[arg-type]
        Painted(at=1, colour=Colour.RED, parts=[]),  # type: ignore[arg-type]
        Painted(at=1, colour=Colour.RED, note=5),  # type: ignore[arg-type]
    ],
)
def test_what_could_not_be_read_back_is_never_written(event: object) -> None:
    with pytest.raises(ValueError, match=r"(moved|painted) cannot be read back"):
        CODEC.encode(event)


def test_an_event_without_a_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="Part is not an event of this journal"):
        CODEC.encode(Part(names={}))


@pytest.mark.parametrize(
    ("kind", "body", "complaint"),
    [
        ("painted_over", '{"at":1}', "unknown kind 'painted_over'"),
        ("painted", '{"at":1}', "missing required field `colour`"),
        ("painted", '{"at":1,"colour":"green"}', "Invalid enum value 'green'"),
        ("painted", '{"at":"1","colour":"red"}', r"Expected `int`, got `str` - at `\$.at`"),
        ("painted", '{"at":1,"colour":"red"', "truncated"),
        ("painted", "", "truncated"),
        ("painted", '{"at":1,"colour":"red","parts":' + "[" * 100_000, "does not hold a painted"),
        ("painted", "\ud800", "does not hold a painted"),
    ],
)
def test_what_does_not_fit_is_corrupt_and_says_where(kind: str, body: str, complaint: str) -> None:
    with pytest.raises(JournalCorrupt, match=complaint) as caught:
        CODEC.decode(kind, body, version=1234)
    assert str(caught.value).startswith("record 1234 ")


def test_a_table_of_kinds_that_cannot_work_is_refused() -> None:
    with pytest.raises(ValueError, match="Moved has two kinds: 'moved' and 'shifted'"):
        EventCodec({"moved": Moved, "shifted": Moved})
    with pytest.raises(TypeError, match="is not a dataclass"):
        EventCodec({"number": int})


def test_every_event_of_the_core_can_be_written() -> None:
    EventCodec(KINDS)
    for kind, event in KINDS.items():
        assert is_dataclass(event)
        assert "at" in {field.name for field in fields(event)}, kind
