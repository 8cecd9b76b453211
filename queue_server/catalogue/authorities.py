"""Who receives and who decides: the bodies of a province that dossiers go to, whatever the boundary."""

from __future__ import annotations

from queue_server.catalogue import schema
from queue_server.catalogue.layers import AUTHORITIES, AUTHORITY, Layers
from queue_server.catalogue.place import Place, nearest
from queue_server.catalogue.problems import Phrase, one_of
from queue_server.catalogue.schema import ID, NAME, Ids
from queue_server.core.plan import Authority


def build(layers: Layers) -> tuple[Authority, ...]:
    return tuple(
        Authority(
            id=row[ID],
            names=row[NAME],
            level=row[schema.AUTHORITY_LEVEL],
            code=row[schema.AUTHORITY_CODE] or None,
        )
        for row in layers[AUTHORITIES]
    )


def own(layers: Layers) -> str:
    """The authority whose dossiers are received at this centre; "" where the file names none."""
    named = layers[AUTHORITY]
    if named:
        _judge(named, layers.at(AUTHORITY), layers)
    return named


def known(named: Ids, layers: Layers) -> tuple[str, ...]:
    """The ids in `named`. Notes those that are no authority."""
    for item in named:
        _judge(item.value, item.place, layers)
    return tuple(item.value for item in named)


def _judge(name: str, place: Place, layers: Layers) -> None:
    there = {row[ID]: row for row in layers[AUTHORITIES]}
    if name not in there and not layers.unusable(AUTHORITIES):
        nothing = Phrase("an authority of the list 'authorities'", "một cơ quan trong danh sách 'authorities'")
        place.wrong("unknown-authority", one_of(there) if there else nothing, nearest=nearest(name, there))
