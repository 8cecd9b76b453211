"""The folder of pictures and videos: what is kept there, and that no name leads out of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from queue_server.web import media_folder
from queue_server.web.media_folder import MediaFolder, MediaUnusable

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


async def pieces(body: bytes) -> Any:
    for start in range(0, len(body), 50):
        yield body[start : start + 50]


async def test_a_file_is_kept_found_changed_and_removed(tmp_path: Path) -> None:
    folder = MediaFolder(tmp_path / "media")
    assert folder.names() == []
    await folder.keep("a.png", pieces(PNG))
    found = folder.find("a.png")
    assert found is not None
    assert (found.kind, found.size) == ("image/png", len(PNG))
    assert b"".join([piece async for piece in found.read(4, 9)]) == PNG[4:10]
    await folder.keep("a.png", pieces(PNG + b"more"))
    changed = folder.find("a.png")
    assert changed is not None
    assert changed.mark != found.mark
    assert folder.names() == ["a.png"]
    assert folder.remove("a.png")
    assert not folder.remove("a.png")


async def test_nobody_waits_until_a_long_video_has_reached_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[threading.Thread] = []
    monkeypatch.setattr(media_folder.os, "fsync", lambda _: synced.append(threading.current_thread()))
    await MediaFolder(tmp_path).keep("a.png", pieces(PNG))
    assert len(synced) == 1
    assert synced[0] is not threading.main_thread()


async def test_what_is_cut_off_leaves_the_old_file(tmp_path: Path) -> None:
    async def cut() -> Any:
        yield PNG
        raise ConnectionResetError

    folder = MediaFolder(tmp_path)
    await folder.keep("a.png", pieces(PNG))
    with pytest.raises(ConnectionResetError):
        await folder.keep("a.png", cut())
    assert [each.name for each in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize("name", ["../a.png", "..%2fa.png", "/etc/a.png", ".a.png", "a.png/b.png", ""])
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    assert MediaFolder(tmp_path / "media").find(name) is None


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.png", b"<script>", "not_such_a_file"),
        ("a.svg", b"<svg/>", "bad_media_name"),
        ("..png", PNG, "bad_media_name"),
        ("a b.png", PNG, "bad_media_name"),
        ("a.webm", PNG, "not_such_a_file"),
    ],
)
async def test_what_no_board_can_show_is_not_kept(tmp_path: Path, name: str, body: bytes, code: str) -> None:
    with pytest.raises(MediaUnusable, match=code):
        await MediaFolder(tmp_path / "media").keep(name, pieces(body))
    assert MediaFolder(tmp_path / "media").names() == []
    assert list(tmp_path.rglob("*.new")) == []
