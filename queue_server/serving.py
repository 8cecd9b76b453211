"""One centre's server put together: file, journal, live centre, switchboard, pages and sockets on one port."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from queue_server.alerts.alerting import Alerting, Sends
from queue_server.appointments.base import AppointmentBook, NoBook
from queue_server.catalogue.centre import Centre
from queue_server.catalogue.document import document, written
from queue_server.catalogue.problems import CatalogueErrors
from queue_server.catalogue.read import examine_text, read
from queue_server.catalogue.shipped import EXAMPLES, example
from queue_server.catalogue.versions import FOLDER, Versions
from queue_server.clock import Clock
from queue_server.core.commands import AdoptPlan, OpenDay
from queue_server.core.events import KINDS, Event
from queue_server.core.plan import CentrePlan, Instant
from queue_server.day_sums import Days
from queue_server.dossiers.base import DossierRegistry, NoRegistry
from queue_server.from_province import FromProvince
from queue_server.in_force import InForce
from queue_server.journal.base import Journal
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.kept_days import KEPT_DAYS, KeptDays
from queue_server.live import Codec, LiveCentre, event_of
from queue_server.measured import MeasuredJournal
from queue_server.morning import MORNING, KeptMorning
from queue_server.switchboard import Switchboard
from queue_server.uplink import JournalUplink
from queue_server.web import (
    audit,
    configuration,
    devices,
    dry_run,
    figures,
    languages,
    media,
    metrics,
    officers,
    opinions,
    preview,
    readiness,
)
from queue_server.web.access import Access
from queue_server.web.admitting import write_down
from queue_server.web.app import app_of, create_app
from queue_server.web.errands import Errands
from queue_server.web.metrics import Happened
from queue_server.web.pairing import Pairing
from queue_server.web.provider import Provider
from queue_server.web.setup import Setup, to_the_wizard
from queue_server.web.setup import routes as setup_routes
from queue_server.web.sign_in import SignOnRoutes
from queue_server.web.slow_lines import Unhurried
from queue_server.web.sockets import Sockets
from queue_server.web.speech import Speak
from queue_server.web.speech import routes as speech_routes

log = logging.getLogger(__name__)

#: The journal's file in a data folder.
JOURNAL = "journal.sqlite"


def find_centre(name: str) -> Centre:
    """The centre of a file, of an example by name, or of `FILE#id` where a file holds several.

    Raises `CatalogueErrors` with every problem of the file, and `LookupError` when it has no such centre.
    """
    file, _, wanted = name.partition("#")
    centres = read(_path(file)).centres
    for centre in centres:
        if centre.plan.id == wanted or (not wanted and len(centres) == 1):
            return centre
    raise LookupError(f"{file} holds {', '.join(each.plan.id for each in centres)}: choose one as {file}#id")


def _path(file: str) -> Path:
    return example(file) if file in EXAMPLES else Path(file)


def configured(versions: Versions, *, name: str, now: Instant) -> CentrePlan:
    """The plan to serve: of the named file when it has changed since it was read last, else the pages' latest.

    Raises as `find_centre` does; also when what is kept cannot be read any more.
    """
    latest = versions.latest()
    if name:
        plan = find_centre(name).plan
        text = written(document(_path(name.partition("#")[0]), centre=plan.id))
        digest = hashlib.sha256(text.encode()).hexdigest()
        read_before = [each.source for each in versions.all() if each.source]
        if latest is None or read_before[-1:] != [digest]:
            latest = versions.add(text, at=now, by="motcua serve", note=name, source=digest)
    if latest is None:
        raise LookupError("no centre is configured: give a file with --centre")
    findings = examine_text(latest.text, name=f"{FOLDER}/{latest.number}")
    if not findings.usable:
        raise CatalogueErrors(findings.problems)
    return findings.centres[0].plan


async def open_journal(folder: Path, centre: str, *, database: str = "") -> tuple[SqlJournal, EventCodec]:
    """The journal of a centre in a data folder, or in a database; begun when it is not there. Raises `JournalError`."""
    return await SqlJournal.open(database or _file_in(folder), centre=centre), EventCodec(KINDS)


def _file_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / JOURNAL


async def read_events(journal: Journal, codec: Codec) -> list[Event]:
    """Every event, with the chain checked on the way. Raises `JournalCorrupt`."""
    return [event_of(codec, record) async for record in journal.read()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen, and how phones reach it (for the QR code on slips); port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 8800
    public_url: str = ""


@dataclass(slots=True, kw_only=True)
class Serving:
    """A running server: its port and its centre. `ended` completes when a part of it has failed."""

    port: int
    live: LiveCentre
    ended: asyncio.Future[None]


@asynccontextmanager
async def serving(
    plan: CentrePlan,
    journal: Journal,
    codec: Codec,
    access: Access,
    *,
    address: Address,
    clock: Clock,
    dossiers: DossierRegistry | None = None,
    appointments: AppointmentBook | None = None,
    setup: Setup | None = None,
    speak: Speak | None = None,
    provider: Provider | None = None,
    outward: Sends | None = None,
    uplinks: Sequence[JournalUplink] = (),
    metrics_token: str = "",
    copies: Mapping[str, float] | None = None,
    province_key: str = "",
) -> AsyncIterator[Serving]:
    """Serve a centre while the block runs; leaving it closes connections and then the journal's last batch is out.

    With `setup` the first administrator may be made on a page; with `outward` grave alerts are told outside; each of
    `uplinks` has the journal sent to a hub; with `metrics_token` another machine may read the metrics, which tell when
    `copies` were made, by folder; with `province_key` settings that come down an uplink are taken.

    Raises `KeyUnusable`, OSError when the port is taken, `JournalCorrupt` when the journal cannot be trusted.
    """
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(closing(listen_at(address)))
        measured, happened = MeasuredJournal(journal), Happened()
        live = LiveCentre(
            measured,
            codec,
            clock=clock,
            speed=clock.speed,
            replayed=clock.replayed,
            mornings=KeptMorning(access.folder / MORNING),
        )
        await live.load()
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        _run(stack, live.run(), ended)
        _run(stack, live.wake(), ended)
        days = Days(live, KeptDays(access.folder / KEPT_DAYS))
        await live.do(AdoptPlan(plan=plan))
        await live.do(OpenDay())
        switchboard = Switchboard(live)
        live.publish += [switchboard.publish, happened.publish, days.published]
        _run(stack, switchboard.run(), ended)
        _run(stack, days.run(), ended)
        in_force = InForce(live, Versions(access.folder))
        settings = FromProvince(in_force, key=province_key) if province_key else None
        for uplink in uplinks:
            uplink.settings = settings
            live.publish.append(uplink.published)
            _run(stack, uplink.run(), ended)
        _run(stack, Alerting(live, lambda: switchboard.devices, outward=outward).run(), ended)
        port = int(listening.getsockname()[1])
        site = address.public_url or f"http://{address.host}:{port}"
        errands = Errands(live, switchboard, access)
        sockets = Sockets(
            live,
            switchboard,
            access,
            site=site,
            dossiers=dossiers or NoRegistry(),
            appointments=appointments or NoBook(),
            errands=errands,
        )
        _run(stack, write_down(live, access), ended)
        _run(stack, sockets.watch(), ended)
        _run(stack, sockets.pulse.run(), ended)
        app = create_app(
            live,
            access,
            *_pages(live, access, in_force, switchboard, errands, setup, days),
            *speech_routes(live, access, speak),
            *readiness.routes(live, takes_commits=lambda: readiness.takes_commits(access.folder)),
            *metrics.routes(
                live,
                happened,
                devices=lambda: switchboard.devices,
                commits=measured.commits,
                copies=copies or {},
                token=metrics_token,
            ),
            sign_on=_sign_on(provider, site=site),
        )
        server = _Uvicorn(_uvicorn_config(app, sockets.connection))
        http = asyncio.create_task(server.serve(sockets=[listening]), name="http")
        http.add_done_callback(lambda done: _report(done, ended))
        log.info("serving", extra={"action": "serving", "centre": plan.id, "port": port})
        try:
            yield Serving(port=port, live=live, ended=ended)
        finally:
            await sockets.close()
            server.should_exit = True
            await asyncio.gather(http, return_exceptions=True)
            if ended.done():
                ended.exception()  # it was reported; nobody may be left to ask


def _pages(
    live: LiveCentre,
    access: Access,
    in_force: InForce,
    switchboard: Switchboard,
    errands: Errands,
    setup: Setup | None,
    days: Days,
) -> Iterator[HTTPRouteHandler]:
    """What administrators and auditors ask for."""
    yield from configuration.routes(live, access, in_force)
    yield from preview.routes(live, access)
    yield from dry_run.routes(live, access, days)
    yield from opinions.routes(live, access, days)
    yield from figures.routes(live, access, days)
    yield from officers.routes(access)
    yield from languages.routes(live, access)
    yield from audit.routes(live, access, days)
    yield from media.routes(live, access)
    pairing = Pairing(access, clock=time.monotonic)
    yield from devices.routes(
        access,
        pairing,
        errands,
        connected=lambda: switchboard.devices,
        plan=lambda: live.centre.plan,
        clock=time.monotonic,
    )
    if setup is not None:
        yield from setup_routes(setup, access, in_force.versions)


def _sign_on(provider: Provider | None, *, site: str) -> SignOnRoutes | None:
    """Single sign-on where it is configured; it needs the extra `oidc`."""
    if provider is None:
        return None
    from queue_server.web.single_sign_on import SingleSignOn
    from queue_server.web.single_sign_on import routes as sign_on_routes

    sign_on = SingleSignOn(provider, site=site)
    return lambda access, lasts: sign_on_routes(access, sign_on, lasts=lasts)


async def first_start(setup: Setup, access: Access, *, address: Address, listening: Callable[[int], None]) -> None:
    """Serve the set-up pages alone until there are a centre and an administrator; `listening` is told the port."""
    with closing(listen_at(address)) as port:
        routes = setup_routes(setup, access, Versions(access.folder))
        app = app_of([to_the_wizard(), *routes, readiness.before_there_is_a_centre()])
        server = _Uvicorn(_uvicorn_config(app, None))
        http = asyncio.create_task(server.serve(sockets=[port]), name="http")
        done = asyncio.create_task(setup.done.wait(), name="set up")
        listening(int(port.getsockname()[1]))
        try:
            await asyncio.wait([http, done], return_when=asyncio.FIRST_COMPLETED)
        finally:
            done.cancel()
            server.should_exit = True
            await http


def _run(stack: AsyncExitStack, part: Coroutine[None, None, None], ended: asyncio.Future[None]) -> None:
    """Keep a part of the server running until the stack closes."""
    task = asyncio.create_task(part)
    task.add_done_callback(lambda done: _report(done, ended))

    async def stop() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(stop)


def _uvicorn_config(app: Litestar, connection: Callable[..., object] | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Unhurried,
        ws=connection or "none",  # type: ignore[arg-type]  # a factory serves as the class that uvicorn calls
        log_config=None,
        lifespan="off",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


class _Uvicorn(uvicorn.Server):
    """uvicorn without its own signal handlers: Ctrl-C belongs to whoever put the server together."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def _report(done: asyncio.Task[None], ended: asyncio.Future[None]) -> None:
    if done.cancelled() or ended.done():
        return
    error = done.exception()
    if error is not None:
        ended.set_exception(error)


def listen_at(address: Address) -> socket.socket:
    """A socket that listens there. Raises OSError."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    # asyncio turns Nagle's delay off only where TCP is named: without it a second frame waits 40 ms for an ACK.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address.host, address.port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise OSError(error.errno, error.strerror, f"{address.host}:{address.port}") from error
    return listening
