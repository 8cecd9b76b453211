"""`/metrics`: the centre, its devices, its disk and its process in figures. No person, no number of a ticket.

For this machine's own Prometheus, or for one that has the token; not for the lobby (docs/decisions/0135).
"""

from __future__ import annotations

import hmac
import resource
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from queue_server.core.centre import Centre
from queue_server.core.events import KINDS, Event
from queue_server.core.plan import Instant
from queue_server.core.ticket import TicketState
from queue_server.live import LiveCentre
from queue_server.measured import BOUNDS, Commits
from queue_server.protocol.messages import Device
from queue_server.web.exposition import CONTENT_TYPE, Family, Sample, exposition, histogram

_NAMES = {event: kind for kind, event in KINDS.items()}
#: Behind a proxy the caller's own address is in one of these, and who is on this machine is the proxy.
_PROXIED = ("X-Forwarded-For", "Forwarded")


@dataclass(slots=True)
class Happened:
    """How often each kind of event happened since the server began. One of the `publish` of a live centre."""

    counts: Counter[str] = field(default_factory=Counter)

    def publish(self, events: Sequence[Event], _: int) -> None:
        """Count what was committed."""
        self.counts.update(_NAMES[type(event)] for event in events)


def routes(
    live: LiveCentre,
    happened: Happened,
    *,
    devices: Callable[[], Sequence[Device]],
    commits: Commits,
    copies: Mapping[str, float],
    token: str,
) -> list[HTTPRouteHandler]:
    """The route of this file. With an empty `token` only this machine may read it."""

    @get("/metrics", sync_to_thread=False)
    def metrics(request: Request[Any, Any, Any]) -> Response[str]:
        if not may_read(request, token):
            raise HTTPException(status_code=403, detail="metrics_token")
        families = [
            *of_centre(live.centre, now=live.now),
            *_of_devices(devices()),
            _counted("motcua_events_total", "Events committed since the server began, by kind.", happened.counts),
            *_of_commits(commits),
            _of_copies(copies),
            *_of_process(),
        ]
        return Response(exposition(families), media_type=CONTENT_TYPE)

    return [metrics]


def may_read(request: Request[Any, Any, Any], token: str) -> bool:
    """Whether this asks from this machine itself, or has the token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    if request.client is None or any(name in request.headers for name in _PROXIED):
        return False
    return ip_address(request.client.host).is_loopback


def of_centre(centre: Centre, *, now: Instant) -> Iterator[Family]:
    """The hall: how many wait and how long, which desks work, what is wrong."""
    yield _one("motcua_info", "Version and centre.", 1, version=version("motcua"), centre=centre.plan.id)
    yield _one("motcua_journal_version", "Records in the journal.", centre.version)
    yield _one("motcua_day_open", "1 while the day that the calendar asks for is open.", not centre.day_due(now))
    states = Counter((ticket.service, ticket.state.value) for ticket in centre.tickets.values())
    yield Family(
        name="motcua_tickets",
        kind="gauge",
        help="Tickets of the day by service and state.",
        samples=tuple(
            Sample(value=states[service, state.value], labels={"service": service, "state": state.value})
            for service in centre.services
            for state in TicketState
        ),
    )
    since: dict[str, Instant] = {}
    for ticket in centre.tickets.values():
        if ticket.state is TicketState.WAITING:
            since[ticket.service] = min(since.get(ticket.service, now), ticket.queued_at)
    yield Family(
        name="motcua_longest_wait_seconds",
        kind="gauge",
        help="How long the first of each line has waited.",
        samples=tuple(
            Sample(value=(now - since.get(service, now)) / 1000, labels={"service": service})
            for service in centre.services
        ),
    )
    desks = Counter(desk.state.value for desk in centre.desks.values())
    yield _counted("motcua_desks", "Desks by state.", desks, kind="gauge", label="state")
    levels = Counter(alert.level for alert in centre.alerts.values() if not alert.over)
    yield _counted("motcua_alerts", "Alerts that are not over, by level.", levels, kind="gauge", label="level")


def _of_devices(devices: Sequence[Device]) -> Iterator[Family]:
    yield Family(
        name="motcua_device_up",
        kind="gauge",
        help="1 while a device is connected; `health` is its own word.",
        samples=tuple(
            Sample(value=each.online, labels={"device": each.id, "role": each.role.value, "health": each.health})
            for each in devices
            if each.role.value in ("kiosk", "board", "devices")
        ),
    )


def _of_commits(commits: Commits) -> Iterator[Family]:
    yield histogram(
        "motcua_commit_seconds",
        help="How long the disk took for one commit.",
        bounds=BOUNDS,
        counts=commits.counts,
        total=commits.seconds,
    )
    failed = (Sample(value=commits.failed),)
    yield Family(name="motcua_commits_failed_total", kind="counter", help="Commits that failed.", samples=failed)


def _of_copies(copies: Mapping[str, float]) -> Family:
    return Family(
        name="motcua_last_copy_timestamp_seconds",
        kind="gauge",
        help="When the last copy of the journal in a folder was made; 0 where there is none.",
        samples=tuple(Sample(value=at, labels={"folder": folder}) for folder, at in sorted(copies.items())),
    )


def _of_process() -> Iterator[Family]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    open_files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    yield _one("process_resident_memory_bytes", "Memory of the server.", pages * resource.getpagesize())
    yield _one("process_open_fds", "Open files and connections.", open_files)
    yield Family(
        name="process_cpu_seconds_total",
        kind="counter",
        help="Time on a processor.",
        samples=(Sample(value=round(used.ru_utime + used.ru_stime, 3)),),
    )


def _one(name: str, help: str, value: float, **labels: str) -> Family:
    return Family(name=name, kind="gauge", help=help, samples=(Sample(value=value, labels=labels),))


def _counted(
    name: str,
    help: str,
    counts: Counter[str],
    *,
    kind: str = "counter",
    label: str = "kind",
) -> Family:
    samples = tuple(Sample(value=count, labels={label: what}) for what, count in sorted(counts.items()))
    return Family(name=name, kind=kind, help=help, samples=samples)
