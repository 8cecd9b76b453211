"""`motcua verify`, `explain`, `ratings`, `backup` and `restore`: what a journal proves, and copies of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from queue_server.cli.words import Commands
from queue_server.config import Settings
from queue_server.core.events import KINDS, Event

#: Version, hash and event of each record.
History = list[tuple[int, str, Event]]


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    verify = commands.add_parser("verify", help="prove a journal: the chain, the numbers and every call")
    verify.add_argument("--days", action="store_true", help="list its service days with their hashes")
    verify.set_defaults(command=_verify)

    explain = commands.add_parser("explain", help="tell what happened to a number and why it was called when it was")
    explain.add_argument("number", help="as on the slip, such as A021")
    explain.add_argument("--day", help="YYYY-MM-DD (the last day in the journal)")
    explain.add_argument("--rival", metavar="NUMBER", help="say of each call why it was not this number")
    explain.add_argument("--language", choices=("vi", "en"), default=settings.language, help="MOTCUA_LANGUAGE")
    explain.set_defaults(command=_explain)

    ratings = commands.add_parser("ratings", help="what citizens thought, by service and by desk")
    ratings.add_argument("--day", help="YYYY-MM-DD (all days of the journal)")
    ratings.set_defaults(command=_ratings)

    backup = commands.add_parser("backup", help="let the running server write a copy of its journal")
    backup.add_argument("file", type=Path, help="the copy; it must not be there yet")
    backup.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="go on from a copy, as a new epoch; stop the server first")
    restore.add_argument("file", type=Path, help="the copy")
    restore.add_argument("--drill", action="store_true", help="only prove that it could be gone on with")
    restore.set_defaults(command=_restore)

    for each in (verify, explain, ratings, backup, restore):
        each.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")


def _verify(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.days import stretches
    from queue_server.reports.proof import prove

    def show(history: History) -> int:
        proof = prove(event for _, _, event in history)
        print(f"{proof.events} events in an unbroken chain, {proof.calls} calls, {proof.overrides} by hand")
        for day in stretches(history) if options.days else ():
            print(f"{day.day}  records {day.first}-{day.last}  {day.hash}")
        for what in (*proof.repeated, *proof.doubled, *proof.unexplained, *proof.impossible):
            print(f"not explained: {what}")
        return 0 if proof.sound else 1

    return _with_history(options, show)


def _explain(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.days import stretches
    from queue_server.reports.explain import NotFound, explain
    from queue_server.reports.sentences import SENTENCES

    def show(history: History) -> int:
        words = SENTENCES[options.language]
        events = (event for _, _, event in history)
        try:
            story = explain(events, options.number, day=options.day, rival=options.rival, language=options.language)
        except NotFound as error:
            print(error, file=sys.stderr)
            return 1
        for clock, sentence in story.sentences:
            print(f"{clock}  {sentence}")
        for day in stretches(history):
            if day.day == story.day:
                print(words["records"].format(day=day.day, first=day.first, last=day.last, hash=day.hash))
        print(words["proved" if story.proved else "unproved"].format(number=story.number, day=story.day))
        return 0 if story.proved else 1

    return _with_history(options, show)


def _ratings(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.reports.ratings import Ratings, ratings

    def line(name: str, found: Ratings) -> str:
        counted = ", ".join(f"{portal} {found.portal[portal]}" for portal in ("like", "none", "dislike"))
        mean = "–" if found.mean is None else f"{found.mean:.2f}"
        reasons = ", ".join(f"{reason} {count}" for reason, count in found.reasons.most_common())
        return f"{name}: {len(found.values)} đánh giá · ratings, {mean}, {counted}{f' ({reasons})' if reasons else ''}"

    def show(history: History) -> int:
        report = ratings((event for _, _, event in history), day=options.day)
        print(f"{report.visits} lượt đã xong · visits")
        print(line("Tất cả · all", report.whole))
        for key, found in sorted(report.services.items()):
            print(line(f"Lĩnh vực · service {key}", found))
        for key, found in sorted(report.desks.items()):
            print(line(f"Quầy · desk {key}", found))
        return 0

    return _with_history(options, show)


def _backup(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.journal.base import JournalError
    from queue_server.keeping import ask_for_copy

    if options.file.exists():
        print(f"{options.file} is there already: name another file", file=sys.stderr)
        return 2
    try:
        version = asyncio.run(ask_for_copy(options.data, options.file.absolute()))
    except FileNotFoundError:
        print(f"no server runs in {options.data}: its journal may simply be copied", file=sys.stderr)
        return 1
    except (JournalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.file}: {version} records")
    return 0


def _restore(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.keeping import SOCKET
    from queue_server.serving import JOURNAL

    if not options.drill and (options.data / SOCKET).exists():
        print(f"a server runs in {options.data}: stop it first", file=sys.stderr)
        return 2
    if not options.drill:
        return _restore_to(options.data / JOURNAL, options.file)
    with tempfile.TemporaryDirectory() as place:
        return _restore_to(Path(place) / JOURNAL, options.file)


def _restore_to(target: Path, copy: Path) -> int:
    from queue_server.journal.base import JournalError
    from queue_server.restoring import restore

    try:
        proof = restore(copy, target, now=time.time_ns() // 1_000_000)
    except (JournalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{proof.events} events and {proof.calls} calls proved; the journal goes on in {target}")
    print("Numbers given after the copy are not known: each service leaves out at least a hundred of them today.")
    return 0


def _with_history(options: argparse.Namespace, show: Callable[[History], int]) -> int:
    """Read the whole journal, its chain checked, and show something of it."""
    from queue_server.journal.base import JournalError
    from queue_server.serving import JOURNAL

    if not (options.data / JOURNAL).exists():
        print(f"{options.data / JOURNAL}: no such journal; give its folder with --data", file=sys.stderr)
        return 2
    try:
        history = asyncio.run(_history(options.data))
    except (JournalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return show(history)


async def _history(folder: Path) -> History:
    """Every record of the journal in a data folder; of a copy of it, when a server has it open."""
    from queue_server.keeping import ask_for_copy
    from queue_server.serving import JOURNAL

    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / JOURNAL
        try:
            await ask_for_copy(folder, copy)
        except FileNotFoundError:
            copy = folder / JOURNAL
        return await _read(copy)


async def _read(file: Path) -> History:
    from queue_server.journal.codec import EventCodec
    from queue_server.journal.sql import SqlJournal
    from queue_server.live import event_of

    journal, codec = await SqlJournal.open(file, centre=await SqlJournal.centre_of(file)), EventCodec(KINDS)
    try:
        return [(record.version, record.hash, event_of(codec, record)) async for record in journal.read()]
    finally:
        await journal.close()
