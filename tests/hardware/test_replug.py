"""A small version of `make replug`: every device of a hall is pulled once, and works again."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from bench.replug import Place, places

#: Seconds between two looks, and for what must come in the end on a busy machine.
LOOK, PATIENCE = 0.05, 60.0


async def _back(place: Place, *, times: int) -> None:
    while place.absence.backs < times:  # noqa: ASYNC110 - its threads know of no loop
        await asyncio.sleep(LOOK)


async def _pulled_once(place: Place) -> None:
    using = asyncio.create_task(place.use(random.Random(1)))
    async with asyncio.timeout(PATIENCE):
        await _back(place, times=1)
        await asyncio.to_thread(place.unplug)
        await asyncio.to_thread(place.plug)
        await _back(place, times=2)
    using.cancel()
    await asyncio.gather(using, return_exceptions=True)
    await place.close()


async def test_each_device_of_a_hall_is_back_after_a_pull(tmp_path: Path) -> None:
    here = places(tmp_path)
    await asyncio.gather(*(_pulled_once(each) for each in here))
    assert {each.name: each.faults() for each in here} == {each.name: [] for each in here}
