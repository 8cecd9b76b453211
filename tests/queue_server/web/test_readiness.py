"""Alive and ready are two questions: a disk that refuses leaves the server alive and not ready."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from queue_server.web import readiness
from tests.queue_server.web.house import House
from tests.queue_server.web.test_metrics import fetch


async def test_a_server_that_serves_is_alive_and_ready(house: House) -> None:
    status, alive = await asyncio.to_thread(fetch, f"{house.url}/health")
    assert (status, json.loads(alive)["ok"]) == (200, True)
    status, ready = await asyncio.to_thread(fetch, f"{house.url}/ready")
    assert (status, json.loads(ready)) == (200, {"ok": True, "journal": True, "disk": True, "day": True})


async def test_without_room_on_the_disk_it_is_alive_but_not_ready(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000))
    status, ready = await asyncio.to_thread(fetch, f"{house.url}/ready")
    assert (status, json.loads(ready)["disk"]) == (503, False)
    assert (await asyncio.to_thread(fetch, f"{house.url}/health"))[0] == 200


async def test_a_journal_that_does_not_answer_is_not_ready(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(readiness, "_PATIENCE", 0.01)
    monkeypatch.setattr(house.live, "read", never)
    status, ready = await asyncio.to_thread(fetch, f"{house.url}/ready")
    assert (status, json.loads(ready)["journal"]) == (503, False)


async def test_however_many_ask_the_disk_is_asked_once_and_on_no_thread_of_others(house: House) -> None:
    asked, go_on = [], threading.Event()

    def slow() -> bool:
        asked.append(threading.current_thread().name)
        return go_on.wait(timeout=60)

    disk = readiness.Disk(slow)
    waiting = asyncio.gather(*(disk.answers() for _ in range(50)))
    assert await asyncio.to_thread(lambda: True), "another thread is free"
    go_on.set()
    assert await waiting == [True] * 50
    assert len(asked) == 1
    assert asked[0].startswith("ready")


async def test_it_is_ready_while_somebody_guesses_at_many_names(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each guess takes a processor for a while: a proxy would have given the server up."""
    go_on = threading.Event()
    monkeypatch.setattr(house.access, "_verify", lambda *_: go_on.wait(timeout=60) and False)
    guesses = [asyncio.create_task(house.access.sign_in(f"x{n}", "1", address=f"10.0.0.{n}")) for n in range(60)]
    status, _ = await asyncio.to_thread(fetch, f"{house.url}/ready")
    go_on.set()
    assert status == 200
    assert await asyncio.gather(*guesses) == [None] * 60


def test_a_folder_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    assert readiness.takes_commits(tmp_path)
    assert not readiness.takes_commits(tmp_path / "none")
