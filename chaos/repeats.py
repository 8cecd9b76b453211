"""Every request is sent one to five times, shuffled among others: one effect, and the same outcome each time.

python -m chaos.repeats [--requests 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections import Counter, defaultdict
from datetime import datetime

from chaos.row import Row
from queue_server.core import commands as cmd
from queue_server.core.events import KINDS
from queue_server.core.refusals import Refusal
from queue_server.journal.codec import EventCodec
from queue_server.journal.memory import MemoryJournal
from queue_server.live import LiveCentre, Outcome
from queue_server.serving import find_centre

_BEGINS = int(datetime.fromisoformat("2026-11-23T08:00:00+07:00").timestamp() * 1000)
#: Requests that are shuffled among each other.
_AT_ONCE = 20


async def _repeats(requests: int, *, seed: int) -> tuple[int, list[str]]:
    lot, plan = random.Random(seed), find_centre("kt-truongchinh").plan
    journal = MemoryJournal(plan.id)
    live = LiveCentre(journal, EventCodec(KINDS), clock=lambda: _BEGINS)
    running = asyncio.create_task(live.run())
    await live.do(cmd.AdoptPlan(plan=plan))
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    sent = 0

    async def send(key: str, command: cmd.Command) -> None:
        try:
            outcomes[key].append(await live.do(command, actor="a", request=key))
        except Refusal:
            return

    for first in range(0, requests, _AT_ONCE):
        batch = [(f"r{n}", _command(live, n, lot)) for n in range(first, min(first + _AT_ONCE, requests))]
        copies = [each for each in batch for _ in range(lot.randint(1, 5))]
        lot.shuffle(copies)
        sent += len(copies)
        await asyncio.gather(*(send(key, command) for key, command in copies))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    written = Counter([record.request async for record in journal.read() if record.request is not None])
    wrong = [f"{key} was carried out {times} times" for key, times in written.items() if times > 1]
    wrong += [
        f"{key} had {len(set(map(repr, told)))} outcomes"
        for key, told in outcomes.items()
        if key in written and len({repr(each) for each in told if each.events}) > 1
    ]
    return sent, wrong


def _command(live: LiveCentre, number: int, lot: random.Random) -> cmd.Command:
    centre = live.centre
    desk = lot.choice(list(centre.desks.values()))
    if not desk.open:
        return cmd.OpenDesk(desk=desk.plan.id, officer=desk.plan.id)
    if desk.ticket is not None:
        kinds: list[type[cmd.StartServing | cmd.Finish | cmd.Recall | cmd.MarkAbsent]] = [
            cmd.StartServing,
            cmd.Finish,
            cmd.Recall,
            cmd.MarkAbsent,
        ]
        return lot.choice(kinds)(desk=desk.plan.id, ticket=desk.ticket)
    if lot.random() < 0.5:
        return cmd.CallNext(desk=desk.plan.id)
    return cmd.TakeTicket(ticket=f"t{number}", service=lot.choice(list(centre.services)))


def play(requests: int, *, seed: int = 1) -> tuple[int, list[str]]:
    """How many were sent, and what was wrong."""
    return asyncio.run(_repeats(requests, seed=seed))


def measure(*, requests: int) -> Row:
    sent, wrong = play(requests)
    return Row(
        what="repeated requests",
        count=f"{requests:,} requests sent {sent:,} times",
        held=f"{len(wrong)} carried out twice or answered otherwise {wrong[:2] or ''}",
        good=not wrong,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_000)
    print(measure(requests=parser.parse_args().requests))


if __name__ == "__main__":
    main()
