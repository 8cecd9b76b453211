"""The `motcua` command: where parts are put together. Each option names its environment variable in its own help."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence

from queue_server.cli import admission, demo, devices, hardware, hub, journal, screens, server
from queue_server.cli.words import Run
from queue_server.config import Settings

#: In the order of its help.
_WORDS = (server, journal, hub, admission, screens, devices, hardware, demo)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when all went well, 1 when something was found wrong, 2 for wrong use."""
    settings = Settings.from_environment()
    options = _parser(settings).parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        handlers=[_Actions(sys.stderr)],
    )
    # Frames hold what must not be kept, such as the day's key: the library would write them out.
    logging.getLogger("websockets").setLevel(logging.INFO)
    run: Run = options.command
    try:
        return run(options, settings)
    except KeyboardInterrupt:
        return 130


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua", description="Queue management for public service centres.")
    parser.add_argument("--verbose", action="store_true", help="say what happens on the error stream")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for words in _WORDS:
        words.add(commands, settings)
    return parser


class _Actions(logging.StreamHandler):  # type: ignore[type-arg]
    """Log lines with their action word and data: `… link down action=link_down error=…`."""

    _PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        data = {key: value for key, value in vars(record).items() if key not in self._PLAIN}
        extra = "".join(f" {key}={json.dumps(value, default=str, ensure_ascii=False)}" for key, value in data.items())
        return super().format(record) + extra
