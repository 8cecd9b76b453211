"""The disk under a working server is full, or out of inodes, and has room again: what was answered is there.

    python -m chaos.full_disk [--seconds 6]

A small disk in memory, real people on a real server. Runs itself again in a mount namespace (see own_namespace.py).
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from chaos.kills import CENTRE, HURRY, Outcome, RealHouse, play_on
from chaos.own_namespace import offered, played, tell
from chaos.process import ServerProcess
from chaos.row import Row
from queue_server.clock import Clock
from queue_server.protocol import messages as msg

_MORNING = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
_SIZE = "size=24m,nr_inodes=200"  # the journal of the longest play is a quarter of it
_CHUNK = 64 * 1024
_LOOK_AGAIN = 0.05
#: Seconds of the centre's morning that one time without room may take.
_OF_THE_DAY = 1200
#: Seconds in which tickets are given again after there is room.
GIVEN_WITHIN, _PATIENCE = 10.0, 60.0


class Seen(msgspec.Struct, kw_only=True):
    """What one play did: how often the server said that its disk is full, and the longest until tickets came again."""

    requests: int
    full: int
    given_after: float
    faults: list[str]

    @property
    def good(self) -> bool:
        return not self.faults and self.full > 0 and self.given_after <= GIVEN_WITHIN


def fill(folder: Path) -> None:
    """Take every byte that is left."""
    with (folder / "somebody-elses").open("ab", buffering=0) as file:
        for size in (_CHUNK, 512):
            while _written(file.fileno(), size):
                pass


def use_up_inodes(folder: Path) -> None:
    """Make empty files until no more can be made."""
    for number in itertools.count():
        try:
            (folder / f"somebody-elses-{number}").touch(exist_ok=False)
        except OSError:
            return


def make_room(folder: Path) -> None:
    for file in folder.glob("somebody-elses*"):
        file.unlink()


def _written(file: int, size: int) -> int:
    try:
        return os.write(file, bytes(size))
    except OSError:
        return 0


async def _play(server: ServerProcess, *, seconds: float) -> Seen:
    seen = Seen(requests=0, full=0, given_after=0.0, faults=[])

    async def befall(spoil: Callable[[Path], None], house: RealHouse) -> None:
        spoil(server.folder)
        await asyncio.sleep(seconds)
        make_room(server.folder)
        began, given = time.monotonic(), _given(house)
        while _given(house) == given:
            if time.monotonic() - began > _PATIENCE:
                seen.faults.append("no ticket was given any more")
                break
            await asyncio.sleep(_LOOK_AGAIN)
        seen.given_after = max(seen.given_after, time.monotonic() - began)

    async def full(house: RealHouse, _: ServerProcess, __: Outcome) -> None:
        await befall(fill, house)

    async def without_inodes(house: RealHouse, _: ServerProcess, __: Outcome) -> None:
        await befall(use_up_inodes, house)

    await asyncio.to_thread(server.start)
    try:
        outcome = await play_on(server, mishaps=[full, without_inodes, full])
    finally:
        await asyncio.to_thread(server.stop)
    seen.requests = outcome.found.requests
    seen.full = server.log.read_text("utf-8").count("the disk is full")
    seen.faults += [f"{kind}: {each[:3]}" for kind, each in outcome.found.faults.items()] + outcome.faults
    return seen


def _given(house: RealHouse) -> int:
    return sum(isinstance(each.answer, msg.Taken) for each in house.history)


def _play_inside(*, seconds: float) -> Seen:
    with tempfile.TemporaryDirectory() as name:
        disk = Path(name) / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", _SIZE, "tmpfs", str(disk)], check=True)
        try:
            speed = min(HURRY, _OF_THE_DAY / seconds)  # its hours must not be over before it ends
            server = ServerProcess(CENTRE, disk, Clock.starting(_MORNING, speed=speed))
            server.log = Path(name) / "server.log"  # what it says goes elsewhere, as with journald
            return asyncio.run(_play(server, seconds=seconds))
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def possible() -> bool:
    """Whether this machine lets us mount a disk of our own."""
    return offered("--mount", "mount", "-t", "tmpfs", "-o", _SIZE, "tmpfs", tempfile.gettempdir())


def play(*, seconds: float) -> Seen:
    """Three times a disk without room, each for so long, on a disk that ends with it."""
    return played("--mount", "chaos.full_disk", "--seconds", str(seconds), seen=Seen)


def measure(*, seconds: float) -> Row:
    what = "a disk without room"
    if not possible():
        return Row(what=what, count="", held="this machine gives no mount namespace to users", good=False)
    seen = play(seconds=seconds)
    return Row(
        what=what,
        count=f"3 x {seconds:g} s, {seen.requests:,} requests",
        held=(
            f"{seen.faults or '0 lost'}; {seen.full} batches refused with the reason, "
            f"tickets given again {seen.given_after:.1f} s after there was room"
        ),
        good=seen.good,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=6.0, help="how long there is no room each time")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        tell(_play_inside(seconds=arguments.seconds))
        return
    print(measure(seconds=arguments.seconds))


if __name__ == "__main__":
    main()
