"""A program that is started is also ended, however its block is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from hardware.program import started

Program = Callable[[str], str]


async def test_its_answer_and_its_end(program: Program) -> None:
    async with started([program("cat; echo oops >&2; exit 3")]) as process:
        assert await process.communicate(b"words") == (b"words", b"oops\n")
    assert process.returncode == 3


@pytest.mark.parametrize("leave", [ValueError, asyncio.CancelledError, KeyboardInterrupt])
async def test_it_does_not_outlive_the_block(program: Program, leave: type[BaseException]) -> None:
    with pytest.raises(leave):
        async with started([program("exec tail -f /dev/null")]) as process:
            raise leave
    assert process.returncode == -9


async def test_a_program_that_floods_its_pipes_is_ended_too(program: Program) -> None:
    async with started([program("exec yes")]) as process:
        pass
    assert process.returncode == -9


async def test_no_such_program() -> None:
    with pytest.raises(FileNotFoundError):
        async with started(["/nowhere/speak"]):
            pytest.fail("it cannot have started")
