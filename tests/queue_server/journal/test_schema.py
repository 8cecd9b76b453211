"""A database is brought to this release's tables: from nothing, from an older release, never from others'."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import OperationalError

import queue_server.journal
from queue_server.journal.base import JournalUnavailable
from queue_server.journal.schema import HEAD, prepare
from queue_server.journal.sqlite import begin_change_of_tables, connect

MIGRATIONS = Path(queue_server.journal.__file__).parent / "migrations"


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    """In a transaction that has begun."""
    connection = connect(URL.create("sqlite", database=str(path)))
    with connection.begin() as transaction:
        begin_change_of_tables(connection)
        yield connection
        if transaction.is_active:
            transaction.rollback()
    connection.close()


def schema(connection: Connection) -> dict[str, list[str]]:
    """Each table's text, in words, so that blanks do not matter."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))
    return {row.name: row.sql.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split() for row in rows}


def stamp_as(connection: Connection, revision: str | None) -> None:
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    if revision is not None:
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_empty_database_gets_the_tables(connection: Connection) -> None:
    prepare(connection)
    assert set(schema(connection)) == {"alembic_version", "documents", "epochs", "records"}
    assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_preparing_twice_changes_nothing(connection: Connection) -> None:
    prepare(connection)
    before = schema(connection)
    prepare(connection)
    assert schema(connection) == before


def test_an_older_database_is_upgraded_to_the_same_tables(
    connection: Connection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Every revision from the first is run; what they come to is what a new database gets."""
    stamp_as(connection, None)
    with caplog.at_level(logging.INFO, logger="queue_server.journal"):
        prepare(connection)
    assert "journal_upgraded" in [getattr(record, "action", "") for record in caplog.records]
    assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]

    fresh = connect(URL.create("sqlite", database=str(tmp_path / "fresh.sqlite")))
    with fresh.begin():
        prepare(fresh)
        wanted, found = schema(fresh), schema(connection)
    fresh.close()
    names = ("documents", "epochs", "records")
    assert {name: found[name] for name in names} == {name: wanted[name] for name in names}


def test_our_stamp_is_the_one_alembic_makes(connection: Connection) -> None:
    from alembic.runtime.migration import MigrationContext

    prepare(connection)
    ours = schema(connection)["alembic_version"]
    connection.execute(text("DROP TABLE alembic_version"))
    MigrationContext.configure(connection)._ensure_version_table()
    assert schema(connection)["alembic_version"] == ours


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(path: Path) -> None:
    """A table in the way of the first revision: nothing of the revision stays, the stamp neither."""
    url = URL.create("sqlite", database=str(path))
    connection = connect(url)
    with connection.begin():
        stamp_as(connection, None)
        connection.execute(text("CREATE TABLE records (a INTEGER)"))
    with connection.begin():
        before = schema(connection)
    transaction = connection.begin()
    begin_change_of_tables(connection)
    with pytest.raises(OperationalError, match="records already exists"):
        prepare(connection)
    transaction.rollback()
    with connection.begin():
        assert schema(connection) == before
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 0
    connection.close()


def test_a_newer_database_is_left_alone(connection: Connection) -> None:
    stamp_as(connection, "9999")
    before = schema(connection)
    with pytest.raises(JournalUnavailable, match=r"written by a newer release, use that one: .*9999"):
        prepare(connection)
    assert schema(connection) == before


def test_another_programs_database_is_left_alone(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE songs (title TEXT)"))
    with pytest.raises(JournalUnavailable, match="this database is not a journal: it holds songs"):
        prepare(connection)
    assert set(schema(connection)) == {"songs"}
