"""Where a value stands, and how it is described to the person who wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queue_server.catalogue.place import Place, Reader, Wrong, attempt, nearest, pairs
from queue_server.catalogue.problems import Phrase, same

At = Callable[[str], Place]


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("abc", "abc", "'abc'"),
        ("'null'", "null", "'null'"),
        ("null", None, "nothing"),
        ("~", None, "nothing"),
        ("[1]", None, "a list"),
        ("{a: 1}", None, "a group of keys"),
        ("x" * 100, "x" * 100, "'" + "x" * 59 + "…'"),
        ('"a\\ab"', "a\ab", "'a\\u0007b'"),
    ],
)
def test_what_is_found(at: At, written: str, text: str | None, found: str) -> None:
    place = at(written)
    assert place.text == text
    assert place.found().en == found


def test_a_path_of_keys(at: At) -> None:
    place = at("{a: [1, 2]}")
    assert place.under("desks").item(2, place.node).under("services").key == "k.desks[2].services"
    assert Place("f", "", place.node, []).under("desks").key == "desks"


def test_sound_means_nothing_wrong_here_or_below(at: At) -> None:
    place = at("x")
    assert place.sound()
    place.under("b").wrong("w", same("x"), warning=True)
    assert place.sound()
    place.under("b").item(0, place.node).wrong("w", same("x"))
    assert not place.sound()
    assert not place.under("b").sound()
    assert place.under("bb").sound()
    assert place.under("a").sound()


def test_attempt_notes_what_is_wrong(at: At) -> None:
    def refuse(place: Place) -> str:
        raise Wrong("code", Phrase("tea", "trà"), nearest="tee")

    place = at("coffee")
    assert attempt(Reader(same("tea"), refuse), place) is None
    assert [str(problem) for problem in place.problems] == [
        "f.yaml:1: key 'k': found 'coffee', expected tea (did you mean tee?)"
    ]


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!mine", "!!binary", "!!set"])
def test_a_foreign_tag_is_refused(at: At, tag: str) -> None:
    place = at(f"{tag} x")
    assert attempt(Reader(same("x"), lambda _: "read"), place) is None
    assert [problem.code for problem in place.problems] == ["tag"]


def test_pairs_name_each_key_once(at: At) -> None:
    place = at("{a: 1, b: 2, a: 3, [x]: 4}")
    assert [(name, value.text) for name, _, value in pairs(place, same("x"))] == [("a", "1"), ("b", "2")]
    assert [(problem.key, problem.code) for problem in place.problems] == [("k.a", "duplicate-key"), ("k.?", "type")]


def test_pairs_want_a_group(at: At) -> None:
    with pytest.raises(Wrong):
        list(pairs(at("[1]"), same("x")))


def test_the_nearest_word() -> None:
    assert nearest("dat-daj", ["ho-tich", "dat-dai"]) == "dat-dai"
    assert nearest("zzz", ["ho-tich", "dat-dai"]) == ""
