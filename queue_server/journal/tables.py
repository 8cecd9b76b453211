"""The tables of a journal, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, PrimaryKeyConstraint, String, Table, Text

metadata = MetaData()

epochs = Table(
    "epochs",
    metadata,
    Column("centre", String(64), primary_key=True),
    Column("epoch", String(32), nullable=False),
)

records = Table(
    "records",
    metadata,
    Column("centre", String(64), nullable=False),
    Column("epoch", String(32), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("request", String(64)),
    Column("actor", String(64)),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("centre", "epoch", "version"),
    sqlite_with_rowid=False,
)
