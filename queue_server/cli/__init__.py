"""The `motcua` command: where parts are put together. Each option names its environment variable in its own help."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from queue_server.cli import admission, days, demo, devices, doctor, hardware, hub, journal, screens, server
from queue_server.cli.failures import failed, refused
from queue_server.cli.logs import FORMS, begin_logging
from queue_server.cli.ownership import act_as_owner
from queue_server.cli.words import Parser, Run
from queue_server.config import Settings
from queue_server.json_file import JsonDamaged

log = logging.getLogger(__name__)

#: In the order of its help.
_WORDS = (server, journal, days, hub, admission, screens, devices, hardware, doctor, demo)

_OURS = frozenset({"queue_server", "hardware", "kiosk", "display", "windows", "devices"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use."""
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        return refused("Biến môi trường chưa đúng", str(error), status=2)
    options = parser(settings).parse_args(arguments)
    begin_logging(options.log, verbose=options.verbose)
    run: Run = options.command
    if isinstance(folder := getattr(options, "data", None), Path) and not getattr(options, "stays_root", False):
        act_as_owner(folder)
    try:
        status = run(options, settings)
        sys.stdout.flush()  # or a reader who has left would be found out only when nobody can say so any more
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read what is said has enough: `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (OSError, JsonDamaged) as error:
        log.debug("failed", exc_info=True, extra={"action": "failed"})
        return failed(error)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _OURS:
            raise
        ways = "pip install '.[server]' / '.[kiosk]' / '.[display]'"
        return refused(
            f"Chưa cài {error.name}: trong thư mục nguồn, {ways}",
            "it is not installed here: type that in the folder of the source",
            status=2,
        )


def parser(settings: Settings) -> argparse.ArgumentParser:
    """All words and options; `settings` are their defaults."""
    parser = Parser(prog="motcua", description="Lấy số và gọi số cho bộ phận một cửa · queues of one-stop centres")
    parser.add_argument("--verbose", action="store_true", help="say what happens on the error stream")
    parser.add_argument("--log", choices=FORMS, default=settings.log, help="form of log lines (MOTCUA_LOG)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for words in _WORDS:
        words.add(commands, settings)
    return parser
