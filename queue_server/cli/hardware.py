"""`motcua hardware`: the devices of this machine, found, tried out and set up."""

from __future__ import annotations

import argparse

from queue_server.cli.words import Commands
from queue_server.config import Settings


def add(commands: Commands, _: Settings) -> None:
    """Add this word to the command."""
    # What follows is for `python -m hardware` to understand, its options too: none of them begins with this prefix.
    hardware = commands.add_parser(
        "hardware", add_help=False, prefix_chars="\0", help="find printers, try them out, set them up"
    )
    hardware.add_argument("words", nargs="*")
    hardware.set_defaults(command=_hardware)


def _hardware(options: argparse.Namespace, _: Settings) -> int:
    from hardware.__main__ import main

    return main(options.words)
