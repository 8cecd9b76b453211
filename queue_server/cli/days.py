"""`motcua day-hash` and `retention`: what a third party may keep of a day, and which days' records are over."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from queue_server.cli.reading import History, with_history
from queue_server.cli.words import Commands
from queue_server.config import Settings


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    day_hash = commands.add_parser("day-hash", help="print a day's hash, to be signed and kept by somebody else")
    day_hash.add_argument("day", nargs="?", default="", help="YYYY-MM-DD (the last day that is over)")
    day_hash.add_argument("--file", type=Path, help="also write the day's records, for whoever wants to recompute it")
    day_hash.set_defaults(command=_day_hash)

    check = commands.add_parser("verify-day", help="recompute the hash of a day's file, without the journal")
    check.add_argument("file", type=Path, help="from `motcua day-hash --file`, or the auditor's page")
    check.add_argument("--hash", default="", help="as it was printed")
    check.set_defaults(command=_verify_day)

    retention = commands.add_parser("retention", help="what a server would erase now because its time is over")
    retention.add_argument("--keep-tickets", type=int, default=24, metavar="MONTHS", help="as with serve (24)")
    retention.add_argument("--keep-acts", type=int, default=60, metavar="MONTHS", help="as with serve (60)")
    retention.set_defaults(command=_retention)
    for each in (day_hash, retention):
        each.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")


def _day_hash(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.days import stretches
    from queue_server.web.day_file import day_file, sheet, written

    def show(history: History) -> int:
        days = stretches(history.chained)
        over = [each for each in days if each.day == options.day] if options.day else days[-2:-1] or days
        if not over:
            print(f"no day {options.day} in this journal".replace("  ", " "), file=sys.stderr)
            return 1
        day = over[-1]
        before = history.records[day.first - 2].hash if day.first > 1 else ""
        taken = day_file(
            history.records[day.first - 1 : day.last],
            centre=history.centre,
            epoch=history.epoch,
            day=day.day,
            previous=before,
        )
        print(sheet(taken))
        if options.file:
            options.file.write_bytes(written(taken))
        return 0

    return with_history(options, show)


def _verify_day(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.web.day_file import DayFileWrong, proved, read

    try:
        found = proved(read(options.file.read_bytes()))
    except (DayFileWrong, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.hash and "".join(options.hash.split()).lower() != found.hash:
        print(f"{found.day}: the records give another hash than the printed one: {found.hash}", file=sys.stderr)
        return 1
    print(f"{found.day}: {found.last - found.first + 1} records give {found.hash}")
    return 0


def _retention(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.retention import Limits, overdue

    def show(history: History) -> int:
        limits = Limits(tickets=options.keep_tickets or None, acts=options.keep_acts or None)
        found = overdue(history.chained, limits=limits, now=time.time_ns() // 1_000_000)
        for each in found:
            days = f", {len(each.days)} days until {each.days[-1].day}" if each.days else ""
            print(f"{each.what}: {each.records} records up to {each.up_to}{days}")
        if not found:
            print("nothing: no record is older than it may be")
        return 0

    return with_history(options, show)
