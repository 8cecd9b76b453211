"""How fast the pure core decides: a ticket taken, the next one called, with short and with very long lines.

    python -m bench.core [--calls 2000]

No disk and no socket; the time is the processor's, so that what neighbours do meanwhile does not count. It still counts
that they empty its caches. The ratio is against the same work with 100 waiting, in the same run.

A call is all that the core does for it: the decision with its record of who was compared, then what it changes in
ticket, desk and lines, with the story that officers read and what the desk may take back. Three things stand beside it:
the decision alone; the least that each call took in several plays of the same calls, which is the call without what the
machine did to one play or another; and counting for as long as a call takes: what the machine does to anything at all.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre
from queue_server.core.decide import decide, handle
from queue_server.core.plan import CentrePlan, DeskPlan, Instant, Skill
from queue_server.serving import find_centre

LENGTHS = (100, 10_000, 100_000)
SERVICES, DESKS = 16, 12
#: So often the same calls are played.
PLAYS = 3

#: How a command is answered: `handle`, or `decide`, which changes nothing.
Answer = Callable[[Centre, cmd.Command, Instant], list[ev.Event]]


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


def serve(centre: Centre, count: int, *, at: int, answer: Answer = handle) -> list[float]:
    """Microseconds of each call; the lines keep their lengths, because a citizen of the same kind comes for each."""
    took = []
    for n in range(count):
        desk = str(n % DESKS + 1)
        calling = cmd.CallNext(desk=desk)
        start = time.thread_time_ns()
        events = answer(centre, calling, at + n)
        took.append((time.thread_time_ns() - start) / 1000)
        called = events[0]
        assert isinstance(called, ev.TicketCalled)
        if answer is decide:
            apply(centre, called)
        served = centre.tickets[called.ticket]
        handle(centre, cmd.StartServing(desk=desk, ticket=served.id), at + n)
        handle(centre, cmd.Finish(desk=desk, ticket=served.id), at + n)
        command = cmd.TakeTicket(ticket=f"{at}-{n}", service=served.service, priority=served.priority)
        handle(centre, command, at + n)
    return took


def quantile(values: list[float], level: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(level * len(ordered)))]


def counting(times: int, *, like: float) -> list[float]:
    """Microseconds of counting so many times, each for about as long as is said."""
    loops = round(like / min(_counted(1_000) for _ in range(100)) * 1_000)
    return [_counted(loops) for _ in range(times)]


def _counted(loops: int) -> float:
    start = time.thread_time_ns()
    for _ in range(loops):
        pass
    return (time.thread_time_ns() - start) / 1000


@contextmanager
def rare_garbage() -> Iterator[None]:
    """Garbage is looked for as it is in a server: seldom, and not in what was there before."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Microseconds of each ticket taken and each call, with so many waiting.

    `decision` is that of a call alone, `least` the least that each call took in any of the plays, `counting` what is
    compared with them.
    """

    take: list[float]
    call: list[float]
    least: list[float]
    decision: list[float]
    counting: list[float]


def cost(length: int, *, calls: int) -> Cost:
    now = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)

    def played(answer: Answer) -> tuple[list[float], list[float]]:
        centre = opened(now)
        take(centre, length, at=now)
        with rare_garbage():
            serve(centre, calls // 4, at=now + length, answer=answer)  # warms up
            called = serve(centre, calls, at=now + length + 10 * calls, answer=answer)
            return called, take(centre, calls, at=now + length + 100 * calls)

    plays = [played(handle) for _ in range(PLAYS)]
    called, taken = plays[-1]
    return Cost(
        take=taken,
        call=called,
        least=[min(each) for each in zip(*(calls for calls, _ in plays), strict=True)],
        decision=played(decide)[0],
        counting=counting(calls, like=quantile(called, 0.5)),
    )


_COLUMNS = ("take", "call", "least", "decision", "counting")


def measure(calls: int) -> None:
    print(" " * 16 + "".join(f"{name + ' p50, p99':>20}" for name in _COLUMNS) + "   call ÷ 100 waiting")
    short = 0.0
    for length in LENGTHS:
        found = cost(length, calls=calls)
        middle = quantile(found.call, 0.5)
        short = short or middle
        figures = "".join(
            f"{quantile(each, 0.5):>13.1f}{quantile(each, 0.99):>7.1f}"
            for each in (getattr(found, name) for name in _COLUMNS)
        )
        print(f"{length:>7,} waiting{figures}{middle / short:>21.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=2_000, help="calls for each figure")
    measure(parser.parse_args().calls)


if __name__ == "__main__":
    main()
