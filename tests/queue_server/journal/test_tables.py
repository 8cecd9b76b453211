"""The tables of this release, word for word. Whoever changes them adds a revision in journal/migrations."""

from __future__ import annotations

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from queue_server.journal.tables import metadata

EPOCHS = """
CREATE TABLE epochs (
	centre VARCHAR(64) NOT NULL,
	epoch VARCHAR(32) NOT NULL,
	ordinal INTEGER NOT NULL,
	at BIGINT NOT NULL,
	version BIGINT NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_epochs PRIMARY KEY (centre, epoch),
	CONSTRAINT uq_epochs_centre_ordinal UNIQUE (centre, ordinal)
)"""
DOCUMENTS = """
CREATE TABLE documents (
	centre VARCHAR(64) NOT NULL,
	name VARCHAR(128) NOT NULL,
	body TEXT NOT NULL,
	CONSTRAINT pk_documents PRIMARY KEY (centre, name)
)"""
RECORDS = """
CREATE TABLE records (
	centre VARCHAR(64) NOT NULL,
	epoch VARCHAR(32) NOT NULL,
	version BIGINT NOT NULL,
	at BIGINT NOT NULL,
	kind VARCHAR(64) NOT NULL,
	body TEXT NOT NULL,
	request TEXT,
	actor TEXT,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_records PRIMARY KEY (centre, epoch, version)
)"""


def ddl(dialect: Dialect) -> list[str]:
    texts = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    return ["\n".join(line.rstrip() for line in text.rstrip().splitlines()) for text in texts]


def test_the_tables_on_sqlite() -> None:
    assert ddl(sqlite.dialect()) == [DOCUMENTS, EPOCHS, RECORDS + "\n WITHOUT ROWID"]


def test_the_tables_on_postgresql() -> None:
    assert ddl(postgresql.dialect()) == [DOCUMENTS, EPOCHS, RECORDS]
