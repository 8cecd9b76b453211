"""Readers made of readers: lists, groups with free keys, choices; and the form of every reader of one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import yaml

from queue_server.catalogue.place import Located, Place, Reader, Wrong, attempt, nearest, pairs
from queue_server.catalogue.problems import Phrase, one_of, same, shown
from queue_server.catalogue.shape import Kind, Shape

T = TypeVar("T")
K = TypeVar("K")


def scalar(code: str, expected: Phrase, parse: Callable[[str], T | None]) -> Reader[T]:
    """One value; `parse` gets the characters as written and answers None for those it cannot use."""

    def read(place: Place) -> T:
        text = place.text
        value = None if text is None else parse(text)
        if value is None:
            raise Wrong(code, expected)
        return value

    return Reader(expected, read)


def choice(options: dict[str, T]) -> Reader[T]:
    """One of a few words; a slip of the finger gets the nearest of them suggested."""
    expected = one_of(options)

    def read(place: Place) -> T:
        text = place.text
        if text is None or text not in options:
            raise Wrong("unknown-word", expected, nearest=nearest(text or "", options))
        return options[text]

    return Reader(expected, read, Shape(kind=Kind.CHOICE, options=tuple(options)))


def or_word(reader: Reader[T], word: str, value: T) -> Reader[T]:
    """What `reader` reads, or a word that stands for `value`."""
    expected = Phrase(f"{reader.expected.en}, or {word}", f"{reader.expected.vi}, hoặc {word}")

    def read(place: Place) -> T:
        if place.text == word:
            return value
        try:
            return reader(place)
        except Wrong as wrong:
            raise Wrong(wrong.code, expected, found=wrong.found, nearest=wrong.nearest) from wrong

    return Reader(expected, read, replace(reader.shape, word=word))


def located(reader: Reader[T]) -> Reader[Located[T]]:
    return Reader(reader.expected, lambda place: Located(reader(place), place), reader.shape)


def list_of(
    reader: Reader[T], *, unique: Callable[[T], object] | None = None, empty: bool = True
) -> Reader[tuple[T, ...]]:
    """A list; unusable items are noted and left out. `unique` gives what no two items may share, or None."""
    expected = Phrase(f"a list of: {reader.expected.en}", f"danh sách gồm: {reader.expected.vi}")

    def read(place: Place) -> tuple[T, ...]:
        if not isinstance(place.node, yaml.SequenceNode) or not (place.node.value or empty):
            raise Wrong("type", expected)
        found: list[T] = []
        seen: set[object] = set()
        for index, node in enumerate(place.node.value):
            item = place.item(index, node)
            value = attempt(reader, item)
            if value is None:
                continue
            mark = unique(value) if unique else None
            if mark is not None and mark in seen:
                item.wrong("duplicate", Phrase("each one once", "mỗi mục một lần"), found=same(shown(str(mark))))
                continue
            seen.add(mark)
            found.append(value)
        return tuple(found)

    return Reader(expected, read, Shape(kind=Kind.LIST, item=reader.shape))


def map_of(names: Reader[K], values: Reader[T], expected: Phrase) -> Reader[dict[K, Located[T]]]:
    """A group with keys of the reader's own choosing; unusable entries are noted and left out."""

    def read(place: Place) -> dict[K, Located[T]]:
        found: dict[K, Located[T]] = {}
        for _, key, value in pairs(place, expected):
            name = attempt(names, key)
            usable = None if name is None else attempt(values, value)
            if name is not None and usable is not None:
                found[name] = Located(usable, value)
        return found

    return Reader(expected, read, Shape(kind=Kind.MAP, key=names.shape, item=values.shape))
