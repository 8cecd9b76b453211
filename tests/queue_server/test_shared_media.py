"""Two data folders and one database: pictures and videos are on the server that takes over as well."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from queue_server import shared_media
from queue_server.journal.sql import SqlJournal
from queue_server.shared_media import SharedMedia

PNG = b"\x89PNG\r\n\x1a\n"


class Node:
    """A server's data folder. `shares` once it has the journal."""

    def __init__(self, folder: Path, journal: SqlJournal) -> None:
        self.folder = folder / "media"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.shared = SharedMedia(journal, folder, breath=0)

    def put(self, name: str, more: bytes) -> None:
        (self.folder / name).write_bytes(PNG + more)

    def files(self) -> dict[str, bytes]:
        return {each.name: each.read_bytes().removeprefix(PNG) for each in self.folder.iterdir()}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_media, "_PIECE", 8)


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[SqlJournal]:
    opened = await SqlJournal.open(tmp_path / "journal.sqlite", centre="c")
    yield opened
    await opened.close()


async def pieces(journal: SqlJournal) -> int:
    return sum(name.startswith("media/") for name in await journal.document_names())


async def test_what_was_put_changed_and_taken_away_comes_along(tmp_path: Path, journal: SqlJournal) -> None:
    first, second = Node(tmp_path / "a", journal), Node(tmp_path / "b", journal)
    first.put("lich.png", b"monday to friday")
    first.put("ban-do.png", bytes(range(256)))
    await first.shared.share()
    second.put("own.png", b"was here alone")
    await second.shared.bring()
    assert second.files() == first.files() | {"own.png": b"was here alone"}
    second.put("lich.png", b"tuesday")
    (second.folder / "ban-do.png").unlink()
    await second.shared.share()
    await Node(tmp_path / "a", journal).shared.bring()
    assert first.files() == {"lich.png": b"tuesday", "own.png": b"was here alone"}
    assert await pieces(journal) == 2 + 3, "what nobody shows any more is not kept"


async def test_what_could_not_be_shared_any_more_is_not_lost(tmp_path: Path, journal: SqlJournal) -> None:
    node = Node(tmp_path / "a", journal)
    node.put("one.png", b"1")
    node.put("two.png", b"2")
    await node.shared.share()
    node.put("one.png", b"changed")
    (node.folder / "two.png").unlink()
    again = Node(tmp_path / "a", journal)  # it died before its next look
    await again.shared.bring()
    assert again.files() == {"one.png": b"changed"}
    await again.shared.share()
    other = Node(tmp_path / "b", journal)
    await other.shared.bring()
    assert other.files() == {"one.png": b"changed"}


async def test_a_still_folder_writes_nothing(tmp_path: Path, journal: SqlJournal) -> None:
    node = Node(tmp_path / "a", journal)
    node.put("one.png", b"1")
    await node.shared.share()

    class Refusing(SqlJournal):
        async def keep_document(self, name: str, body: str) -> None:
            raise AssertionError(name)

    journal.__class__ = Refusing
    await node.shared.share()
    journal.__class__ = SqlJournal


async def test_a_damaged_or_strange_piece_is_not_kept(tmp_path: Path, journal: SqlJournal) -> None:
    first, second = Node(tmp_path / "a", journal), Node(tmp_path / "b", journal)
    first.put("one.png", b"a picture")
    await first.shared.share()
    names = [name for name in await journal.document_names() if name.startswith("media/")]
    await journal.keep_document(names[-1], base64.b64encode(b"another").decode())
    await second.shared.bring()
    assert second.files() == {}
    await journal.keep_document("media.json", '{"../../outside.png": "0", "server.log": "0"}')
    await second.shared.bring()
    assert sorted(path.name for path in tmp_path.rglob("*.png")) == ["one.png"]
