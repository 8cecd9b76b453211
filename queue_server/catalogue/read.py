"""Reading a centre's or a province's file: the way in for everybody else.

read     the centres of a file, or `CatalogueErrors` with every problem
check    every problem and warning of a file, for the person who edits it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from queue_server.catalogue import centre, source
from queue_server.catalogue.centre import Centre
from queue_server.catalogue.layers import (
    CENTRE,
    CENTRE_FILE,
    CENTRES,
    DESKS,
    KIND,
    PROVINCE,
    PROVINCE_FILE,
    SHARED,
    Layers,
)
from queue_server.catalogue.place import Place
from queue_server.catalogue.problems import CatalogueErrors, Phrase, Problem, by_severity
from queue_server.catalogue.table import Row


@dataclass(frozen=True, slots=True)
class CentreFile:
    """A file that can be used: its centres, and what is worth thinking about."""

    path: Path
    centres: tuple[Centre, ...]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What one reading found: problems in the order of the files, and the top-level keys of each file."""

    problems: tuple[Problem, ...]
    centres: tuple[Centre, ...]
    keys: dict[str, tuple[str, ...]]

    @property
    def usable(self) -> bool:
        return all(problem.warning for problem in self.problems)


def read(path: Path) -> CentreFile:
    """The centres of the file at `path`, ready to be adopted.

    Raises `CatalogueErrors` with all problems if there is any; show them to the person who edits the file.
    """
    findings = examine(path)
    if not findings.usable:
        raise CatalogueErrors(problem for problem in findings.problems if not problem.warning)
    return CentreFile(path, findings.centres, findings.problems)


def check(path: Path) -> list[Problem]:
    """Every problem and warning of the file at `path`, and of the province's file that it shares."""
    return list(examine(path).problems)


def examine(path: Path) -> Findings:
    """Read the file as far as it can be read. Never raises for what a file may hold."""
    return _found(_Reading(path))


def examine_text(text: str, *, name: str) -> Findings:
    """Read a text that somebody has sent as if it were a file of that name, which shares with no other."""
    return _found(_Reading(Path(name), text=text))


def _found(reading: _Reading) -> Findings:
    centres = tuple(centre.build(layers) for layers in reading.centres())
    problems = _tidied(reading.problems, english=not centres or any("en" in each.plan.languages for each in centres))
    return Findings(problems, centres if all(problem.warning for problem in problems) else (), reading.keys)


class _Reading:
    def __init__(self, path: Path, *, text: str | None = None) -> None:
        self.path, self.text = path, text
        self.problems: list[Problem] = []
        self.keys: dict[str, tuple[str, ...]] = {}

    def centres(self) -> list[Layers]:
        place, broken = self._open(self.path)
        if place is None:
            return []
        if _kind(place) == PROVINCE:
            province = PROVINCE_FILE.read(place, broken=broken)
            return [Layers(row, province) for row in province[CENTRES]]
        own = CENTRE_FILE.read(place, broken=broken)
        if not own.has(SHARED) and not own.unusable(SHARED):
            return [Layers(own, None)]
        shared = self._shared(own) if own.has(SHARED) else None
        # Without the province's part, most of what could be said about the centre would be untrue.
        return [Layers(own, shared)] if shared else []

    def _shared(self, own: Row) -> Row | None:
        at = own.at(SHARED)
        path = self.path.parent / own[SHARED]
        if self.text is not None or not path.is_file():
            at.wrong("no-file", Phrase("a province's file in the same folder", "tệp của tỉnh trong cùng thư mục"))
            return None
        place, broken = self._open(path)
        if place is None:
            return None
        if _kind(place) != PROVINCE:
            at.wrong("not-a-province", Phrase("a file of kind: province", "tệp có kind: province"))
            return None
        return PROVINCE_FILE.read(place, broken=broken)

    def _open(self, path: Path) -> tuple[Place | None, frozenset[str]]:
        if self.text is not None and path == self.path:
            found = source.parse(str(path), self.text, problems=self.problems)
        else:
            found = source.load(path, problems=self.problems)
        if found.root is None:
            self.keys[str(path)] = ()
            return None, found.broken
        names = [key.value for key, _ in found.root.value if isinstance(key, yaml.ScalarNode)]
        self.keys[str(path)] = tuple(dict.fromkeys([*names, *sorted(found.broken)]))
        return Place(str(path), "", found.root, self.problems), found.broken


def _kind(place: Place) -> str:
    """What kind of file it is, before its keys are judged; told by the other keys if `kind` does not say."""
    named = {key.value: value for key, value in place.node.value if isinstance(key, yaml.ScalarNode)}
    said = named.get(KIND.name)
    if isinstance(said, yaml.ScalarNode) and said.value in (CENTRE, PROVINCE):
        return str(said.value)
    return CENTRE if DESKS.name in named and CENTRES.name not in named else PROVINCE


def _tidied(problems: Iterable[Problem], *, english: bool) -> tuple[Problem, ...]:
    """Each problem once, in reading order; a centre that speaks no English is not asked for it."""
    wanted = (problem for problem in problems if english or problem.code != "english-missing")
    return tuple(sorted(dict.fromkeys(wanted), key=by_severity))
