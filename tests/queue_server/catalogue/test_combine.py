"""Lists, groups with free keys, choices."""

from __future__ import annotations

from collections.abc import Callable

from queue_server.catalogue.combine import choice, list_of, located, map_of, or_word
from queue_server.catalogue.place import Place, attempt
from queue_server.catalogue.problems import same
from queue_server.catalogue.values import identifier, whole

At = Callable[[str], Place]


def codes(place: Place) -> list[tuple[str, str]]:
    return [(problem.key, problem.code) for problem in place.problems]


def test_a_list_goes_on_after_a_bad_item(at: At) -> None:
    place = at("[1, x, 3, 400, 3]")
    assert attempt(list_of(whole(0, 10), unique=lambda n: n), place) == (1, 3)
    assert codes(place) == [("k[1]", "bad-number"), ("k[3]", "bad-number"), ("k[4]", "duplicate")]


def test_an_empty_list_may_be_refused(at: At) -> None:
    assert attempt(list_of(identifier), at("[]")) == ()
    assert attempt(list_of(identifier, empty=False), at("[]")) is None
    assert attempt(list_of(identifier), at("a")) is None


def test_a_mark_of_none_is_never_a_duplicate(at: At) -> None:
    assert attempt(list_of(identifier, unique=lambda _: None), at("[a, a]")) == ("a", "a")


def test_a_group_with_free_keys(at: At) -> None:
    place = at("{a: 1, B: 2, c: x}")
    found = attempt(map_of(identifier, whole(0, 10), same("numbers")), place)
    assert found is not None
    assert {name: entry.value for name, entry in found.items()} == {"a": 1}
    assert codes(place) == [("k.B", "bad-id"), ("k.c", "bad-number")]


def test_a_choice_suggests_the_nearest(at: At) -> None:
    place = at("votlunteer")
    assert attempt(choice({"volunteer": 1, "post": 2}), place) is None
    assert place.problems[0].nearest == "volunteer"
    assert attempt(choice({"volunteer": 1, "post": 2}), at("post")) == 2


def test_a_word_may_stand_for_a_value(at: At) -> None:
    reader = or_word(whole(0, 10), "strict", 99)
    assert attempt(reader, at("strict")) == 99
    assert attempt(reader, at("5")) == 5
    place = at("50")
    assert attempt(reader, place) is None
    assert place.problems[0].expected.en == "a whole number from 0 to 10, or strict"


def test_a_located_value_knows_its_place(at: At) -> None:
    place = at("[a, b]")
    found = attempt(list_of(located(identifier)), place)
    assert found is not None
    assert [(item.value, item.place.key) for item in found] == [("a", "k[0]"), ("b", "k[1]")]
