"""Tokens are the same for the same person today, at any kiosk, and for nobody else; ages are whole years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity import age, holder_token, person_token, priority_by_age
from queue_server.protocol.messages import PriorityInfo

KEY = "key-of-today"


def priority(key: str, years: int | None) -> PriorityInfo:
    return PriorityInfo(id=key, names={"vi": key}, min_age=years)


def test_a_token_is_the_same_at_every_kiosk_and_of_one_service_only() -> None:
    mine = holder_token(person_token(KEY, "062085001234"), "land")
    assert mine == holder_token(person_token(KEY, "062085001234"), "land")
    assert len(mine) == 64, "fits into a field of the protocol"
    assert mine != holder_token(person_token(KEY, "062085001234"), "tax")
    assert mine != holder_token(person_token("key-of-tomorrow", "062085001234"), "land")


@given(st.lists(st.from_regex(r"\A[0-9]{12}\Z"), unique=True, min_size=2, max_size=20))
def test_no_two_people_have_one_token_and_no_token_shows_a_number(numbers: list[str]) -> None:
    tokens = [person_token(KEY, number) for number in numbers]
    assert len(set(tokens)) == len(numbers)
    assert not any(number in token for number, token in zip(numbers, tokens, strict=True))


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(1966, 11, 23), 60), (date(1966, 11, 24), 59), (date(1964, 2, 29), 62), (date(2026, 11, 23), 0)],
)
def test_ages(born: date, years: int) -> None:
    assert age(born, date(2026, 11, 23)) == years


def test_the_class_of_an_age() -> None:
    classes = [priority("disabled", None), priority("elderly", 60), priority("very_old", 80), priority("child", 0)]
    assert priority_by_age(classes[:3], 59) == ""
    assert priority_by_age(classes, 59) == "child"
    assert priority_by_age(classes, 60) == "elderly"
    assert priority_by_age(classes, 95) == "very_old"
    assert priority_by_age([], 95) == ""
