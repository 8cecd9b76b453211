"""What is different between two documents of a centre, field by field, in an order that people can follow.

Items of a list that have an id are compared with those of the same id, wherever they stand. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import msgspec

from queue_server.catalogue.document import Document
from queue_server.catalogue.schema import ID
from queue_server.core.plan import Words

#: A key of the document, or the title of an item of a list.
Step = str | Words


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`before` None: it was added; `after` None: it is gone. With `moved` only the order of a list is another."""

    where: tuple[Step, ...]
    before: str | None = None
    after: str | None = None
    moved: bool = False


def changes(before: Document, after: Document) -> list[Change]:
    """From one document to another."""
    return list(_compared(before, after, ()))


def _compared(before: object, after: object, where: tuple[Step, ...]) -> Iterator[Change]:
    if before == after or (_nothing(before) and _nothing(after)):
        return
    if _is_group(before) and _is_group(after):
        for key in before | after:
            yield from _compared(before.get(key), after.get(key), (*where, key))
    elif _has_items(before) and _has_items(after):
        yield from _in_lists(before, after, where)
    else:
        yield Change(where=where, before=_said(before), after=_said(after))


def _in_lists(before: list[Document], after: list[Document], where: tuple[Step, ...]) -> Iterator[Change]:
    former, present = _by_key(before), _by_key(after)
    for key, item in former.items():
        if key not in present:
            yield Change(where=where, before=_text(_title(item, key)))
    for key, item in present.items():
        if key not in former:
            yield Change(where=where, after=_text(_title(item, key)))
        else:
            yield from _compared(former[key], item, (*where, _title(item, key)))
    if [each for each in former if each in present] != [each for each in present if each in former]:
        yield Change(where=where, moved=True)


def _by_key(items: list[Document]) -> dict[str, Document]:
    """By id, or by place where items have none."""
    return {str(each.get(ID.name) or place): each for place, each in enumerate(items, start=1)}


def _title(item: Document, key: str) -> Step:
    name = item.get("name") or item.get("place")
    return name if isinstance(name, dict | str) and name else key


def _said(value: object) -> str | None:
    """A value in one line; None for nothing."""
    if _nothing(value):
        return None
    if isinstance(value, dict):
        named = value.get("name") or value.get(ID.name)
        return _text(named) if named else " · ".join(_text(each) for each in value.values())
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    return str(value)


def _text(value: object) -> str:
    return _said(value) or "–"


def _nothing(value: object) -> bool:
    return value in (None, "", [], {})


def _is_group(value: object) -> TypeGuard[Document]:
    return isinstance(value, dict) and "vi" not in value


def _has_items(value: object) -> TypeGuard[list[Document]]:
    """A list of groups, with whatever keys they have."""
    return isinstance(value, list) and bool(value) and all(_is_group(each) for each in value)
