"""A value's place in a file, and what a reader of values is. Knows nodes and lines, not what the words mean.

A reader raises `Wrong`; `attempt` notes that in the place and answers None, so that one pass finds every problem.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import yaml

from queue_server.catalogue.problems import NOTHING, Phrase, Problem, same, shown
from queue_server.catalogue.shape import TEXT, Shape
from queue_server.catalogue.source import ALIAS

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_NULL = "tag:yaml.org,2002:null"
_TAGS = ("null", "bool", "int", "float", "str", "seq", "map", "timestamp", "merge", "value")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in _TAGS}


class Wrong(Exception):
    """A value is not what its reader expects. Caught by the table or list that holds the value."""

    def __init__(self, code: str, expected: Phrase, *, found: Phrase | None = None, nearest: str = "") -> None:
        super().__init__(code)
        self.code, self.expected, self.found, self.nearest = code, expected, found, nearest


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: file, path of keys, node; and the list that collects what is wrong with it."""

    file: str
    key: str
    node: yaml.Node
    problems: list[Problem] = field(repr=False)

    @property
    def nothing(self) -> bool:
        """Whether no value is written, as in `hotline:` or `hotline: null`."""
        return self.node.tag == _NULL and isinstance(self.node, yaml.ScalarNode) and not self.node.style

    @property
    def text(self) -> str | None:
        """The characters as written, composed (NFC) and stripped; None for nothing, a list or a group of keys."""
        if not isinstance(self.node, yaml.ScalarNode) or self.nothing:
            return None
        return unicodedata.normalize("NFC", self.node.value).strip()

    @property
    def items(self) -> int:
        """How many items are written in the list that stands here; 0 where there is none."""
        return len(self.node.value) if isinstance(self.node, yaml.SequenceNode) else 0

    def found(self) -> Phrase:
        if isinstance(self.node, yaml.SequenceNode):
            return Phrase("a list", "một danh sách")
        if isinstance(self.node, yaml.MappingNode):
            return Phrase("a group of keys", "một nhóm khóa")
        return NOTHING if self.nothing else same(shown(self.node.value))

    def sound(self) -> bool:
        """Whether nothing wrong was noted here or below. What is wrong already need not be judged again."""
        below = (f"{self.key}.", f"{self.key}[")
        return not any(
            problem.file == self.file and (problem.key == self.key or problem.key.startswith(below))
            for problem in self.problems
            if not problem.warning
        )

    def under(self, name: str, node: yaml.Node | None = None) -> Place:
        key = f"{self.key}.{name}" if self.key else name
        return Place(self.file, key, self.node if node is None else node, self.problems)

    def item(self, index: int, node: yaml.Node) -> Place:
        return Place(self.file, f"{self.key}[{index}]", node, self.problems)

    def wrong(
        self, code: str, expected: Phrase, *, found: Phrase | None = None, nearest: str = "", warning: bool = False
    ) -> None:
        """Note that something is wrong with what stands here."""
        self.problems.append(
            Problem(
                file=self.file,
                line=self.node.start_mark.line + 1,
                key=self.key,
                code=code,
                found=self.found() if found is None else found,
                expected=expected,
                nearest=nearest,
                warning=warning,
            )
        )


@dataclass(frozen=True, slots=True)
class Reader(Generic[T_co]):
    """How a value is read, and the words for what it should be. `read` raises `Wrong`."""

    expected: Phrase
    read: Callable[[Place], T_co]
    shape: Shape = TEXT

    def __call__(self, place: Place) -> T_co:
        if place.node.tag == ALIAS:
            raise Wrong("alias", Phrase("the value written out here", "giá trị viết đầy đủ tại đây"))
        if place.node.tag not in _PLAIN_TAGS:
            raise Wrong("tag", self.expected, found=same(shown(place.node.tag)))
        return self.read(place)


@dataclass(frozen=True, slots=True)
class Located(Generic[T_co]):
    """A value that is judged later, together with others."""

    value: T_co
    place: Place


def attempt(reader: Reader[T], place: Place) -> T | None:
    """The value at `place`; None once it is noted what is wrong with it. No reader's value is None."""
    try:
        return reader(place)
    except Wrong as wrong:
        place.wrong(wrong.code, wrong.expected, found=wrong.found, nearest=wrong.nearest)
        return None


def pairs(place: Place, expected: Phrase) -> Iterator[tuple[str, Place, Place]]:
    """Name, place of the name and place of the value of each key in a group. Notes keys that come twice."""
    if not isinstance(place.node, yaml.MappingNode):
        raise Wrong("type", expected)
    lines: dict[str, int] = {}
    for key_node, value_node in place.node.value:
        key = place.under("?", key_node)
        name = key.text
        if name is None:
            key.wrong("type", Phrase("a key", "một khóa"))
            continue
        key = place.under(shown(name)[1:-1], key_node)
        if name in lines:
            first = Phrase(f"it once (it is on line {lines[name]})", f"một lần (đã có ở dòng {lines[name]})")
            key.wrong("duplicate-key", first, found=Phrase("the key again", "khóa lặp lại"))
            continue
        lines[name] = key_node.start_mark.line + 1
        yield name, key, place.under(shown(name)[1:-1], value_node)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or an empty string."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")
