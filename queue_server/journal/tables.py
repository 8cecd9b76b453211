"""The tables of a journal. Portable: SQLite here, PostgreSQL where there is more than one server.

`records` is keyed (centre, epoch, version): the key is the fence against a second writer. `epochs` says which epochs a
centre has had and where each one ends, so that a missing tail shows as well as a missing middle.
A change here needs a revision in `migrations/` (docs/decisions/0041); the DDL is pinned by a test.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"})

#: `ordinal` counts the epochs of a centre: the highest is the one in use. `at` is when it began.
epochs = Table(
    "epochs",
    metadata,
    Column("centre", String(64), primary_key=True),
    Column("epoch", String(32), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("centre", "ordinal"),
)

#: One row a record; see `base.Record`. On SQLite the rows lie in the order of the key, so that appending is one write.
records = Table(
    "records",
    metadata,
    Column("centre", String(64), primary_key=True),
    Column("epoch", String(32), primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("request", Text),
    Column("actor", Text),
    Column("hash", String(64), nullable=False),
    sqlite_with_rowid=False,
)

#: What else the servers of one centre share, where they share a database: files of the data folder, by their name.
documents = Table(
    "documents",
    metadata,
    Column("centre", String(64), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("body", Text, nullable=False),
)
