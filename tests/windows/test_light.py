"""The lamp of a panel follows its screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hardware.light.simulator import VirtualLight
from windows.light import Lamp


class Panel(VirtualLight):
    """A lamp that says when it is tried."""

    def __init__(self) -> None:
        super().__init__()
        self.tried = asyncio.Event()

    async def switch(self, *, on: bool) -> None:
        self.tried.set()
        await super().switch(on=on)

    async def next(self) -> None:
        """Until it is tried once more."""
        async with asyncio.timeout(60):
            await self.tried.wait()
        self.tried.clear()


@asynccontextmanager
async def running(panel: Panel) -> AsyncIterator[Lamp]:
    lamp = Lamp(panel, again_on=0.001, again_off=60)
    task = asyncio.create_task(lamp.run())
    await panel.next()
    try:
        yield lamp
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_is_lit_at_the_start_dark_with_the_screen_and_lit_at_the_end() -> None:
    panel = Panel()
    async with running(panel) as lamp:
        assert panel.switched == [True], "a window before this one may have left it off"
        lamp.show(dark=True)
        await panel.next()
        lamp.show(dark=True)
        lamp.show(dark=False)
        await panel.next()
        lamp.show(dark=True)
        await panel.next()
        assert panel.switched == [True, False, True, False]
    assert panel.switched[-1] is True


async def test_a_lamp_that_stays_off_is_tried_until_it_is_lit() -> None:
    panel = Panel()
    async with running(panel) as lamp:
        lamp.show(dark=True)
        await panel.next()
        panel.broken = True
        lamp.show(dark=False)
        for _ in range(3):
            await panel.next()
        panel.broken = False
        await panel.next()
    assert panel.switched == [True, False, True]


async def test_a_lamp_that_cannot_be_switched_off_is_left_until_something_changes() -> None:
    panel = Panel()
    async with running(panel) as lamp:
        panel.broken = True
        lamp.show(dark=True)
        await panel.next()
        panel.broken = False
        lamp.show(dark=False)
        await panel.next()
    assert panel.switched == [True, True], "it may be in any state after a failure"
