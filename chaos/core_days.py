"""Whole days of a centre on the core alone, by a heap of virtual time, each proved afterwards: how many a second.

python -m chaos.core_days [--days 50]
"""

from __future__ import annotations

import argparse
import heapq
import random
import time
from datetime import datetime

from chaos.row import Row
from queue_server.core import commands as cmd
from queue_server.core import events as ev
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.plan import MINUTE, CentrePlan
from queue_server.core.refusals import Refusal
from queue_server.reports.proof import Proof, prove
from queue_server.serving import find_centre

WANTED_PER_SECOND = 10
TICKETS = 150
_BEGINS = int(datetime.fromisoformat("2026-11-23T07:30:00+07:00").timestamp() * 1000)
_LENGTH = 9 * 60 * MINUTE


def day(plan: CentrePlan, *, seed: int) -> list[ev.Event]:
    """What happens on one day: citizens come by lot, officers call, serve, transfer and miss them."""
    lot = random.Random(seed)
    centre, events = Centre(), list[ev.Event]()

    def do(command: cmd.Command, now: int) -> bool:
        try:
            events.extend(handle(centre, command, now))
        except Refusal:
            return False
        return True

    do(cmd.AdoptPlan(plan=plan), _BEGINS)
    do(cmd.OpenDay(), _BEGINS)
    services = [service.id for service in plan.services]
    coming: list[tuple[int, str]] = [(_BEGINS + lot.randrange(_LENGTH), "") for _ in range(TICKETS)]
    coming += [(_BEGINS, desk.id) for desk in plan.desks]
    heapq.heapify(coming)
    while coming and coming[0][0] < _BEGINS + _LENGTH:
        now, desk = heapq.heappop(coming)
        if not desk:
            do(cmd.TakeTicket(ticket=f"t{len(events)}", service=lot.choice(services)), now)
            continue
        do(_officers_next(centre, desk, services, lot), now)
        heapq.heappush(coming, (now + lot.randint(1, 4) * MINUTE, desk))
    return events


def _officers_next(centre: Centre, desk: str, services: list[str], lot: random.Random) -> cmd.Command:
    at, ticket = centre.desks[desk], centre.desks[desk].ticket
    if not at.open:
        return cmd.OpenDesk(desk=desk, officer=desk)
    if ticket is None:
        return cmd.CallNext(desk=desk)
    if centre.tickets[ticket].state.value == "called":
        kinds: list[type[cmd.StartServing | cmd.Recall | cmd.MarkAbsent]] = [
            cmd.StartServing,
            cmd.Recall,
            cmd.MarkAbsent,
        ]
        return lot.choices(kinds, [8, 1, 1])[0](desk=desk, ticket=ticket)
    if lot.random() < 0.1:
        return cmd.Transfer(desk=desk, ticket=ticket, service=lot.choice(services))
    return cmd.Finish(desk=desk, ticket=ticket)


def measure(*, days: int) -> Row:
    plan = find_centre("kt-truongchinh").plan
    began, events, calls = time.process_time(), 0, 0
    unsound: list[Proof] = []
    for seed in range(days):
        proof = prove(day(plan, seed=seed))
        events, calls = events + proof.events, calls + proof.calls
        unsound += [] if proof.sound else [proof]
    per_second = days / (time.process_time() - began)
    return Row(
        what="days on the core alone, proved",
        count=f"{days} days, {events:,} events, {calls:,} calls",
        held=f"{len(unsound)} unsound, {per_second:.0f} days a second (wanted: {WANTED_PER_SECOND})",
        good=not unsound and per_second >= WANTED_PER_SECOND,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=50)
    print(measure(days=parser.parse_args().days))


if __name__ == "__main__":
    main()
