"""`motcua demo`: a whole centre on this machine."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from queue_server.cli.failures import failed
from queue_server.cli.words import Commands, port, speed
from queue_server.config import Settings


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    demo = commands.add_parser("demo", help="run a whole centre on this machine, with citizens and officers")
    demo.add_argument("--centre", default="kt-tp", help="an example's name or a file")
    demo.add_argument("--speed", type=speed, default=1.0, help="how much faster than life")
    demo.add_argument("--until-closing", action="store_true", help="replay a whole working day, then sum it up")
    demo.add_argument("--date", type=date.fromisoformat, help="the day to replay, YYYY-MM-DD (this week's Monday)")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same citizens")
    demo.add_argument("--port", type=port, default=settings.port, help="MOTCUA_PORT")
    demo.add_argument("--folder", type=Path, default=settings.data / "demo", help="journal, slips, screenshots")
    demo.add_argument("--no-windows", action="store_true", help="leave out the kiosk's and the board's windows")
    demo.add_argument("--no-people", action="store_true", help="nobody comes and nobody serves but you")
    demo.set_defaults(command=_demo)


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.demo.run import run_demo

    try:
        return run_demo(
            options.centre,
            speed=options.speed,
            until_closing=options.until_closing,
            day=options.date,
            seed=options.seed,
            port=options.port,
            folder=options.folder,
            windows=not options.no_windows,
            people=not options.no_people,
            display=settings.display,
        )
    except (CatalogueErrors, LookupError, OSError) as error:
        return failed(error)
