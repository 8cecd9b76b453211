"""Takes the content out of records whose time is over: kind, content, request and actor go, place and hash stay.

Which records those are, and what is told of them first, is not its matter.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, String, cast, literal, update

from queue_server.journal.base import ERASED
from queue_server.journal.tables import records

#: Records looked at in one transaction, while others wait to write.
STRETCH = 5_000


def erase(connection: Connection, *, centre: str, epoch: str, above: int, up_to: int, kept: Collection[str]) -> int:
    """Erase what lies between and is of no `kept` kind; gives how many records that were."""
    time = literal('{"at":') + cast(records.c.at, String) + literal("}")
    mine = (records.c.centre == centre) & (records.c.epoch == epoch)
    between = (records.c.version > above) & (records.c.version <= up_to)
    gone = mine & between & records.c.kind.not_in([*kept, ERASED])
    with connection.begin():
        done = connection.execute(update(records).where(gone).values(kind=ERASED, body=time, request=None, actor=None))
    return done.rowcount
