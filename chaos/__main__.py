"""The table: what was tried, how much of it, and what held.

    python -m chaos [--long] [part …]

Each part is a module that can be run by itself. Exits with 1 when something did not hold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from chaos import (
    bit_flips,
    core_days,
    frames,
    full_disk,
    kills,
    model,
    mutations,
    partitions,
    power_cut,
    protections,
    repeats,
    simulation,
    soak,
    spare,
    storm,
    takeover,
    told_by_tests,
    uplinks,
)
from chaos.row import Row

#: Each part with its figures for every change, and for a night.
PARTS: dict[str, tuple[Callable[[], Row], Callable[[], Row]]] = {
    "model": (lambda: model.measure(days=200, steps=50), lambda: model.measure(days=5_000, steps=100)),
    "days": (lambda: core_days.measure(days=50), lambda: core_days.measure(days=1_000)),
    "simulation": (
        lambda: simulation.measure(seeds=300, minutes=2),
        lambda: simulation.measure(seeds=20_000, minutes=2),
    ),
    "power": (lambda: power_cut.measure(cuts=1_000), lambda: power_cut.measure(cuts=10_000)),
    "kills": (lambda: kills.measure(kills=20), lambda: kills.measure(kills=500)),
    "takeover": (lambda: takeover.measure(kills=5), lambda: takeover.measure(kills=100)),
    "spare": (spare.measure, spare.measure),
    "damage": (lambda: bit_flips.measure(damages=50), lambda: bit_flips.measure(damages=1_000)),
    "repeats": (lambda: repeats.measure(requests=1_000), lambda: repeats.measure(requests=100_000)),
    "frames": (lambda: frames.measure(frames=10_000), lambda: frames.measure(frames=1_000_000)),
    "partitions": (lambda: partitions.measure(seconds=12), lambda: partitions.measure(seconds=300)),
    "disk": (lambda: full_disk.measure(seconds=6), lambda: full_disk.measure(seconds=60)),
    "uplinks": (lambda: uplinks.measure(centres=500), lambda: uplinks.measure(centres=3_400)),
    "storm": (lambda: storm.measure(clients=500), lambda: storm.measure(clients=2_000)),
    "clocks": (told_by_tests.clocks, lambda: told_by_tests.clocks(by_lot=500)),
    "upgrades": (told_by_tests.upgrades, told_by_tests.upgrades),
}


#: Only of a night: each error is a run of tests, and what grows is not seen in minutes.
NIGHTLY: dict[str, Callable[[], Row]] = {
    "mutations": mutations.measure,
    "protections": protections.measure,
    "soak": lambda: soak.whole(hours=2),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="the figures of a night")
    parser.add_argument("part", nargs="*", choices=[*PARTS, *NIGHTLY, []], help="only these")
    arguments = parser.parse_args()
    good = True
    for name in arguments.part or [*PARTS, *(NIGHTLY if arguments.long else ())]:
        row = NIGHTLY[name]() if name in NIGHTLY else PARTS[name][arguments.long]()
        print(row, flush=True)
        good = good and row.good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
