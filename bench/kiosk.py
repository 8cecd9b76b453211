"""A kiosk's touches, from the lifting of a finger to the next screen painted, and what kiosk and board cost while idle.

    python -m bench.kiosk [--size 1080x1920] [--visits 20] [--idle 60]

The window is the kiosk's own, drawn by software on no screen, against a real server, with a printer at the
end of a line. The first visit, in which screens may still be built, is counted like the others.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles

from chaos.board_process import board_process
from chaos.gauge import read
from chaos.kiosk_process import KioskProcess, Touch
from chaos.lobby import PROCEDURE, SERVICE, Lobby

#: Seconds in which a board has started.
_STARTED = 20


def visit(kiosk: KioskProcess, took: dict[str, list[Touch]]) -> None:
    """A citizen takes a number."""
    kiosk.until(lambda seen: seen.screen == "home", what="the first screen")
    took["field → procedures"].append(kiosk.touch(SERVICE))
    procedure = next(name for name in kiosk.look().names if name.startswith(PROCEDURE))
    took["procedure → before"].append(kiosk.touch(procedure))
    took["take a number → printing"].append(kiosk.touch("take"))
    kiosk.until(lambda seen: seen.screen == "take", what="the slip")
    took["done → first screen"].append(kiosk.touch("done"))


def idle(pid: int, *, seconds: float) -> str:
    """Percent of one processor that nobody's presence costs, and memory."""
    before, began = read(pid), time.monotonic()
    time.sleep(seconds)
    after = read(pid)
    share = 100 * (after.processor - before.processor) / (time.monotonic() - began)
    return f"{share:.1f} % of a processor; {after.megabytes:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--visits", type=int, default=20)
    parser.add_argument("--idle", type=float, default=60)
    chosen = parser.parse_args()
    width, height = map(int, chosen.size.split("x"))
    took: dict[str, list[Touch]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, Lobby(Path(folder) / "hall", size=(width, height)) as lobby:
        for _ in range(chosen.visits):
            visit(lobby.kiosk, took)
        lobby.kiosk.touch("language:vi")
        assert lobby.kiosk.process is not None
        waiting = idle(lobby.kiosk.process.pid, seconds=chosen.idle)
        with board_process(lobby.server, Path(folder) / "board", size=(1920, 1080)) as board:
            idle(board, seconds=_STARTED)
            showing = idle(board, seconds=chosen.idle)
    print("| touch → next screen | median, ms | p95, ms | of a processor: median, ms | p95, ms |")
    print("|---|---|---|---|---|")
    for name, touches in took.items():
        waited, worked = [each.ms for each in touches], [each.worked_ms for each in touches]
        figures = " | ".join(f"{median(times):.0f} | {quantiles(times, n=20)[-1]:.0f}" for times in (waited, worked))
        print(f"| {name} | {figures} |")
    print(f"kiosk, idle: {waiting}\nboard, idle: {showing}")


if __name__ == "__main__":
    main()
