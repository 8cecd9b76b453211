"""After a morning's run, what was planted is nowhere: identities, PINs, tokens; on disk, in the log, in memory."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from websockets.asyncio.client import connect

from chaos.process import ServerProcess
from kiosk.identity import holder_token, person_token
from queue_server.client.base import NoAnswer, Refusal
from queue_server.client.link import Link, LinkState
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre
from tests.conftest import program
from tests.postgres import Postgres, running_postgres

CENTRE = "kt-truongchinh"
NUMBERS = [f"0622990{each:05d}" for each in range(20_71, 20_83)]
#: Of all of them; nine signs, so that it is also how each begins in base64.
BEGINNING = "062299002"
NAME = "Y Thử Nghiệm Danh Tính"
#: A card as it is scanned, sent by a client gone wrong to where it does not belong.
CARD = f"062299077777|233077777|{NAME}|02011990|Nữ|Thôn Thử, Kon Tum|15052021"


def written(what: str) -> tuple[bytes, ...]:
    """The ways in which a text may lie about."""
    return what.encode(), what.encode("utf-16-le"), base64.b64encode(what.encode()).rstrip(b"=")


def found_in(data: bytes, planted: Iterable[str]) -> list[str]:
    return [each for each in planted if any(form in data for form in written(each))]


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a program that runs: some of them come and go."""
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                yield path, path.read_bytes()
        except FileNotFoundError:
            continue


def core_of(process: int, folder: Path) -> Iterator[bytes]:
    """A core dump of a process that goes on, by gdb's gcore where there is one; else what it would hold."""
    gcore, file = program("gcore"), folder / f"core.{process}"
    if gcore is not None:
        subprocess.run([gcore, "-o", str(folder / "core"), str(process)], capture_output=True, timeout=120, check=False)
    if not file.exists():
        return (yield from memory_of(process))
    yield file.read_bytes()


def memory_of(process: int) -> Iterator[bytes]:
    """Each writable stretch of a process's memory."""
    with Path(f"/proc/{process}/maps").open() as maps, Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            stretch, rights, *_ = line.split()
            if not rights.startswith("rw") or "[vvar]" in line:
                continue
            first, last = (int(edge, 16) for edge in stretch.split("-"))
            memory.seek(first)
            try:
                yield memory.read(last - first)
            except OSError:
                continue  # a stretch of a device


async def live(link: Link) -> asyncio.Task[None]:
    there = asyncio.Event()
    link.on_change(lambda change: there.set() if change.state is LinkState.LIVE else None)
    task = asyncio.create_task(link.run())
    await asyncio.wait_for(there.wait(), timeout=60)
    return task


async def morning(server: ServerProcess, *, token: str, cookie: str) -> None:
    """Citizens with cards take tickets, an officer calls; a client gone wrong sends cards where they do not belong."""
    kiosk = Link(server.socket, role=msg.Role.KIOSK, device="k1", token=token)
    task = await live(kiosk)
    service = find_centre(CENTRE).plan.services[0].id
    for number in NUMBERS:
        holder = holder_token(person_token("key of the day", number), service)
        await kiosk.ask(msg.TakeTicket(request=f"r{holder[:8]}", service=service, holder=holder))
    for wrong in (
        msg.FindTicket(request="w1", ticket=CARD[:60]),
        msg.FindDossier(request="w2", code=CARD[:60]),
        msg.TakeTicket(request="w3", service=CARD[:60]),
    ):
        with pytest.raises((Refusal, NoAnswer)):
            await kiosk.ask(wrong)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with connect(server.socket) as stranger:
        await stranger.send(f'{{"type":"hello","device":"{CARD}","token":"{token}"')
        await stranger.recv()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    found = program("pg_ctl")
    assert found is not None
    with running_postgres(found) as running:
        yield running


@pytest.fixture
async def after_a_morning(start_server: Callable[..., ServerProcess]) -> dict[str, Any]:
    server = start_server(CENTRE, at="2026-11-17 08:00")
    token = server.token("k1", msg.Role.KIOSK)
    cookie = await server.cookie("an")
    await morning(server, token=token, cookie=cookie)
    assert server.process is not None
    return {"server": server, "secrets": [token, cookie.partition("=")[2]]}


async def test_no_identity_is_left_on_disk_in_the_log_or_in_a_core_dump(
    after_a_morning: dict[str, Any], tmp_path: Path
) -> None:
    server: ServerProcess = after_a_morning["server"]
    planted = [*NUMBERS, CARD, NAME, CARD.partition("|")[0]]
    files = {path.name: data for path, data in contents(server.folder)}
    assert {"journal.sqlite", "server.log"} <= set(files)
    assert len(files["server.log"]) > 0
    assert {name: found for name, data in files.items() if (found := found_in(data, planted))} == {}
    assert server.process is not None
    if not os.access(f"/proc/{server.process.pid}/mem", os.R_OK):
        pytest.skip("the memory of another process may not be read here")
    left, seen = set[str](), False
    for stretch in core_of(server.process.pid, tmp_path):
        left |= set(found_in(stretch, [BEGINNING]))
        seen = seen or CENTRE.encode() in stretch
    assert seen, "the search does find what is there"
    assert left == set()


async def test_no_secret_is_in_the_log_or_readable_on_disk(after_a_morning: dict[str, Any]) -> None:
    server: ServerProcess = after_a_morning["server"]
    for path, data in contents(server.folder):
        assert found_in(data, after_a_morning["secrets"]) == [], path.name
    assert oct((server.folder / "access.json").stat().st_mode & 0o777) == "0o600"


def rows(address: str) -> bytes:
    """Every row of every table of a database, as text."""
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        found = [
            row
            for (name,) in tables
            for row in connection.execute(SQL("SELECT t::text FROM {} t").format(Identifier(name))).fetchall()
        ]
    return "\n".join(row for (row,) in found).encode()


@pytest.mark.needs("pg_ctl")
async def test_no_identity_and_no_secret_is_in_postgresql_its_files_or_its_log(
    start_server: Callable[..., ServerProcess], postgres: Postgres
) -> None:
    address = postgres.create("motcua")
    server = start_server(CENTRE, at="2026-11-17 08:00", database=address)
    token = server.token("k1", msg.Role.KIOSK)
    cookie = await server.cookie("an")
    await morning(server, token=token, cookie=cookie)
    server.stop()
    planted = [*NUMBERS, CARD, NAME, CARD.partition("|")[0], token, cookie.partition("=")[2]]
    holder = holder_token(person_token("key of the day", NUMBERS[0]), find_centre(CENTRE).plan.services[0].id)
    table = await asyncio.to_thread(rows, address)
    assert found_in(table, [holder, *planted]) == [holder], "the search does find what is there"
    files = [data for _, data in contents(postgres.folder)]
    assert any(found_in(data, [holder]) for data in files)
    assert [found for data in files if (found := found_in(data, planted))] == []
