"""The server put together: it starts where it stopped, gives its port back, and says when a part of it has failed."""

from __future__ import annotations

import asyncio
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chaos.killable import free_port
from queue_server.clock import Clock
from queue_server.core import commands as cmd
from queue_server.core.plan import CentrePlan, Instant
from queue_server.hub.tokens import Tokens
from queue_server.journal.archive import Archive
from queue_server.journal.base import JournalConflict
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.serving import Address, find_centre, listen_at, open_journal, read_events, serving
from queue_server.shared_files import write_whole
from queue_server.web.access import Access


@pytest.fixture
def access(tmp_path: Path) -> Access:
    return Access(tmp_path / "access.json", clock=time.time)


@pytest.fixture
def clock(instant: Callable[[str], Instant]) -> Clock:
    return Clock.starting(instant("2026-11-23 08:00"), speed=1)


async def test_it_starts_where_it_stopped_and_gives_its_port_back(
    tmp_path: Path, make_plan: Callable[[], CentrePlan], access: Access, clock: Clock
) -> None:
    states, port = [], free_port()
    for turn in range(2):
        journal, codec = await open_journal(tmp_path, "thu-nghiem")
        address = Address(port=port)
        async with serving(make_plan(), journal, codec, access, address=address, clock=clock) as server:
            assert server.port == port
            states.append(server.live.centre)
            await server.live.do(cmd.TakeTicket(ticket=f"t{turn}", service="ho-tich"))
        await journal.close()
    assert set(states[1].tickets) == {"t0", "t1"}
    assert states[1].numbers == {"H001": "t0", "H002": "t1"}
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
    journal, codec = await open_journal(tmp_path, "thu-nghiem")
    assert len(await read_events(journal, codec)) == 4
    await journal.close()


async def test_a_taken_port_is_said_before_anything_is_written(
    tmp_path: Path, make_plan: Callable[[], CentrePlan], access: Access, clock: Clock
) -> None:
    journal, codec = await open_journal(tmp_path, "thu-nghiem")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = Address(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            async with serving(make_plan(), journal, codec, access, address=address, clock=clock):
                pass
    assert journal.version == 0
    await journal.close()


async def test_no_frame_waits_for_the_one_before_it_to_be_acknowledged() -> None:
    accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def came(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ours: socket.socket = writer.get_extra_info("socket")
        accepted.set_result(ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listening = listen_at(Address(port=0))
    async with await asyncio.start_server(came, sock=listening):
        _, writer = await asyncio.open_connection("127.0.0.1", listening.getsockname()[1])
        assert await accepted
        writer.close()


async def test_a_part_that_fails_is_told_to_whoever_runs_the_server(
    make_plan: Callable[[], CentrePlan], access: Access, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from queue_server.core.events import KINDS

    journal = MemoryJournal(centre="thu-nghiem")
    async with serving(make_plan(), journal, EventCodec(KINDS), access, address=Address(port=0), clock=clock) as server:

        async def taken(_: object) -> object:
            raise JournalConflict("version 3 exists")

        monkeypatch.setattr(journal, "append", taken)
        with pytest.raises(Exception, match="version 3"):
            await server.live.do(cmd.TakeTicket(ticket="t", service="ho-tich"))
        with pytest.raises(JournalConflict):
            await server.ended


async def test_a_data_folder_is_made_for_its_server_only(tmp_path: Path) -> None:
    """However it comes to be: a journal, an archive of a hub, its tokens, what servers share."""
    journal, _ = await open_journal(tmp_path / "journal", "kt-tp")
    await journal.close()
    archive = await Archive.open(tmp_path / "hub" / "archive.sqlite")
    await archive.close()
    Tokens(tmp_path / "tokens" / "tokens.json").add("kt-tp")
    write_whole(tmp_path / "shared" / "shared.json", "{}")
    made = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir() if each.is_dir()}
    assert made == dict.fromkeys(("journal", "hub", "tokens", "shared"), 0o700)


def test_a_centre_is_found_by_example_or_file_and_the_others_are_named(tmp_path: Path) -> None:
    assert find_centre("kt-tp").plan.id == "kt-tp"
    with pytest.raises(LookupError, match="kt-tp"):
        find_centre("kt-tp#nowhere")
