"""The boards of a centre, and how calls are spoken: by the centre, and by a board that has its own manner."""

from __future__ import annotations

from dataclasses import replace

from queue_server.catalogue import board_schema as schema
from queue_server.catalogue import layers as sections
from queue_server.catalogue.layers import Layers
from queue_server.catalogue.place import nearest
from queue_server.catalogue.problems import one_of
from queue_server.catalogue.schema import ID, Ids
from queue_server.catalogue.services import existing
from queue_server.catalogue.table import Row
from queue_server.core.plan import Board, Slide, Speech


def speech(layers: Layers, languages: tuple[str, ...]) -> Speech:
    """How the centre speaks."""
    row = layers.group(sections.SPEECH)
    centre = Speech(
        languages=_spoken(row[schema.SPOKEN], languages) or languages,
        zero_tens=row[schema.ZERO_TENS],
        thousand=row[schema.THOUSAND],
        padded=row[schema.PADDED],
        desk_word=row[schema.DESK_WORD],
        repeat_last=row[schema.REPEAT],
    )
    return _in_manner(centre, row)


def boards(layers: Layers, offered: dict[str, Row], languages: tuple[str, ...], *, speech: Speech) -> tuple[Board, ...]:
    """The boards of the plan; one with a manner of speaking of its own has the centre's for what it leaves out."""
    return tuple(_board(row, layers, offered, languages, speech) for row in layers[sections.BOARDS])


def _board(row: Row, layers: Layers, offered: dict[str, Row], languages: tuple[str, ...], centre: Speech, /) -> Board:
    own = row[schema.SPEAKS]
    return Board(
        id=row[ID],
        services=tuple(item.value for item in existing(row[schema.SHOWS], offered, layers)),
        desks=_standing(row, layers),
        hall=row[schema.HALL],
        panels=schema.panels(row),
        languages=_spoken(row[schema.HEARD_IN], languages),
        ticker=row[schema.TICKER] if row.has(schema.TICKER) else None,
        speech=None if own is None else _in_manner(centre, own),
        media=tuple(_slide(each) for each in row[schema.MEDIA]),
    )


def _in_manner(speech: Speech, row: Row) -> Speech:
    """This speech with what a row says of it."""
    return replace(
        speech,
        repeat=row[schema.REPEAT] if row.has(schema.REPEAT) else speech.repeat,
        repeat_last=row[schema.REPEAT_LAST] if row.has(schema.REPEAT_LAST) else speech.repeat_last,
        accent=row[schema.ACCENT] if row.has(schema.ACCENT) else speech.accent,
        rate=row[schema.RATE] if row.has(schema.RATE) else speech.rate,
        chime=row[schema.CHIME] if row.has(schema.CHIME) else speech.chime,
        quiet=tuple(item.value for item in row[schema.QUIET]) if row.has(schema.QUIET) else speech.quiet,
    )


def _slide(row: Row) -> Slide:
    return Slide(
        file=row[schema.FILE],
        words=row[schema.WORDS] if row.has(schema.WORDS) else None,
        seconds=row[schema.SECONDS],
        first=row[schema.FROM],
        last=row[schema.UNTIL],
        windows=tuple(item.value for item in row[schema.AT_HOURS]),
    )


def _spoken(items: Ids, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Languages in order. Notes those that the centre has not."""
    for item in items:
        if item.value not in languages:
            item.place.wrong("unknown-word", one_of(languages))
    return tuple(item.value for item in items)


def _standing(row: Row, layers: Layers) -> tuple[str, ...]:
    """The desks of a board. Notes those that the centre has not."""
    known = [desk[ID] for desk in layers[sections.DESKS]]
    for item in row[schema.AT_DESKS]:
        if item.value not in known and layers.has(sections.DESKS) and layers.at(sections.DESKS).sound():
            item.place.wrong("unknown-desk", one_of(known), nearest=nearest(item.value, known))
    return tuple(item.value for item in row[schema.AT_DESKS])
