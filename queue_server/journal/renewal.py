"""Begins a new epoch with everything that the former one holds, chained anew; the former stays as evidence.

Needed where a journal is gone on with from a copy: what was written after the copy is lost here, and two histories
under one epoch could not be told apart.
"""

from __future__ import annotations

import secrets
import time

from sqlalchemy import Connection, func, insert, select

from queue_server.journal.base import Draft, genesis
from queue_server.journal.ledger import Ledger
from queue_server.journal.links import Head
from queue_server.journal.tables import epochs

#: Records copied in one transaction.
_STRETCH = 5_000


def renewed(connection: Connection, former: Ledger) -> Ledger:
    """The ledger of the new epoch. Raises `JournalCorrupt` where the former one's chain does not hold."""
    centre, epoch = former.centre, secrets.token_hex(8)
    empty = Head(0, genesis(centre, epoch))
    ordinals = select(func.max(epochs.c.ordinal)).where(epochs.c.centre == centre)
    with connection.begin():
        ordinal = connection.execute(ordinals).scalar_one() + 1
        connection.execute(
            insert(epochs).values(
                centre=centre,
                epoch=epoch,
                ordinal=ordinal,
                at=time.time_ns() // 1_000_000,
                version=empty.version,
                hash=empty.hash,
            )
        )
    ledger = Ledger(connection, centre=centre, shared=former.shared)
    for above in range(0, former.head.version, _STRETCH):
        records = former.stretch(above=above, up_to=min(above + _STRETCH, former.head.version))
        ledger.write([Draft(at=r.at, kind=r.kind, body=r.body, request=r.request, actor=r.actor) for r in records])
    return ledger
