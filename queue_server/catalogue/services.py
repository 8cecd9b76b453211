"""The services that a centre offers: which procedures its levels allow, their shares, letters and journeys."""

from __future__ import annotations

from collections.abc import Sequence

from queue_server.catalogue import authorities, schema
from queue_server.catalogue.layers import NEIGHBOURS, OFFERS, Layers
from queue_server.catalogue.place import Located, nearest
from queue_server.catalogue.problems import Phrase, same, shown
from queue_server.catalogue.schema import ID, NAME, PROCEDURES, Ids
from queue_server.catalogue.table import Row
from queue_server.catalogue.values import CLEAR_PREFIXES, RHYMING_PREFIXES
from queue_server.core.plan import Neighbour, Procedure, Service

#: What the kiosk can draw.
ICONS = (
    *("info", "box", "family", "stamp", "hands", "medal", "map", "lock", "crane", "shop", "coin", "chart", "card"),
    *("globe", "leaf", "car", "truck", "helmet", "cross", "book", "bolt", "wheat", "mask", "flag", "mail", "wheel"),
)


def offered(layers: Layers) -> dict[str, Row]:
    """The rows of the services that this centre offers, in the order of the kiosk's tiles."""
    known = layers.services()
    if not layers.has(OFFERS):
        return known
    return {item.value: known[item.value] for item in existing(layers[OFFERS], known, layers)}


def existing(ids: Ids, known: dict[str, Row], layers: Layers) -> list[Located[str]]:
    """Those of `ids` that are services; notes the others."""
    found: list[Located[str]] = []
    for item in ids:
        if item.value in known:
            found.append(item)
        elif layers.services_known():
            unknown_service(item, known)
    return found


def unknown_service(item: Located[str], known: dict[str, Row]) -> None:
    near = nearest(item.value, known)
    expected = Phrase(f"a service: {_listed(known)}", f"một lĩnh vực: {_listed(known)}")
    item.place.wrong("unknown-service", expected, nearest=near)


def build(rows: dict[str, Row], layers: Layers, *, accepted: Sequence[str]) -> tuple[Service, ...]:
    """The services of the plan. `accepted` are the levels whose procedures the centre takes; empty if not known."""
    _judge_prefixes(rows)
    return tuple(
        Service(
            id=row[ID],
            prefix=row[schema.PREFIX],
            names=row[NAME],
            icon=_icon(row),
            receives=row[schema.RECEIVES_DOSSIERS],
            procedures=_procedures(row, rows, layers, accepted=accepted),
            quota=row[schema.QUOTA] if row.has(schema.QUOTA) else None,
        )
        for row in rows.values()
    )


def _procedures(
    service: Row, rows: dict[str, Row], layers: Layers, *, accepted: Sequence[str]
) -> tuple[Procedure, ...]:
    taken = [
        row for row in service[PROCEDURES] if not accepted or any(name in accepted for name in row[schema.LEVELS_OF])
    ]
    if not taken and service.has(PROCEDURES) and service.at(PROCEDURES).sound():
        listed = ", ".join(accepted)
        expected = Phrase(f"a procedure of level {listed}", f"thủ tục thuộc cấp {listed}")
        none = Phrase("no procedure that this centre accepts", "không có thủ tục nào trung tâm này tiếp nhận")
        service.at(PROCEDURES).wrong("no-procedure", expected, found=none)
    total = sum(row[schema.SHARE] for row in taken)
    return tuple(
        Procedure(
            id=row[ID],
            names=row[NAME],
            minutes=row[schema.MINUTES],
            p90=row[schema.P90],
            share=row[schema.SHARE] / total if total else 1 / len(taken),
            code=row[schema.CODE] or None,
            papers=row[schema.PAPERS],
            fee=row[schema.FEE] if row.has(schema.FEE) else None,
            legs=_legs(row, rows, layers),
            next_day_after=row[schema.NEXT_DAY_AFTER] if row.has(schema.NEXT_DAY_AFTER) else None,
            levels=tuple(name for name in row[schema.LEVELS_OF] if not accepted or name in accepted),
            decides=authorities.known(row[schema.DECIDES], layers),
        )
        for row in taken
    )


def _legs(row: Row, rows: dict[str, Row], layers: Layers) -> tuple[str, ...]:
    """The further stops in this centre. A stop that the centre does not offer is made elsewhere, another day."""
    legs = existing(row[schema.LEGS], layers.services(), layers)
    return tuple(leg.value for leg in legs if leg.value in rows)


def _icon(row: Row) -> str:
    icon = row[schema.ICON]
    if icon not in ICONS:
        drawn = Phrase(f"an icon that the kiosk draws: {', '.join(ICONS)}", f"biểu tượng kiosk có: {', '.join(ICONS)}")
        row.at(schema.ICON).wrong("unknown-icon", drawn, nearest=nearest(icon, ICONS), warning=True)
    return icon


def _judge_prefixes(rows: dict[str, Row]) -> None:
    used: dict[str, str] = {}
    free = [letter for letter in CLEAR_PREFIXES if letter not in {row[schema.PREFIX] for row in rows.values()}]
    letters = ", ".join(free) or "E, I, O, U, Y"
    for name, row in rows.items():
        letter = row[schema.PREFIX]
        if not letter:
            continue
        at = row.at(schema.PREFIX)
        if letter in used:
            taken = Phrase(f"{shown(letter)}, which {used[letter]} has", f"{shown(letter)}, đã dùng cho {used[letter]}")
            another = Phrase(f"a letter of its own, such as {letters}", f"chữ cái riêng, ví dụ {letters}")
            at.wrong("duplicate-prefix", another, found=taken)
        elif letter in RHYMING_PREFIXES and free:
            clear = Phrase(
                f"a letter that does not rhyme with others over a loudspeaker: {letters}",
                f"chữ cái dễ nghe trên loa, không trùng vần ê: {letters}",
            )
            at.wrong("rhyming-prefix", clear, warning=True)
        used.setdefault(letter, name)


def procedures_are_unique(rows: dict[str, Row]) -> None:
    """A ticket names its procedure by id alone."""
    first: dict[str, str] = {}
    for name, service in rows.items():
        for row in service[PROCEDURES]:
            if row.has(ID) and row[ID] in first:
                own = Phrase("an id of its own", "mã riêng")
                row.at(ID).wrong("duplicate", own, found=same(f"{shown(row[ID])} ({first[row[ID]]})"))
            first.setdefault(row[ID], name)


def neighbours(layers: Layers, rows: dict[str, Row]) -> tuple[Neighbour, ...]:
    """Where else procedures of this centre are accepted. Notes those that no service here has."""
    known = {row[ID]: row for service in rows.values() for row in service[PROCEDURES] if row.has(ID)}
    for item in (item for row in layers[NEIGHBOURS] for item in row[schema.ACCEPTS]):
        if item.value not in known and layers.services_known():
            expected = Phrase("a procedure of a service offered here", "một thủ tục thuộc lĩnh vực tiếp nhận tại đây")
            item.place.wrong("unknown-procedure", expected, nearest=nearest(item.value, known))
    return tuple(
        Neighbour(
            id=row[ID],
            names=row[NAME],
            procedures=tuple(item.value for item in row[schema.ACCEPTS]),
            address=row[schema.THERE] if row.has(schema.THERE) else None,
            hotline=row[schema.CALL] or None,
        )
        for row in layers[NEIGHBOURS]
    )


def _listed(known: dict[str, Row]) -> str:
    return ", ".join(known) or "–"
