"""Records, and what makes them quickly."""

from __future__ import annotations

from dataclasses import fields

import pytest

from queue_server.core.calls import CallKind, CallRecord
from queue_server.core.record import maker, record


@record
class Slip:
    number: str
    copies: int = 1
    note: str = ""


def test_what_is_made_quickly_is_the_record_itself() -> None:
    make = maker(Slip)
    for made, wanted in (
        (make(number="A1"), Slip(number="A1")),
        (make(number="A1", note="x", copies=2), Slip(number="A1", copies=2, note="x")),
    ):
        assert made == wanted
        assert type(made) is Slip
        assert hash(made) == hash(wanted)
        assert repr(made) == repr(wanted)


def test_it_wants_the_same_keywords_as_the_class() -> None:
    make = maker(Slip)
    for wrong in ({}, {"number": "A1", "colour": "red"}):
        for each in (make, Slip):
            with pytest.raises(TypeError):
                each(**wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        make("A1")  # type: ignore[misc]


def test_a_default_that_is_no_name_is_kept() -> None:
    """An enum, say, which cannot be written in the text of a function."""
    make = maker(CallRecord)
    made = make(id=1, ticket="t", number="A1", service="s", desk="1", kind=CallKind.LAST, at=5)
    assert [getattr(made, each.name) for each in fields(made)] == [1, "t", "A1", "s", "1", CallKind.LAST, 5, False]
