"""Brings a database to the tables of this release: makes them in an empty one, upgrades those of an older release.

It does not know where the database is or how it is locked; it works in the transaction it is given.
"""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, func, insert, inspect, select

from queue_server.journal.base import JournalUnavailable
from queue_server.journal.tables import metadata

logger = logging.getLogger(__name__)

#: The newest revision in `migrations/versions`.
HEAD = "0002"

#: Alembic's own table, as Alembic makes it. Written here so that a server that upgrades nothing need not load Alembic.
_stamps = MetaData(naming_convention={"pk": "%(table_name)s_pkc"})
_stamp = Table("alembic_version", _stamps, Column("version_num", String(32), primary_key=True))


def prepare(connection: Connection) -> None:
    """Make or upgrade the tables. Raises `JournalUnavailable` for a database that is not ours or is newer than us."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        metadata.create_all(connection)
        _stamps.create_all(connection)
        connection.execute(insert(_stamp).values(version_num=HEAD))
    elif _stamp.name not in tables:
        raise JournalUnavailable(f"this database is not a journal: it holds {', '.join(sorted(tables))}")
    elif connection.execute(select(func.max(_stamp.c.version_num))).scalar() != HEAD:
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise JournalUnavailable(f"this journal was written by a newer release, use that one: {error}") from error
    logger.info("The journal's tables are now at %s", HEAD, extra={"action": "journal_upgraded", "revision": HEAD})
