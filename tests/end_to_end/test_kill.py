"""The server is killed in the middle of a day, again and again: nothing that was answered is lost, and all carry on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from chaos.kills import journal_of
from queue_server.serving import find_centre
from tests.end_to_end.crowd import Witness, at_work, nothing_lost

CENTRE = "kt-truongchinh"
KILLS = 3
#: What is heard between two kills, and how many seconds a slow machine may need for it.
BETWEEN = {"taken": 40, "finished": 2}
PATIENCE = 60


async def test_nothing_that_was_answered_is_lost_and_all_carry_on(start_server: Callable[..., Any]) -> None:
    server = start_server(CENTRE, at="2026-11-17 08:00", speed=20)
    plan, witness = find_centre(CENTRE).plan, Witness()
    async with at_work(server, server.socket, witness):
        for _ in range(KILLS):
            await asyncio.wait_for(witness.hear(**BETWEEN), timeout=PATIENCE)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await asyncio.wait_for(witness.hear(**BETWEEN), timeout=PATIENCE)
    server.stop()
    nothing_lost(await journal_of(server), witness, plan)
    assert len(witness.finished) >= (KILLS + 1) * BETWEEN["finished"]
