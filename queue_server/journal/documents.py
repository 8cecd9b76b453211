"""Documents that the servers of one centre share in their database, by name. What is in them is not its matter."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from queue_server.journal.tables import documents


def names(connection: Connection, *, centre: str) -> list[str]:
    """The names of all documents of a centre."""
    with connection.begin():
        mine = select(documents.c.name).where(documents.c.centre == centre).order_by(documents.c.name)
        return list(connection.execute(mine).scalars())


def kept(connection: Connection, *, centre: str, name: str) -> str | None:
    """The document of this name, if there is one."""
    with connection.begin():
        return connection.execute(select(documents.c.body).where(_this(centre, name))).scalar()


def keep(connection: Connection, *, centre: str, name: str, body: str) -> None:
    """Put a document in the place of the one that had its name."""
    with connection.begin():
        connection.execute(delete(documents).where(_this(centre, name)))
        connection.execute(insert(documents).values(centre=centre, name=name, body=body))


def forget(connection: Connection, *, centre: str, name: str) -> None:
    """Take a document away."""
    with connection.begin():
        connection.execute(delete(documents).where(_this(centre, name)))


def _this(centre: str, name: str) -> ColumnElement[bool]:
    return (documents.c.centre == centre) & (documents.c.name == name)
