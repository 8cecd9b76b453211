"""Tables of typed keys: the declarative form of a group in a centre's file. `schema` and `layers` hold the tables.

A table notes unknown, missing and unusable keys and goes on: a row answers for them with the key's default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from queue_server.catalogue.place import Place, Reader, attempt, nearest, pairs
from queue_server.catalogue.problems import NOTHING, Phrase, one_of
from queue_server.catalogue.shape import Field, Kind, Shape

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """A key of a table. `default` stands for the value when it is not written, or is unusable."""

    name: str
    reader: Reader[T]
    default: T
    required: bool = False


class Row:
    """What a table found: typed values by key."""

    def __init__(
        self, place: Place, *, values: dict[str, object], places: dict[str, Place], unusable: set[str]
    ) -> None:
        self.place = place
        self._values, self._places, self._unusable = values, places, unusable

    def __getitem__(self, key: Key[T]) -> T:
        return cast("T", self._values.get(key.name, key.default))

    def has(self, key: Key[T]) -> bool:
        """Whether the key is written and can be used."""
        return key.name in self._values

    def unusable(self, key: Key[T]) -> bool:
        """Whether the key is written and cannot be used: what depends on it should not be judged."""
        return key.name in self._unusable

    def at(self, key: Key[T]) -> Place:
        return self._places.get(key.name, self.place.under(key.name))


class Table:
    """The keys of a group, which of them must be there, and what must be true of them together."""

    def __init__(self, name: Phrase, *keys: Key[Any], check: Callable[[Row], None] | None = None) -> None:
        self.name, self.keys, self._check = name, keys, check

    def reader(self) -> Reader[Row]:
        return Reader(self.name, self.read, Shape(kind=Kind.GROUP, fields=self.fields()))

    def fields(self) -> tuple[Field, ...]:
        """What a page needs to draw this group."""
        return tuple(
            Field(name=each.name, required=each.required, expected=each.reader.expected, shape=each.reader.shape)
            for each in self.keys
        )

    def read(self, place: Place, *, broken: Iterable[str] = ()) -> Row:
        """The row at `place`. `broken` are keys whose value is known to be unreadable already."""
        values: dict[str, object] = {}
        unusable = set(broken)
        written = dict(self._known(place, misspelt=unusable))
        for key in self.keys:
            value = written.get(key.name)
            if value is None and key.name in unusable:
                continue
            if value is None or value.nothing:
                if key.required:
                    (value or place.under(key.name)).wrong("missing", key.reader.expected, found=NOTHING)
                continue
            usable = attempt(key.reader, value)
            if usable is None:
                unusable.add(key.name)
            else:
                values[key.name] = usable
                unusable.discard(key.name)
        row = Row(place, values=values, places=written, unusable=unusable)
        if self._check:
            self._check(row)
        return row

    def _known(self, place: Place, *, misspelt: set[str]) -> Iterator[tuple[str, Place]]:
        """The keys of this table that are written. Adds those that were probably meant to `misspelt`."""
        names = [key.name for key in self.keys]
        for name, key, value in pairs(place, self.name):
            if name in names:
                yield name, value
                continue
            near = nearest(name, names)
            misspelt.add(near)
            expected = Phrase("a known key", "một khóa đã biết") if near else one_of(names)
            key.wrong("unknown-key", expected, found=Phrase("an unknown key", "khóa lạ"), nearest=near)
