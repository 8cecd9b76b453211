"""What Alembic runs: on the connection a journal gives it or, for an engineer at the shell, on a scratch file."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine

from queue_server.journal.tables import metadata


def run(connection: Connection) -> None:
    # SQLite takes back a change of tables like any other, since our transactions begin with BEGIN.
    context.configure(
        connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url", ""), poolclass=NullPool)
    with engine.begin() as scratch:
        run(scratch)
