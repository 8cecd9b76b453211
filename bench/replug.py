"""Printers, scanners, signs and a keypad on pseudo terminals, pulled and plugged at random: how soon each is back.

    python -m bench.replug [--seconds 60] [--seed 1]

A port comes back under another name each time, as with the kernel's numbers. Drivers are the product's own. Prints the
longest time from plug to work; one that is not back within ten seconds, a paper printed twice or one that nobody was
told of, a torn scan or a press heard twice ends it with an error.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bench.pulled.absence import Absence
from bench.pulled.bus import KeypadPlace, SignsPlace
from bench.pulled.printer import PrinterPlace
from bench.pulled.scanner import ScannerPlace

PROMISED = 10.0


class Place(Protocol):
    """A device, its port, and somebody who uses it."""

    name: str
    absence: Absence

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    async def use(self, chance: random.Random) -> None:
        """Use it until cancelled; `absence` hears when it works again."""
        ...

    def faults(self) -> list[str]: ...

    def said(self) -> str: ...

    async def close(self) -> None: ...


def places(folder: Path) -> list[Place]:
    """All that stands in a hall."""
    return [
        *(PrinterPlace(folder, name) for name in ("a", "b")),
        *(ScannerPlace(folder, name, by_pattern=name == "b") for name in ("a", "b")),
        SignsPlace(folder),
        KeypadPlace(folder),
    ]


async def hands(place: Place, chance: random.Random) -> None:
    """Pull it and plug it in again, until cancelled. Mostly it has been back before it is pulled again."""
    while True:
        await asyncio.sleep(chance.uniform(4, 15))
        await asyncio.to_thread(place.unplug)
        await asyncio.sleep(chance.uniform(0.1, 8))
        await asyncio.to_thread(place.plug)


async def play(here: Sequence[Place], *, seconds: float, seed: int) -> list[str]:
    """Use and pull all of them for so long; what went wrong."""
    chance = random.Random(seed)
    work = [asyncio.create_task(each.use(chance)) for each in here]
    work += [asyncio.create_task(hands(each, chance)) for each in here]
    done, _ = await asyncio.wait(work, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    for task in done:
        task.result()
    wrong = []
    for each in here:
        await each.close()
        wrong += [f"{each.name}: {fault}" for fault in each.faults()]
        if each.absence.longest > PROMISED or not each.absence.backs:
            wrong.append(f"{each.name}: away for {each.absence.longest:.1f} s")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = places(Path(folder))
        wrong = asyncio.run(play(here, seconds=chosen.seconds, seed=chosen.seed))
    print("| device | plugged | back | longest, s | meanwhile |")
    print("|---|---|---|---|---|")
    for each in here:
        away = each.absence
        print(f"| {each.name} | {away.plugs} | {away.backs} | {away.longest:.1f} | {each.said()} |")
    for fault in wrong:
        print(fault, file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
