"""The `motcua` command: where parts are put together. Each option names its environment variable in its own help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from queue_server.cli import admission, days, demo, devices, doctor, hardware, hub, journal, screens, server
from queue_server.cli.logs import FORMS, begin_logging
from queue_server.cli.ownership import act_as_owner
from queue_server.cli.words import Run
from queue_server.config import Settings

#: In the order of its help.
_WORDS = (server, journal, days, hub, admission, screens, devices, hardware, doctor, demo)

_OURS = frozenset({"queue_server", "hardware", "kiosk", "display", "windows", "devices"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use."""
    settings = Settings.from_environment()
    options = parser(settings).parse_args(arguments)
    begin_logging(options.log, verbose=options.verbose)
    run: Run = options.command
    if isinstance(folder := getattr(options, "data", None), Path) and not getattr(options, "stays_root", False):
        act_as_owner(folder)
    try:
        return run(options, settings)
    except KeyboardInterrupt:
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _OURS:
            raise
        parts = "motcua[server], motcua[kiosk], motcua[display]"
        print(f"chưa cài · not installed here: {error.name}; pip install {parts}", file=sys.stderr)
        return 2


def parser(settings: Settings) -> argparse.ArgumentParser:
    """All words and options; `settings` are their defaults."""
    parser = argparse.ArgumentParser(prog="motcua", description="Queue management for public service centres.")
    parser.add_argument("--verbose", action="store_true", help="say what happens on the error stream")
    parser.add_argument("--log", choices=FORMS, default=settings.log, help="form of log lines (MOTCUA_LOG)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for words in _WORDS:
        words.add(commands, settings)
    return parser
