"""`motcua hub`, `publish`, `promote`: many centres' journals on one machine, settings for all, going on with one."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path

from queue_server.cli.server import until_stopped
from queue_server.cli.words import Commands
from queue_server.config import Settings

#: In the hub's data folder.
_ARCHIVE, _TOKENS, _PUBLISHED = "archive.sqlite", "centres.json", "published"


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    hub = commands.add_parser("hub", help="keep the journals of centres, and show them all on a page")
    hub.add_argument("--admit", metavar="CENTRE", help="let a centre send its journal; prints its token once, and ends")
    hub.add_argument("--host", default=settings.host, help="address to listen on (MOTCUA_HOST)")
    hub.add_argument("--port", type=int, default=8900, help="port to listen on (8900)")
    hub.add_argument("--keep-tickets", type=int, default=24, metavar="MONTHS", help="as with serve (24; 0: for ever)")
    hub.add_argument("--keep-acts", type=int, default=60, metavar="MONTHS", help="as with serve (60; 0: for ever)")
    hub.set_defaults(command=_hub)

    publish = commands.add_parser("publish", help="sign a province's file and hand it down to all centres of a hub")
    publish.add_argument("file", type=Path, help="of `kind: province`")
    publish.add_argument("--key", type=Path, required=True, help="private key, made where there is none; keep it apart")
    publish.set_defaults(command=_publish)

    promote = commands.add_parser("promote", help="on a spare machine: go on with a centre whose server is lost")
    promote.add_argument("centre", help="its id")
    promote.add_argument("--to", type=Path, required=True, help="data folder of the new server")
    promote.set_defaults(command=_promote)

    for each in (hub, publish, promote):
        each.add_argument("--data", type=Path, default=settings.data / "hub", help="folder of the hub")


def _hub(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.core.lasting import Limits
    from queue_server.hub.published import Published
    from queue_server.hub.server import Hub
    from queue_server.hub.serving import serving_hub
    from queue_server.hub.tokens import Tokens
    from queue_server.journal.archive import Archive
    from queue_server.journal.base import JournalError

    tokens = Tokens(options.data / _TOKENS)
    if options.admit:
        print(tokens.add(options.admit))
        return 0

    limits = Limits(tickets=options.keep_tickets or None, acts=options.keep_acts or None)

    async def run() -> None:
        archive = await Archive.open(options.data / _ARCHIVE)
        published = Published(options.data / _PUBLISHED)
        hub = Hub(archive, tokens, published, clock=lambda: time.time_ns() // 1_000_000)
        try:
            async with serving_hub(hub, host=options.host, port=options.port, limits=limits) as server:
                port = server.sockets[0].getsockname()[1]
                print(f"Các trung tâm · all centres: http://{options.host}:{port}/", flush=True)
                await until_stopped(asyncio.ensure_future(server.wait_closed()))
        finally:
            await archive.close()

    try:
        asyncio.run(run())
    except (JournalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _publish(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.hub.published import Published
    from queue_server.signature import KeyUnusable

    try:
        number, key = Published(options.data / _PUBLISHED).publish(options.file, key=options.key)
    except (CatalogueErrors, KeyUnusable, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"cấu hình số · settings {number}", file=sys.stderr)
    print(key)
    return 0


def _promote(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.hub.promote import promote
    from queue_server.journal.archive import Archive
    from queue_server.journal.base import JournalError
    from queue_server.serving import JOURNAL

    async def run() -> int:
        archive = await Archive.open(options.data / _ARCHIVE)
        try:
            return await promote(archive, options.centre, options.to / JOURNAL, now=time.time_ns() // 1_000_000)
        finally:
            await archive.close()

    try:
        taken = asyncio.run(run())
    except (JournalError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{taken} records. Now: motcua serve --data {options.to} …, at the address that devices know")
    return 0
