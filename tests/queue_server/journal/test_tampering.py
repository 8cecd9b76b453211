"""Whatever is done to the file while the server is away shows when it comes back: nothing wrong is ever served.

Not found, because nothing in the file can show it: a journal rewritten to its end with all its hashes, and a file
replaced by an older copy of itself. For those there is the copy elsewhere.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.journal.base import Draft, JournalCorrupt, JournalError, Record
from queue_server.journal.sql import SqlJournal

RECORDS = 40


class Untouched:
    """A journal's file and what it holds. No dataclass, so that hypothesis does not print them."""

    def __init__(self, content: bytes, written: list[Record]) -> None:
        self.content = content
        self.written = written


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory, some_drafts: Callable[[int], list[Draft]]) -> Untouched:
    path = tmp_path_factory.mktemp("untouched") / "journal.sqlite"

    async def write() -> list[Record]:
        journal = await SqlJournal.open(path, centre="kt-tp")
        drafts = [
            Draft(at=draft.at, kind=draft.kind, body=draft.body * (1 + n % 9), request=draft.request, actor="kiosk-1")
            for n, draft in enumerate(some_drafts(RECORDS))
        ]
        written = await journal.append(drafts)
        await journal.close()
        return list(written)

    written = asyncio.run(write())
    return Untouched(path.read_bytes(), written)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[Record]]:
    """What a server reads from a file of these bytes, or its `JournalError`."""
    folder = tmp_path_factory.mktemp("served")

    async def read(path: Path) -> list[Record]:
        journal = await SqlJournal.open(path, centre="kt-tp")
        try:
            return [record async for record in journal.read()]
        finally:
            await journal.close()

    def serve(content: bytes) -> list[Record]:
        for left in folder.iterdir():
            left.unlink()
        path = folder / "journal.sqlite"
        path.write_bytes(content)
        return asyncio.run(read(path))

    return serve


def changed(folder: Path, content: bytes, *statements: str) -> bytes:
    """The file after somebody's statements."""
    path = folder / "changed.sqlite"
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA journal_mode = WAL")
    return path.read_bytes()


def test_an_untouched_file_is_served(
    untouched: Untouched, served: Callable[[bytes], list[Record]], tmp_path: Path
) -> None:
    content, written = untouched.content, untouched.written
    assert served(content) == written
    assert served(changed(tmp_path, content)) == written


@pytest.mark.parametrize("version", [1, 17, RECORDS])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET at = at + 1 WHERE version = {v}",
        "UPDATE records SET at = CAST(at AS TEXT) || '.5' WHERE version = {v}",
        "UPDATE records SET kind = 'ticket_taken' WHERE version = {v}",
        "UPDATE records SET body = replace(body, 'A', 'B') WHERE version = {v}",
        "UPDATE records SET body = CAST(body AS BLOB) WHERE version = {v} AND body IS NOT CAST(body AS BLOB)",
        "UPDATE records SET body = CAST(x'ff41' AS TEXT) WHERE version = {v}",
        "UPDATE records SET request = request || ' ' WHERE version = {v}",
        "UPDATE records SET request = NULL WHERE version = {v}",
        "UPDATE records SET actor = '' WHERE version = {v}",
        "UPDATE records SET hash = upper(hash) WHERE version = {v}",
        "UPDATE records SET version = version + 1000 WHERE version = {v}",
        "UPDATE records SET version = -version WHERE version = {v}",
        "UPDATE records SET epoch = 'another' WHERE version = {v}",
        "UPDATE records SET centre = 'another' WHERE version = {v}",
        "DELETE FROM records WHERE version = {v}",
        "DELETE FROM records WHERE version >= {v}",
        "DELETE FROM records WHERE version <= {v}",
        "INSERT INTO records SELECT centre, epoch, 1000, at, kind, body, request, actor, hash FROM records "
        "WHERE version = {v}",
    ],
)
def test_a_changed_row_shows(
    untouched: Untouched, served: Callable[[bytes], list[Record]], tmp_path: Path, change: str, version: int
) -> None:
    content = untouched.content
    with pytest.raises(JournalCorrupt):
        served(changed(tmp_path, content, change.format(v=version)))


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_two_rows_that_changed_places_show(
    untouched: Untouched,
    served: Callable[[bytes], list[Record]],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    content = untouched.content
    places = st.sets(st.integers(min_value=1, max_value=RECORDS), min_size=2, max_size=2)
    one, other = sorted(data.draw(places))
    swap = [
        f"UPDATE records SET version = -1 WHERE version = {one}",
        f"UPDATE records SET version = {one} WHERE version = {other}",
        f"UPDATE records SET version = {other} WHERE version = -1",
    ]
    with pytest.raises(JournalCorrupt):
        served(changed(tmp_path_factory.mktemp("swapped"), content, *swap))


@given(
    turned=st.dictionaries(st.integers(min_value=0), st.integers(min_value=1, max_value=255), min_size=1, max_size=8)
)
@settings(max_examples=100, deadline=None)
def test_a_disk_that_turns_bits_is_found_out_or_did_no_harm(
    untouched: Untouched, served: Callable[[bytes], list[Record]], turned: dict[int, int]
) -> None:
    content, written = untouched.content, untouched.written
    torn = bytearray(content)
    for place, bits in turned.items():
        torn[place % len(torn)] ^= bits
    try:
        found = served(bytes(torn))
    except JournalError:
        return
    assert found == written


@given(start=st.integers(min_value=0), length=st.integers(min_value=1), cut=st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_file_cut_short_or_written_over_is_found_out_or_did_no_harm(
    untouched: Untouched, served: Callable[[bytes], list[Record]], start: int, length: int, cut: bool
) -> None:
    content, written = untouched.content, untouched.written
    # An empty file cannot be told from a new one: its epoch is new, which clients and the hub notice.
    start = 1 + start % (len(content) - 1)
    end = min(start + length, len(content))
    try:
        found = served(content[:start] if cut else content[:start] + bytes(end - start) + content[end:])
    except JournalError:
        return
    assert found == written
