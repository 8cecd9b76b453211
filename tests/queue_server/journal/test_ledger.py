"""The statements on one connection: whose journal it is, where it ends, and who else wrote to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import IntegrityError

from queue_server.journal.base import Draft, JournalConflict, JournalCorrupt, JournalUnavailable, genesis
from queue_server.journal.ledger import Ledger
from queue_server.journal.schema import prepare
from queue_server.journal.sqlite import connect

SomeDrafts = Callable[[int], list[Draft]]


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    connection = connect(URL.create("sqlite", database=str(path)))
    with connection.begin():
        prepare(connection)
    yield connection
    connection.close()


@pytest.fixture
def change(connection: Connection) -> Callable[[str], None]:
    """Somebody else's statement on the same database."""

    def run(statement: str) -> None:
        with connection.begin():
            connection.execute(text(statement))

    return run


def test_the_first_epoch_begins_and_is_found_again(connection: Connection, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="queue_server.journal"):
        one = Ledger(connection, centre="kt-tp")
        other = Ledger(connection, centre="kt-tp")
    assert (one.epoch, one.head) == (other.epoch, other.head)
    assert len(one.epoch) == 16
    began = [record.__dict__ for record in caplog.records if getattr(record, "action", "") == "epoch_began"]
    assert [(record["centre"], record["epoch"]) for record in began] == [("kt-tp", one.epoch)]


def test_the_newest_epoch_is_used_and_the_older_kept(
    connection: Connection, some_drafts: SomeDrafts, change: Callable[[str], None]
) -> None:
    old = Ledger(connection, centre="kt-tp")
    written = old.write(some_drafts(2))
    start = genesis("kt-tp", "restored")
    change(f"INSERT INTO epochs SELECT centre, 'restored', 2, at, 0, '{start}' FROM epochs")
    new = Ledger(connection, centre="kt-tp")
    assert (new.epoch, new.head.version) == ("restored", 0)
    [first] = new.write(some_drafts(1))
    assert new.stretch(above=0, up_to=1) == [first]
    assert old.stretch(above=0, up_to=2) == list(written)


def test_another_centres_file_is_left_alone(connection: Connection) -> None:
    Ledger(connection, centre="kt-tp")
    with pytest.raises(JournalUnavailable, match="this is the journal of the centre 'kt-tp', not of 'kon-ray'"):
        Ledger(connection, centre="kon-ray")


def test_records_of_no_epoch_are_not_taken_for_a_new_journal(
    connection: Connection, some_drafts: SomeDrafts, change: Callable[[str], None]
) -> None:
    Ledger(connection, centre="kt-tp").write(some_drafts(1))
    change("DELETE FROM epochs")
    with pytest.raises(JournalCorrupt, match="nothing says of which epoch they are"):
        Ledger(connection, centre="kt-tp")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records WHERE version = 3",
        "DELETE FROM records",
        "UPDATE records SET hash = 'x' WHERE version = 3",
        "UPDATE records SET version = 4 WHERE version = 3",
        "UPDATE records SET centre = 'kon-ray'",
        "UPDATE records SET epoch = 'x'",
        "UPDATE epochs SET version = 2",
        "UPDATE epochs SET hash = 'x'",
        "UPDATE epochs SET epoch = 'x'",
    ],
)
def test_a_journal_that_does_not_end_where_it_should_is_corrupt(
    connection: Connection, some_drafts: SomeDrafts, change: Callable[[str], None], statement: str
) -> None:
    Ledger(connection, centre="kt-tp").write(some_drafts(3))
    change(statement)
    with pytest.raises(JournalCorrupt, match="the journal should end with record"):
        Ledger(connection, centre="kt-tp")


def test_a_stretch_that_is_not_whole_is_corrupt(
    connection: Connection, some_drafts: SomeDrafts, change: Callable[[str], None]
) -> None:
    ledger = Ledger(connection, centre="kt-tp")
    written = ledger.write(some_drafts(6))
    assert ledger.stretch(above=1, up_to=4) == list(written[1:4])
    change("DELETE FROM records WHERE version = 4")
    assert ledger.stretch(above=0, up_to=3) == list(written[:3])
    with pytest.raises(JournalCorrupt, match="record 4 is missing: the journal goes on to 6"):
        ledger.stretch(above=1, up_to=4)
    with pytest.raises(JournalCorrupt, match="record 4 is missing: the next one there is 5"):
        ledger.stretch(above=1, up_to=6)
    with pytest.raises(JournalCorrupt, match="record 4 is missing"):
        ledger.stretch(above=4, up_to=6)


def test_a_second_writer_meets_the_key(
    connection: Connection, some_drafts: SomeDrafts, change: Callable[[str], None]
) -> None:
    ledger = Ledger(connection, centre="kt-tp")
    ledger.write(some_drafts(1))
    change("INSERT INTO records SELECT centre, epoch, 2, at, kind, body, request, actor, hash FROM records")
    with pytest.raises(IntegrityError):
        ledger.write(some_drafts(3))
    assert ledger.head.version == 1


def test_a_second_writer_meets_the_head(
    connection: Connection, some_drafts: SomeDrafts, change: Callable[[str], None]
) -> None:
    ledger = Ledger(connection, centre="kt-tp")
    written = ledger.write(some_drafts(1))
    change("UPDATE epochs SET version = 2")
    with pytest.raises(JournalConflict, match="another server moved the end of the journal of 'kt-tp'"):
        ledger.write(some_drafts(3))
    assert ledger.head.version == 1
    assert ledger.stretch(above=0, up_to=1) == list(written)
    with connection.begin():
        assert connection.execute(text("SELECT count(*) FROM records")).scalar() == 1
