"""What an administrator asks of a device: carried out once, answered, and left alone while a citizen uses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from queue_server.client.errands import Errands, Result
from queue_server.client.fake import FakeLink, FakeServer
from queue_server.client.pairing import Key, keep_key, kept_key
from queue_server.protocol.messages import Done, Errand, ReportErrand, Role


class Device:
    """A kiosk that prints when it is asked to, and notes that it was ended."""

    def __init__(self, key_file: Path | None = None) -> None:
        self.server = FakeServer()
        self.link: FakeLink = self.server.link(Role.KIOSK, "k1")
        self.busy = False
        self.ended = asyncio.Event()
        self.answered: list[str] = []
        self.reports: asyncio.Queue[ReportErrand] = asyncio.Queue()
        self.server.on(ReportErrand, self._reported)
        ways = {"test_print": self._prints, "screenshot": self._breaks}
        self.errands = Errands(self.link, ways, restart=self._ends, busy=lambda: self.busy, key_file=key_file)

    def _reported(self, report: ReportErrand) -> Done:
        self.answered.append(report.errand.removeprefix("of-"))
        self.reports.put_nowait(report)
        return Done(request=report.request, version=0)

    async def _prints(self) -> Result:
        return Result("done", "confirmed")

    async def _breaks(self) -> Result:
        raise RuntimeError("no window")

    def _ends(self) -> None:
        assert self.answered[-1] in ("restart", "new_key"), "after the answer"
        assert not self.ended.is_set(), "once"
        self.ended.set()

    async def ends(self) -> None:
        await asyncio.wait_for(self.ended.wait(), 60)

    async def asked(self, what: str, *, token: str = "") -> tuple[str, str]:
        self.link.asked(Errand(id=f"of-{what}", what=what, token=token))
        report = await asyncio.wait_for(self.reports.get(), 60)
        assert report.errand == f"of-{what}"
        return report.outcome, report.found


@asynccontextmanager
async def running(device: Device) -> AsyncIterator[Callable[..., object]]:
    tasks = [asyncio.create_task(device.link.run()), asyncio.create_task(device.errands.run())]
    await asyncio.sleep(0)
    yield device.asked
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_each_errand_has_its_outcome() -> None:
    device = Device()
    async with running(device):
        assert await device.asked("test_print") == ("done", "confirmed")
        assert await device.asked("screenshot") == ("failed", "RuntimeError"), "and the device goes on"
        assert await device.asked("test_sound") == ("cannot", ""), "it has no speaker"
        assert await device.asked("dance") == ("cannot", ""), "what a newer server may ask for"
        assert not device.ended.is_set()
        assert await device.asked("restart") == ("done", "")
        await device.ends()


async def test_a_citizen_is_not_disturbed() -> None:
    device = Device()
    async with running(device):
        device.busy = True
        for what in ("test_print", "screenshot", "restart"):
            assert await device.asked(what) == ("in_use", "")
    assert not device.ended.is_set()


async def test_a_new_key_is_kept_and_used_from_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    keep_key(file, Key(device="k1", token="old"))
    device = Device(file)
    async with running(device):
        assert await device.asked("new_key", token="new") == ("done", "")
        await device.ends()
    assert kept_key(file) == Key(device="k1", token="new")
    told = Device()
    async with running(told):
        assert await told.asked("new_key", token="new") == ("cannot", ""), "its token stands in a settings file"
