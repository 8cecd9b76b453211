"""The outer form of a value: what a page needs to draw a field for it. Whether it will do is its reader's alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from queue_server.catalogue.problems import Phrase


class Kind(Enum):
    """How a value is written."""

    TEXT = "text"
    WORDS = "words"
    CHOICE = "choice"
    DATE = "date"
    WEEK = "week"
    LIST = "list"
    MAP = "map"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`options` of a choice, `item` of a list or map, `fields` of a group, `key` of a map: the shape of its keys.

    `word` may stand for the whole value.
    """

    kind: Kind = Kind.TEXT
    options: tuple[str, ...] = ()
    item: Shape | None = None
    key: Shape | None = None
    fields: tuple[Field, ...] = ()
    word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of a group, and what its value should be in words."""

    name: str
    required: bool
    expected: Phrase
    shape: Shape


TEXT = Shape()
