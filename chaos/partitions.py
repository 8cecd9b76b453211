"""Lines that are cut, one-way, lossy, slow or narrow, made by the kernel's own network: between devices and server, and
between centre and hub.

    python -m chaos.partitions [--seconds 12]

Both ends are the product's own processes and links. Runs itself again in a network namespace (see bad_line.py).
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from chaos.bad_line import FAR, BadLine, Weather
from chaos.hub_process import HubProcess
from chaos.kills import CENTRE, HURRY, Outcome, RealHouse, all_back, journal_of, play_on
from chaos.own_namespace import offered, played, tell
from chaos.process import ServerProcess
from chaos.row import Row
from queue_server.client.base import Change
from queue_server.clock import Clock
from queue_server.journal.archive import Archive, Place
from queue_server.journal.sql import SqlJournal
from queue_server.protocol import messages as msg
from queue_server.serving import JOURNAL, find_centre

_MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
_GONE = Weather(loss=1.0)
#: What the line is like there and back. The last two are no break: work goes on over them.
WEATHERS: dict[str, tuple[Weather, Weather]] = {
    "cut": (_GONE, _GONE),
    "one way": (_GONE, Weather()),
    "the other way": (Weather(), _GONE),
    "a third lost": (Weather(loss=0.3), Weather(loss=0.3)),
    "two seconds late": (Weather(delay=1.0), Weather(delay=1.0)),
    "64 kbit/s": (Weather(rate=64_000), Weather(rate=64_000)),
}
#: What is promised, in seconds: everything known again after the line is well, and a call on a board beside the server.
BACK_WITHIN, SHOWN_WITHIN = 30.0, 0.3
_LOOK_AGAIN = 0.05
_PATIENCE = 60.0


class Seen(msgspec.Struct, kw_only=True):
    """What the plays did. `shown` is the p99 of the seconds from a call to a board of the same hall, hub cut off."""

    weathers: int
    requests: int
    lost_packets: int
    faults: list[str]
    back: float
    shown: float = 0.0
    hub_after: float = 0.0

    @property
    def good(self) -> bool:
        return not self.faults and max(self.back, self.hub_after) <= BACK_WITHIN and self.shown <= SHOWN_WITHIN


class Calls:
    """When each call was asked for, and when a board of the hall had it."""

    def __init__(self, house: RealHouse) -> None:
        self.took: list[float] = []
        self._house = house
        self._heard: dict[int, float] = {}
        house.links["b1"].on_change(self._hear)

    def _hear(self, change: Change) -> None:
        if not change.snapshot:
            self._heard |= {thing.id: time.monotonic() for thing in change.things if isinstance(thing, msg.Call)}

    def slow(self) -> float:
        """The p99 of the seconds from asking for a call to its being on the board."""
        asked = {each.answer.call.id: each.sent for each in self._house.history if isinstance(each.answer, msg.Called)}
        took = sorted(at - asked[call] for call, at in self._heard.items() if call in asked)
        return took[int(len(took) * 0.99)] if took else float("inf")


async def _devices_cut_off(line: BadLine, folder: Path, *, names: list[str], seconds: float) -> Outcome:
    """The server at the far end, all who use it here."""
    server = _server(folder, host=FAR, words=line.far)

    async def bad(name: str, house: RealHouse, outcome: Outcome) -> None:
        line.out, line.back = WEATHERS[name]
        await asyncio.sleep(seconds)
        line.out = line.back = Weather()
        await all_back(house, outcome)

    await asyncio.to_thread(server.start)
    try:
        mishaps = [lambda house, _, outcome, name=name: bad(name, house, outcome) for name in names]
        return await play_on(server, mishaps=mishaps)
    finally:
        await asyncio.to_thread(server.stop)


async def _hub_cut_off(
    line: BadLine, folder: Path, *, names: list[str], seconds: float
) -> tuple[Outcome, float, float]:
    """The hub at the far end, the whole centre here; the p99 of calls meanwhile, and when the hub had all of it."""
    hub = HubProcess(folder / "hub", host=FAR, words=line.far)
    plan = find_centre(CENTRE).plan
    token = folder / "token"
    token.write_text(hub.admit([plan.id])[plan.id], "ascii")
    server = _server(folder, options=("--uplink", hub.uplink, str(token)))
    calls: list[Calls] = []

    async def bad(name: str, house: RealHouse) -> None:
        calls[:] = calls or [Calls(house)]
        line.out, line.back = WEATHERS[name]
        await asyncio.sleep(seconds)
        line.out = line.back = Weather()

    await asyncio.to_thread(hub.start)
    await asyncio.to_thread(server.start)
    try:
        mishaps = [lambda house, _, __, name=name: bad(name, house) for name in names]
        outcome = await play_on(server, mishaps=mishaps)
        last = (await journal_of(server))[-1].event.at
        await asyncio.to_thread(server.start)  # goes on sending what the hub has not
        after = await _hub_has_all(hub, last)
    finally:
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(hub.stop)
    if not await _same(hub, server):
        outcome.faults.append("the hub holds something else than the centre")
    return outcome, calls[0].slow(), after


async def _hub_has_all(hub: HubProcess, last: int) -> float:
    """Seconds until the hub has heard the event of that instant."""
    began = time.monotonic()
    while await asyncio.to_thread(_heard, hub) < last:
        if time.monotonic() - began > _PATIENCE:
            break
        await asyncio.sleep(_LOOK_AGAIN)
    return time.monotonic() - began


def _heard(hub: HubProcess) -> int:
    with urllib.request.urlopen(f"http://{hub.host}:{hub.port}/api/centres", timeout=_PATIENCE) as answer:
        return max((int(centre["heard"]) for centre in msgspec.json.decode(answer.read())["centres"]), default=0)


async def _same(hub: HubProcess, server: ServerProcess) -> bool:
    """Whether the hub holds the centre's journal, byte for byte. Both have ended."""
    archive = await Archive.open(hub.archive)
    journal = await SqlJournal.open(server.folder / JOURNAL, centre=find_centre(CENTRE).plan.id)
    try:
        here = [record async for record in journal.read()]
        return here == [record async for record in archive.read(Place(journal.centre, journal.epoch))]
    finally:
        await journal.close()
        await archive.close()


def _server(folder: Path, **options: Any) -> ServerProcess:
    return ServerProcess(CENTRE, folder / "server", Clock.starting(_MORNING, speed=HURRY), **options)


def _play_inside(*, names: list[str], seconds: float, hub: bool) -> Seen:
    """The plays, one after the other, in this process's own network."""
    with tempfile.TemporaryDirectory() as folder, BadLine() as line:
        outcome = asyncio.run(_devices_cut_off(line, Path(folder) / "devices", names=names, seconds=seconds))
        seen = Seen(weathers=len(names), requests=0, lost_packets=0, faults=[], back=outcome.resumed)
        _add(seen, outcome)
        if hub:
            work = _hub_cut_off(line, Path(folder) / "hub", names=names, seconds=seconds)
            outcome, seen.shown, seen.hub_after = asyncio.run(work)
            _add(seen, outcome)
        seen.lost_packets = line.lost
        return seen


def _add(seen: Seen, outcome: Outcome) -> None:
    seen.requests += outcome.found.requests
    seen.faults += [f"{kind}: {each[:3]}" for kind, each in outcome.found.faults.items()] + outcome.faults


def possible() -> bool:
    """Whether this machine lets us have a network of our own."""
    return offered("--net", "ip", "tuntap", "add", "dev", "trial", "mode", "tun")


def play(names: list[str], *, seconds: float, hub: bool = True) -> Seen:
    """Every one of these weathers for so long, in a network of its own; `hub`: between centre and hub too."""
    words = (",".join(names), "--seconds", str(seconds), *(("--hub",) if hub else ()))
    return played("--net", "chaos.partitions", *words, seen=Seen)


def measure(*, seconds: float) -> Row:
    what = "lines cut by the kernel"
    if not possible():
        return Row(what=what, count="", held="this machine gives no network namespace to users", good=False)
    seen = play(list(WEATHERS), seconds=seconds)
    return Row(
        what=what,
        count=f"2 x {seen.weathers} weathers of {seconds:g} s, {seen.requests:,} requests",
        held=(
            f"{seen.faults or '0 lost'}; {seen.lost_packets:,} packets lost, all back {seen.back:.1f} s after, "
            f"call to board beside the server {seen.shown * 1000:.0f} ms (p99), hub whole {seen.hub_after:.1f} s after"
        ),
        good=seen.good,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=12.0, help="how long each weather lasts")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    parser.add_argument("--hub", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        tell(_play_inside(names=arguments.inside.split(","), seconds=arguments.seconds, hub=arguments.hub))
        return
    print(measure(seconds=arguments.seconds))


if __name__ == "__main__":
    main()
