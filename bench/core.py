"""How fast the pure core decides: a ticket taken, the next one called, with short and with very long lines.

    python -m bench.core [--calls 2000]

No disk and no socket; the time is the processor's, so that neighbours do not count. The ratio is against the same
work with 100 waiting, in the same run.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace
from datetime import datetime

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import CentrePlan, DeskPlan, Skill
from queue_server.serving import find_centre

LENGTHS = (100, 10_000, 100_000)
SERVICES, DESKS = 16, 12


def plan() -> CentrePlan:
    """A real centre, widened: sixteen services, each of them served at each of twelve desks."""
    real = find_centre("kt-tp").plan
    services = tuple(replace(real.services[0], id=f"s{n}", prefix=chr(65 + n)) for n in range(SERVICES))
    skills = tuple(Skill(service=service.id) for service in services)
    desks = tuple(DeskPlan(id=str(n + 1), names={"vi": str(n + 1)}, skills=skills) for n in range(DESKS))
    return replace(real, services=services, desks=desks, boards=())


def opened(now: int) -> Centre:
    centre = Centre()
    handle(centre, cmd.AdoptPlan(plan=plan()), now)
    handle(centre, cmd.OpenDay(), now)
    for desk in centre.plan.desks:
        handle(centre, cmd.OpenDesk(desk=desk.id, officer=desk.id), now)
    return centre


def take(centre: Centre, count: int, *, at: int) -> list[float]:
    """Microseconds of each ticket; every seventh claims a priority."""
    classes = ("", "", "", "", "", "", centre.plan.priority_classes[0].id)
    took = []
    for n in range(count):
        command = cmd.TakeTicket(ticket=f"{at}-{n}", service=f"s{n % SERVICES}", priority=classes[n % len(classes)])
        start = time.thread_time_ns()
        handle(centre, command, at + n)
        took.append((time.thread_time_ns() - start) / 1000)
    return took


def serve(centre: Centre, count: int, *, at: int) -> list[float]:
    """Microseconds of each call; the lines keep their lengths, because a citizen of the same kind comes for each."""
    took = []
    for n in range(count):
        desk = str(n % DESKS + 1)
        calling = cmd.CallNext(desk=desk)
        start = time.thread_time_ns()
        events = handle(centre, calling, at + n)
        took.append((time.thread_time_ns() - start) / 1000)
        called = events[0]
        assert isinstance(called, ev.TicketCalled)
        served = centre.tickets[called.ticket]
        handle(centre, cmd.StartServing(desk=desk, ticket=served.id), at + n)
        handle(centre, cmd.Finish(desk=desk, ticket=served.id), at + n)
        command = cmd.TakeTicket(ticket=f"{at}-{n}", service=served.service, priority=served.priority)
        handle(centre, command, at + n)
    return took


def quantile(values: list[float], level: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(level * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of a ticket taken and of a call, with so many waiting."""

    take: list[float]
    call: list[float]


def cost(length: int, *, calls: int) -> Cost:
    now = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
    centre = opened(now)
    take(centre, length, at=now)
    serve(centre, calls // 4, at=now + length)  # warms up
    calling = serve(centre, calls, at=now + length + 10 * calls)
    return Cost(take(centre, calls, at=now + length + 100 * calls), calling)


def measure(calls: int) -> None:
    print("microseconds     take p50   take p99   call p50   call p99   call ÷ 100 waiting")
    short = 0.0
    for length in LENGTHS:
        found = cost(length, calls=calls)
        figures = [quantile(each, level) for each in (found.take, found.call) for level in (0.5, 0.99)]
        short = short or figures[2]
        print(f"{length:>7,} waiting" + "".join(f"{each:>11.1f}" for each in figures) + f"{figures[2] / short:>15.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=2_000, help="calls for each figure")
    measure(parser.parse_args().calls)


if __name__ == "__main__":
    main()
