"""Pictures are fetched once, found anew when they change, and stay when the server is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from display.media_files import Fetched, MediaFiles


class Server:
    """Has files; says what it was asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.heard = asyncio.Event()

    async def fetch(self, name: str, mark: str) -> Fetched | None:
        self.asked.append((name, mark))
        self.heard.set()
        if name not in self.files:
            raise FileNotFoundError(name)
        body = self.files[name]
        return None if mark == str(hash(body)) else Fetched(body, str(hash(body)))

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                self.heard.clear()
                await self.heard.wait()


async def test_what_is_wanted_is_fetched_and_kept(tmp_path: Path) -> None:
    server = Server()
    server.files["a.png"] = b"one"
    files = MediaFiles(tmp_path / "media", server.fetch)
    files.want(["a.png"])
    running = asyncio.create_task(files.run())
    await server.until(lambda: bool(server.asked))
    files.want(["a.png", "b.png"])
    await server.until(lambda: ("b.png", "") in server.asked)
    path = files.path("a.png")
    assert path is not None
    assert path.read_bytes() == b"one"
    assert files.path("b.png") is None
    assert server.asked == [("a.png", ""), ("a.png", str(hash(b"one"))), ("b.png", "")], "asked again only what is new"
    server.files = {"a.png": b"two", "b.png": b"three"}
    files.want(["b.png", "a.png"])
    await server.until(lambda: server.asked[-1] == ("a.png", str(hash(b"one"))))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    found = files.path("b.png")
    assert found is not None
    assert found.read_bytes() == b"three"


async def test_after_a_start_without_a_server_the_old_pictures_are_there(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"of yesterday")
    server = Server()
    files = MediaFiles(tmp_path, server.fetch)
    files.want(["a.png"])
    running = asyncio.create_task(files.run())
    await server.until(lambda: bool(server.asked))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert files.path("a.png") == tmp_path / "a.png"
