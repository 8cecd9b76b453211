"""`motcua verify` and `motcua explain`: what a journal proves."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from queue_server.cli.words import Commands
from queue_server.config import Settings
from queue_server.core.events import Event

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

    for each in (verify, explain):
        each.add_argument("--centre", required=True, help="the centre's id")
        each.add_argument("--data", type=Path, default=settings.data, help="MOTCUA_DATA")


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


def _with_history(options: argparse.Namespace, show: Callable[[History], int]) -> int:
    """Read the whole journal, its chain checked, and show something of it."""
    from queue_server.journal.base import JournalError
    from queue_server.live import event_of
    from queue_server.serving import JOURNAL, open_journal

    if not (options.data / JOURNAL).exists():
        print(f"{options.data / JOURNAL}: no such journal; give its folder with --data", file=sys.stderr)
        return 2

    async def read() -> History:
        journal, codec = await open_journal(options.data, options.centre)
        try:
            return [(record.version, record.hash, event_of(codec, record)) async for record in journal.read()]
        finally:
            await journal.close()

    try:
        history = asyncio.run(read())
    except (JournalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return show(history)
