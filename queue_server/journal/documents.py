"""Documents that the servers of one centre share in their database, by name. What is in them is not its matter."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from queue_server.journal.tables import documents


def kept(connection: Connection, *, centre: str) -> dict[str, str]:
    """All documents of a centre."""
    mine = select(documents.c.name, documents.c.body).where(documents.c.centre == centre)
    with connection.begin():
        return {row.name: row.body for row in connection.execute(mine)}


def keep(connection: Connection, *, centre: str, name: str, body: str) -> None:
    """Put a document in the place of the one that had its name."""
    this = (documents.c.centre == centre) & (documents.c.name == name)
    with connection.begin():
        connection.execute(delete(documents).where(this))
        connection.execute(insert(documents).values(centre=centre, name=name, body=body))
