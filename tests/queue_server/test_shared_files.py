"""Two data folders and one database: whoever takes over lets in whom the other let in, by the same configuration."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server.catalogue.versions import Versions
from queue_server.journal.base import JournalUnavailable
from queue_server.journal.sql import SqlJournal
from queue_server.protocol.messages import Role
from queue_server.shared_files import SharedFiles
from queue_server.web.access import FILE, Access


class Node:
    """A server's data folder. `serves` once it has the journal."""

    def __init__(self, folder: Path, journal: SqlJournal) -> None:
        self.folder = folder
        self.access = Access(folder / FILE, clock=lambda: 0.0)
        self.versions = Versions(folder)
        self.files = SharedFiles(journal, folder)

    def knows(self, token: str) -> bool:
        return self.access.device("k1", role=Role.KIOSK, token=token)


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[SqlJournal]:
    opened = await SqlJournal.open(tmp_path / "journal.sqlite", centre="c")
    yield opened
    await opened.close()


async def test_people_devices_and_configuration_come_along(tmp_path: Path, journal: SqlJournal) -> None:
    first = Node(tmp_path / "a", journal)
    await first.files.bring()
    token = first.access.add_device("k1", role=Role.KIOSK)
    first.access.add_officer("an", pin="246810", display="An")
    cookie = first.access.open_session("an")
    for text in ("one", "two"):
        first.versions.add(text, at=0, by="quan", note="")
    words = first.folder / "words" / "xo.toml"
    words.parent.mkdir()
    words.write_text("[pack]\n", "utf-8")
    await first.files.share()
    second = Node(tmp_path / "b", journal)
    second.access.add_officer("nobody", pin="246810", display="who was here alone")
    await second.files.bring()
    assert second.knows(token)
    found = second.access.officer(cookie)
    assert found is not None
    assert found.name == "an", "and nobody has to sign in again"
    latest = second.versions.latest()
    assert latest is not None
    assert latest.text == "two"
    assert (second.folder / "words" / "xo.toml").read_text("utf-8") == "[pack]\n"
    assert "nobody" in (second.folder / f"{FILE}.before").read_text(), "what was here is not thrown away"
    assert (second.folder / FILE).stat().st_mode & 0o077 == 0
    second.access.remove_device("k1")
    await second.files.share()
    await Node(tmp_path / "a", journal).files.bring()
    assert not first.knows(token), "a key that was taken back there is not good here"


async def test_what_could_not_be_shared_any_more_is_not_lost(tmp_path: Path, journal: SqlJournal) -> None:
    node = Node(tmp_path / "a", journal)
    await node.files.share()
    token = node.access.add_device("k1", role=Role.KIOSK)
    again = Node(tmp_path / "a", journal)  # it died before its next look
    await again.files.bring()
    assert again.knows(token)
    await again.files.share()
    other = Node(tmp_path / "b", journal)
    await other.files.bring()
    assert other.knows(token)


async def test_a_database_writes_nothing_else_than_these_files(tmp_path: Path, journal: SqlJournal) -> None:
    outside = ("../outside.json", "configuration/../x.json", "server.log", "configuration/1/2.json", "words/../x.toml")
    for name in outside:
        await journal.keep_document(name, "bad")
    node = Node(tmp_path / "a", journal)
    await node.files.bring()
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and "journal" not in path.name) == [FILE]


async def test_a_database_that_refuses_is_asked_again(tmp_path: Path, journal: SqlJournal) -> None:
    node, refused = Node(tmp_path / "a", journal), 0

    class Refusing(SqlJournal):
        async def keep_document(self, name: str, body: str) -> None:
            nonlocal refused
            refused += 1
            if refused < 3:
                raise JournalUnavailable("no room") if refused == 1 else OSError(errno.ENOSPC, "no room")

    journal.__class__ = Refusing
    task = asyncio.create_task(node.files.run(every=0))
    async with asyncio.timeout(60):
        while refused < 3:  # noqa: ASYNC110  # nobody is told
            await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    journal.__class__ = SqlJournal


async def test_a_folder_that_never_was_the_centres_gets_what_it_lacks(tmp_path: Path, journal: SqlJournal) -> None:
    first = Node(tmp_path / "a", journal)
    token = first.access.add_device("k1", role=Role.KIOSK)
    first.versions.add("one", at=0, by="quan", note="")
    await first.files.share()
    second = Node(tmp_path / "b", journal)
    assert await second.files.bring_missing() == ["configuration/000001.json"], "its access file is there, and newer"
    assert not second.knows(token)
    assert await second.files.bring_missing(worthless=[FILE]) == [FILE]
    assert second.knows(token)
