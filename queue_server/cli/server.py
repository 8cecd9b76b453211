"""`motcua serve`, and `motcua check` of a centre's file."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TYPE_CHECKING

from queue_server.cli.failures import failed
from queue_server.cli.words import Commands, database, minutes, months, port, servers, web_address
from queue_server.clock import Clock
from queue_server.config import Settings
from queue_server.core.plan import CentrePlan

if TYPE_CHECKING:
    from queue_server.journal.codec import EventCodec
    from queue_server.journal.sql import SqlJournal
    from queue_server.uplink import JournalUplink

#: How often a server that waits behind another looks whether it has gone.
_LOOK_SECONDS = 1.0
#: How often changed files go into the database: for who may take over any moment, and for copies.
_TAKE_OVER, _COPIES = 0.5, 10.0

if TYPE_CHECKING:
    from queue_server.web.speech import Speak


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    check = commands.add_parser("check", help="read a centre's file and report every problem in it")
    check.add_argument("file", type=Path, help="of `kind: centre` or `kind: province`")
    check.add_argument("--language", choices=("vi", "en"), default=settings.language, help="MOTCUA_LANGUAGE")
    check.set_defaults(command=_check)

    serve = commands.add_parser("serve", help="run a centre's server")
    serve.add_argument(
        "--centre", default="", help="a centre's file, or the name of an example such as kt-tp (else set up on a page)"
    )
    serve.add_argument("--data", type=Path, default=settings.data, help="folder of the journal (MOTCUA_DATA)")
    serve.add_argument(
        "--database", type=database, default=settings.database,
        help="postgresql:// address of a journal that several servers share: one serves, others wait (MOTCUA_DATABASE)",
    )  # fmt: skip
    serve.add_argument("--host", default=settings.host, help="address to listen on (MOTCUA_HOST)")
    serve.add_argument("--port", type=port, default=settings.port, help="port to listen on (MOTCUA_PORT)")
    serve.add_argument(
        "--public-url",
        type=web_address,
        default=settings.public_url,
        help="address that phones reach (MOTCUA_PUBLIC_URL)",
    )
    serve.add_argument("--dossiers", type=Path, help="CSV file of dossiers to look up at the kiosks (docs/scanners.md)")
    serve.add_argument(
        "--appointments", type=Path, help="CSV file of appointments to check in for at the kiosks (docs/scanners.md)"
    )
    serve.add_argument(
        "--copies", type=Path, action="append", default=[], metavar="FOLDER",
        help="keep copies of the journal there too; may be given more than once, also for a share of another machine",
    )  # fmt: skip
    serve.add_argument(
        "--alerts", default=settings.alerts, metavar="FILE", help="addresses told of alerts, one a line (MOTCUA_ALERTS)"
    )
    serve.add_argument(
        "--uplink", nargs=2, action="append", default=[], metavar=("URL", "TOKEN_FILE"),
        help="send the journal to this hub or spare (ws://host:8900/uplink); may be given more than once",
    )  # fmt: skip
    serve.add_argument(
        "--province-key", type=Path, metavar="FILE",
        help="take the settings that come down an uplink, signed with the key of this line (motcua publish)",
    )  # fmt: skip
    serve.add_argument(
        "--metrics-token",
        default=settings.metrics_token,
        help="who has it may read /metrics from another machine (MOTCUA_METRICS_TOKEN)",
    )
    serve.add_argument("--copy-every", type=minutes, default=15.0, metavar="MINUTES", help="how often to copy (15)")
    serve.add_argument(
        "--keep-tickets",
        type=months,
        default=24,
        metavar="MONTHS",
        help="how long records of tickets are kept (24; 0: for ever)",
    )
    serve.add_argument(
        "--keep-acts",
        type=months,
        default=60,
        metavar="MONTHS",
        help="how long what people did beside them is kept (60; 0: for ever)",
    )
    serve.add_argument("--clips", type=Path, help="folder of recorded clips, for boards in a browser")
    serve.add_argument("--clock", type=Clock.parse, default=Clock.real(), help=argparse.SUPPRESS)
    serve.set_defaults(command=_serve)


def _check(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.catalogue.checking import report

    text, status = report(options.file, language=options.language)
    print(text)
    return status


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    try:
        for url, _ in options.uplink:
            servers(url)
    except argparse.ArgumentTypeError as error:
        print(f"--uplink: {error}", file=sys.stderr)
        return 2
    gc.disable()  # what is loaded now stays: to look for garbage in it, again and again, is a tenth of the start
    from queue_server.alerts.outward import AddressUnusable, Outward
    from queue_server.appointments.csv_file import CsvBook
    from queue_server.catalogue.problems import CatalogueErrors
    from queue_server.catalogue.versions import Versions
    from queue_server.core.lasting import Limits
    from queue_server.csv_table import TableInvalid
    from queue_server.dossiers.csv_file import CsvRegistry
    from queue_server.journal.base import JournalConflict, JournalError, JournalTaken
    from queue_server.keeping import Schedule, keeping
    from queue_server.retention import keep_to
    from queue_server.serving import Address, configured, first_start, serving
    from queue_server.shared_files import SharedFiles
    from queue_server.shared_media import SharedMedia
    from queue_server.signature import KeyUnusable
    from queue_server.web.access import Access
    from queue_server.web.provider import Provider
    from queue_server.web.setup import Setup, needed

    gc.freeze()
    # What a day leaves behind stays until the night. Python of itself looks through the newest of it every few tickets,
    # which is an eighth of what a ticket costs.
    gc.set_threshold(20_000, 20, 20)
    gc.enable()

    async def run() -> None:
        access, versions = Access(options.data / "access.json", clock=time.time), Versions(options.data)
        address = Address(host=options.host, port=options.port, public_url=options.public_url)
        if not options.centre and versions.latest() is None:
            setup = Setup(centre=True)
            await first_start(
                setup, access, address=address, listening=lambda port: _say_setup(options.host, port, setup.code)
            )
        plan = configured(versions, name=options.centre, now=options.clock())
        journal, codec = await _own(plan, options)
        sharing = SharedFiles(journal, options.data)
        if options.database:  # as the server left it that was here before
            await sharing.bring()
            plan = configured(versions, name=options.centre, now=options.clock())
        schedule = Schedule(folders=tuple(options.copies), every=options.copy_every * 60)
        dossiers = CsvRegistry(options.dossiers) if options.dossiers else None
        appointments = CsvBook(options.appointments) if options.appointments else None
        outward = Outward(Path(options.alerts)) if options.alerts else None
        account = Setup(centre=False) if needed(access) else None
        provider = Provider(
            issuer=settings.oidc_issuer,
            client=settings.oidc_client,
            secret=settings.oidc_secret,
            claim=settings.oidc_claim,
        )
        try:
            async with (
                keeping(journal, options.data, schedule),
                serving(
                    plan,
                    journal,
                    codec,
                    access,
                    address=address,
                    clock=options.clock,
                    dossiers=dossiers,
                    appointments=appointments,
                    speak=_speech(options.clips),
                    setup=account,
                    provider=provider if settings.oidc_issuer else None,
                    outward=outward,
                    uplinks=[_uplink(journal, *each) for each in options.uplink],
                    metrics_token=options.metrics_token,
                    copies=schedule.made,
                    province_key=options.province_key.read_text("ascii") if options.province_key else "",
                ) as server,
            ):
                print(f"{plan.names['vi']} · http://{options.host}:{server.port}/", flush=True)
                if account is not None:
                    _say_setup(options.host, server.port, account.code)
                limits = Limits(tickets=options.keep_tickets or None, acts=options.keep_acts or None)
                beside = [
                    asyncio.create_task(keep_to(server.live, journal, limits=limits)),
                    asyncio.create_task(sharing.run(every=_TAKE_OVER if options.database else _COPIES)),
                ]
                if options.database:
                    beside.append(asyncio.create_task(SharedMedia(journal, options.data).run()))
                try:
                    await until_stopped(server.ended)
                finally:
                    for each in beside:
                        each.cancel()
                    await asyncio.gather(*beside, return_exceptions=True)
        finally:
            await journal.close()

    try:
        while True:
            try:
                asyncio.run(run())
            except (JournalConflict, JournalTaken) as error:
                if not options.database:
                    raise
                print(error, file=sys.stderr)  # another server took over: wait behind it
            else:
                return 0
    except (
        CatalogueErrors,
        JournalError,
        LookupError,
        OSError,
        TableInvalid,
        AddressUnusable,
        KeyUnusable,
    ) as error:
        return failed(error)


def _uplink(journal: SqlJournal, url: str, token_file: str) -> JournalUplink:
    from queue_server.uplink import JournalUplink

    return JournalUplink(journal, url, token=Path(token_file).read_text("utf-8").strip())


async def _own(plan: CentrePlan, options: argparse.Namespace) -> tuple[SqlJournal, EventCodec]:
    """The centre's journal; in a shared database, once the server that owns it has gone. Raises `JournalError`."""
    from queue_server.journal.base import JournalAddressWrong, JournalTaken, JournalUnavailable
    from queue_server.serving import open_journal

    said = ""
    while True:
        try:
            return await open_journal(options.data, plan.id, database=options.database)
        except JournalUnavailable as error:
            if not options.database or isinstance(error, JournalAddressWrong):
                raise
            if str(error) != said:
                said = str(error)
                print("standby:" if isinstance(error, JournalTaken) else "waiting:", said, file=sys.stderr, flush=True)
        await asyncio.sleep(_LOOK_SECONDS)


def _say_setup(host: str, port: int, code: str) -> None:
    print(f"Thiết lập · set up: http://{host}:{port}/setup   mã · code: {code}", flush=True)


def _speech(clips: Path | None) -> Speak:
    """Recorded clips where there is a folder of them, else espeak-ng."""
    from display.speech_file import SpeechFiles
    from hardware.speaker.clips import ClipVoice
    from hardware.speaker.espeak import EspeakVoice
    from hardware.speaker.voices import Voices

    return SpeechFiles(Voices(ClipVoice(clips), EspeakVoice()) if clips else EspeakVoice())


async def until_stopped(ended: Awaitable[None]) -> None:
    """Until Ctrl-C or a polite request to end; a part that failed ends it with its own error."""
    stop = asyncio.get_running_loop().create_future()

    def ask_to_stop() -> None:
        if not stop.done():
            stop.set_result(None)

    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ask_to_stop)
    await asyncio.wait([asyncio.ensure_future(ended), stop], return_when=asyncio.FIRST_COMPLETED)
    if not stop.done():
        await ended
