"""Who sends or takes a byte a second is hung up on; who computes, uploads or has a bad line is not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from queue_server.web.slow_lines import AT_LEAST, Unhurried

HEAD = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"


class Transport(asyncio.Transport):
    """Takes nothing by itself: `size` is what the other end has not read."""

    size = 0
    aborted = False

    def get_write_buffer_size(self) -> int:
        return self.size

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def write(self, data: Any) -> None:
        self.size += len(data)

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def is_closing(self) -> bool:
        return self.aborted

    def close(self) -> None:
        self.aborted = True

    def abort(self) -> None:
        self.aborted = True


@pytest.fixture
def read() -> list[bytes]:
    """What the application read, piece by piece."""
    return []


@pytest.fixture
async def line(read: list[bytes]) -> Unhurried:
    async def reads_all(_scope: Any, receive: Any, _send: Any) -> None:
        while (event := await receive())["type"] == "http.request":
            read.append(event["body"])

    config = Config(reads_all, log_config=None, lifespan="off", access_log=False)
    line = Unhurried(config, ServerState(), {}, None)
    line.connection_made(Transport())
    return line


def hung_up(line: Unhurried) -> bool:
    line.look()
    transport: Any = line.transport
    return bool(transport.aborted)


async def test_a_request_that_is_never_ended_is_not_waited_for(line: Unhurried) -> None:
    line.data_received(b"GET /hea")
    assert not hung_up(line), "it may have begun just now"
    line.data_received(b"l")
    assert hung_up(line)


async def test_who_connects_and_sends_nothing_is_not_waited_for(line: Unhurried) -> None:
    assert not hung_up(line)
    assert hung_up(line)


async def test_a_body_that_comes_byte_by_byte_is_not_waited_for(line: Unhurried) -> None:
    line.data_received(HEAD)
    assert not hung_up(line)
    for _ in range(10):
        line.data_received(b"a")
    assert hung_up(line)


async def test_a_long_upload_over_a_bad_line_goes_on(line: Unhurried, read: list[bytes]) -> None:
    line.data_received(HEAD)
    for sent in range(1, 20):
        line.data_received(b"a" * AT_LEAST)
        while sum(map(len, read)) < sent * AT_LEAST:  # noqa: ASYNC110  # until the application has read it
            await asyncio.sleep(0)
        assert not hung_up(line), sent


async def test_an_upload_that_we_do_not_read_is_not_the_senders_fault(line: Unhurried) -> None:
    line.data_received(HEAD + b"a" * 70_000)
    assert line.flow.read_paused
    assert not hung_up(line)
    assert not hung_up(line)


async def test_an_answer_may_take_its_time_to_be_made(line: Unhurried) -> None:
    line.data_received(b"GET /figures HTTP/1.1\r\nHost: x\r\n\r\n")
    for _ in range(5):
        assert not hung_up(line)


async def test_an_answer_that_is_taken_byte_by_byte_is_given_up(line: Unhurried) -> None:
    transport: Any = line.transport
    line.data_received(b"GET /media HTTP/1.1\r\nHost: x\r\n\r\n")
    line.transport.write(b"a" * 100_000)
    assert not hung_up(line)
    transport.size -= 10
    assert hung_up(line)


async def test_a_long_answer_over_a_bad_line_goes_on(line: Unhurried) -> None:
    transport: Any = line.transport
    line.data_received(b"GET /media HTTP/1.1\r\nHost: x\r\n\r\n")
    line.transport.write(b"a" * 100_000)
    for _ in range(10):
        transport.size -= AT_LEAST
        assert not hung_up(line), "a piece of it went"
    for _ in range(10):
        line.resume_writing()  # what was there went, and as much came after it
        assert not hung_up(line)


async def test_nobody_looks_any_more_at_who_has_gone(line: Unhurried) -> None:
    look: Any = line._look
    line.connection_lost(None)
    assert look.cancelled()
    assert line._look is None
