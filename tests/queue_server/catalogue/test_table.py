"""Tables of keys."""

from __future__ import annotations

from collections.abc import Callable

from queue_server.catalogue.place import Place
from queue_server.catalogue.problems import same
from queue_server.catalogue.table import Key, Row, Table
from queue_server.catalogue.values import identifier, whole

At = Callable[[str], Place]

NAME = Key("name", identifier, "?", required=True)
SIZE = Key("size", whole(0, 10), 5)


def test_a_row_answers_with_what_is_written_or_the_default(at: At) -> None:
    place = at("{name: a}")
    row = Table(same("a thing"), NAME, SIZE).read(place)
    assert (row[NAME], row[SIZE]) == ("a", 5)
    assert (row.has(NAME), row.has(SIZE), row.unusable(SIZE)) == (True, False, False)
    assert place.problems == []


def test_everything_wrong_is_noted_in_one_pass(at: At) -> None:
    place = at("{size: 50, colour: red, shape: round}")
    row = Table(same("a thing"), NAME, SIZE).read(place)
    assert [(problem.key, problem.code) for problem in place.problems] == [
        ("k.colour", "unknown-key"),
        ("k.shape", "unknown-key"),
        ("k.name", "missing"),
        ("k.size", "bad-number"),
    ]
    assert (row[NAME], row[SIZE], row.unusable(SIZE)) == ("?", 5, True)


def test_a_misspelt_key_is_not_missing_as_well(at: At) -> None:
    place = at("{nmae: a}")
    row = Table(same("a thing"), NAME, SIZE).read(place)
    assert [(problem.key, problem.code, problem.nearest) for problem in place.problems] == [
        ("k.nmae", "unknown-key", "name")
    ]
    assert row.unusable(NAME)


def test_a_key_without_a_value_is_not_written(at: At) -> None:
    place = at("{name: , size: }")
    row = Table(same("a thing"), NAME, SIZE).read(place)
    assert [(problem.key, problem.code) for problem in place.problems] == [("k.name", "missing")]
    assert not row.has(SIZE)


def test_a_broken_key_is_neither_missing_nor_judged(at: At) -> None:
    place = at("{size: 1}")
    row = Table(same("a thing"), NAME, SIZE).read(place, broken=["name"])
    assert place.problems == []
    assert row.unusable(NAME)


def test_what_must_be_true_together_is_checked_last(at: At) -> None:
    seen: list[Row] = []
    Table(same("a thing"), NAME, SIZE, check=seen.append).read(at("{name: a, size: 3}"))
    assert [row[SIZE] for row in seen] == [3]
