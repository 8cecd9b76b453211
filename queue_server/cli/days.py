"""Days for others, days that are over, and days seen otherwise: `day-hash`, `retention`, `dry-run`, `authorities`."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from itertools import islice
from pathlib import Path

from queue_server.cli.failures import failed, refused, said
from queue_server.cli.reading import History, with_history
from queue_server.cli.words import Commands, months
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
    retention.add_argument("--keep-tickets", type=months, default=24, metavar="MONTHS", help="as with serve (24)")
    retention.add_argument("--keep-acts", type=months, default=60, metavar="MONTHS", help="as with serve (60)")
    retention.set_defaults(command=_retention)

    trial = commands.add_parser("dry-run", help="how long people would have waited on a past day under another file")
    trial.add_argument("centre", metavar="CENTRE", help="a file, FILE#id, or the name of an example")
    trial.add_argument("day", help="YYYY-MM-DD")
    trial.set_defaults(command=_dry_run)

    bodies = commands.add_parser("authorities", help="visits by who received them and who decides, as CSV")
    bodies.add_argument("--day", help="YYYY-MM-DD (all days of the journal)")
    bodies.set_defaults(command=_authorities)
    for each in (day_hash, retention, trial, bodies):
        each.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")


def _day_hash(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.days import stretches
    from queue_server.web.day_file import day_file, sheet, written

    def show(history: History) -> int:
        days = stretches(history.placed())
        over = [each for each in days if each.day == options.day] if options.day else days[-2:-1] or days
        if not over:
            return _no_such_day(options.day)
        day = over[-1]
        records = history.records(after=max(0, day.first - 2))
        before = next(records).hash if day.first > 1 else ""
        taken = day_file(
            list(islice(records, day.last - day.first + 1)),
            centre=history.centre,
            epoch=history.epoch,
            day=day.day,
            previous=before,
        )
        if options.file:
            try:
                options.file.write_bytes(written(taken))
            except OSError as error:
                return failed(error)
        print(sheet(taken))
        return 0

    return with_history(options, show)


def _no_such_day(day: str) -> int:
    if not day:
        return refused("Nhật ký chưa có ngày nào", "there is no day in this journal yet")
    return refused(
        f"Nhật ký không có ngày {day}; xem các ngày: motcua verify --days",
        f"no day {day} in this journal: see `motcua verify --days`",
    )


def _verify_day(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.web.day_file import DayFileWrong, proved, read

    try:
        found = proved(read(options.file.read_bytes()))
    except DayFileWrong as error:
        return refused("Tệp của ngày không đúng", str(error))
    except OSError as error:
        return failed(error)
    if options.hash and "".join(options.hash.split()).lower() != found.hash:
        return refused(
            f"{found.day}: các bản ghi KHÔNG cho mã đã in",
            f"the records give another hash than the printed one: {found.hash}",
        )
    count = found.last - found.first + 1
    print(said(f"{found.day}: {count} bản ghi cho mã", f"{count} records give {found.hash}"))
    return 0


def _retention(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.core.lasting import Limits
    from queue_server.retention import overdue

    def show(history: History) -> int:
        limits = Limits(tickets=options.keep_tickets or None, acts=options.keep_acts or None)
        found = overdue(history.placed(), limits=limits, now=time.time_ns() // 1_000_000)
        for each in found:
            days = f", {len(each.days)} ngày · days … {each.days[-1].day}" if each.days else ""
            print(f"{each.what}: {each.records} bản ghi · records … {each.up_to}{days}")
        if not found:
            print(said("không có gì quá hạn", "nothing: no record is older than it may be"))
        return 0

    return with_history(options, show)


def _dry_run(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.reports.demands import NoSuchDay
    from queue_server.reports.dry_run import Waits, compared, dry_run
    from queue_server.serving import find_centre

    def cells(waits: Waits) -> str:
        minutes = ("–" if each is None else f"{each:.1f}" for each in (waits.mean, waits.p90, waits.longest))
        return f"{waits.tickets:>6}{''.join(f'{each:>8}' for each in minutes)}{waits.unserved:>6}"

    def show(history: History) -> int:
        try:
            run = dry_run(history.events(), find_centre(options.centre).plan, day=options.day)
        except NoSuchDay:
            return _no_such_day(options.day)
        except (CatalogueErrors, LookupError, OSError) as error:
            return failed(error)
        print("phút chờ · minutes waited                số    t.bình     90 %  lâu nhất  không kịp")
        for row in compared(run):
            print(row.service or "tất cả · all")
            print(f"  {'thực tế · real':<34}{cells(row.real)}")
            print(f"  {'trước · before':<34}{cells(row.before)}")
            print(f"  {'sau · after':<34}{cells(row.after)}")
        for code, count in sorted(run.after.turned_away.items()):
            print(f"không phát số · no number: {count} ({code})")
        return 0

    return with_history(options, show)


def _authorities(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.authorities import handled

    def show(history: History) -> int:
        table = csv.writer(sys.stdout)
        table.writerow(("helped", "received", "employer", "decides", "procedure", "visits"))
        for way, visits in sorted(handled(history.events(), day=options.day).items()):
            table.writerow((history.centre, way.received, way.employer, way.decides, way.procedure, visits))
        return 0

    return with_history(options, show)
