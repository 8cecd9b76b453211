"""How soon a call is heard: with its speech made when it is called, and before; and how often that was done in time.

    python -m bench.speech [--calls 30]

The time is from the announcement of a call until its sound goes to the loudspeaker, with the real speech program in two
languages. How often speech is there beforehand is counted over a busy morning of a real centre in the pure core: what
boards were last told may come, up to half a second ago, against what is called.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Iterator
from datetime import datetime

from bench.core import quantile
from display.announcer import Announcer
from display.expected import Likely
from display.phrases import SpeechStyle
from hardware.speaker.base import Sound
from hardware.speaker.chime import chime
from hardware.speaker.espeak import EspeakVoice
from hardware.speaker.ready import ReadyVoice
from queue_server.core import commands as cmd
from queue_server.core.centre import Centre
from queue_server.core.decide import handle
from queue_server.core.desk import DeskState
from queue_server.core.plan import CentrePlan
from queue_server.hall_things import coming_thing
from queue_server.protocol.messages import Call, CallKind
from queue_server.serving import find_centre

#: A busy morning: minutes, seconds between citizens, seconds at the desk.
_MINUTES, _BETWEEN, _SERVED = 200, 25.0, 240.0
_STEP = 500
#: Milliseconds until an officer without work looks whether somebody has come.
_HAND = (1_000, 8_000)
#: Sounds kept are of two languages each.
_KEPT = 48


class Listening:
    """A loudspeaker that notes when it was given a sound."""

    def __init__(self) -> None:
        self.began: asyncio.Queue[float] = asyncio.Queue()

    async def play(self, _: Sound) -> None:
        self.began.put_nowait(time.perf_counter())

    async def check(self) -> None:
        return


async def heard_after(calls: int, *, ready: bool) -> list[float]:
    """Milliseconds until each call's sound began."""
    speaker, voice = Listening(), ReadyVoice(EspeakVoice())
    announcer = Announcer(
        speaker, voice, chime=chime, speech=SpeechStyle(), spoken=lambda _: None, failed=lambda *_: None, now=lambda: 0
    )
    announcer.start(after=0)
    running = asyncio.create_task(announcer.run())
    chime()
    took = []
    for number in range(1, calls + 1):
        text, desk = f"{'LHAKR'[number % 5]}{number:03}", str(number % 9 + 1)
        if ready:
            announcer.expect([Likely(number=text, desk=desk, kind=CallKind.CALL, priority=False)])
            await voice.prepared()
        began = time.perf_counter()
        announcer.announce(
            Call(id=number, ticket=text, number=text, service="s", desk=desk, kind=CallKind.CALL, priority=False, at=0)
        )
        took.append((await speaker.began.get() - began) * 1000)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return took


def morning(plan: CentrePlan, lot: random.Random) -> Iterator[tuple[Centre, int, set[tuple[str, str]]]]:
    """Half seconds of a busy morning, each with what is called in it. An officer looks up every few seconds."""
    centre, now = Centre(), int(datetime.fromisoformat("2026-11-23T07:05:00+07:00").timestamp() * 1000)
    for command in (cmd.AdoptPlan(plan=plan), cmd.OpenDay()):
        handle(centre, command, now)
    for desk in plan.desks:
        handle(centre, cmd.OpenDesk(desk=desk.id, officer=desk.id), now)
    services = sorted({skill.service for desk in plan.desks for skill in desk.skills})
    classes = [each.id for each in plan.priority_classes]
    free_at = {desk.id: now + lot.randrange(60_000) for desk in plan.desks}
    for step in range(_MINUTES * 60_000 // _STEP):
        now += _STEP
        if lot.random() < _STEP / 1000 / _BETWEEN:
            priority = lot.choice(classes) if lot.random() < 0.15 else ""
            handle(centre, cmd.TakeTicket(ticket=f"t{step}", service=lot.choice(services), priority=priority), now)
        called: set[tuple[str, str]] = set()
        for desk in plan.desks:
            standing = centre.desks[desk.id]
            if free_at[desk.id] > now:
                continue
            if standing.state is DeskState.CALLING and standing.ticket:
                handle(centre, cmd.StartServing(desk=desk.id, ticket=standing.ticket), now)
                handle(centre, cmd.Finish(desk=desk.id, ticket=standing.ticket), now)
            if centre.next_for(standing, now) is None:
                free_at[desk.id] = now + lot.randrange(*_HAND)
            else:
                handle(centre, cmd.CallNext(desk=desk.id), now)
                called.add((centre.tickets[str(standing.ticket)].number, desk.id))
                free_at[desk.id] = now + int(lot.expovariate(1 / _SERVED) * 1000)
        yield centre, now, called


def foreseen() -> tuple[int, int]:
    """Calls whose speech was there, and all calls."""
    kept: dict[tuple[str, str], None] = {}
    there = calls = 0
    for centre, now, called in morning(find_centre("kt-tp").plan, random.Random(20261123)):
        there += sum(each in kept for each in called)
        calls += len(called)
        for each in coming_thing(centre, now=now).calls:
            kept.pop((each.number, each.desk), None)
            kept[each.number, each.desk] = None
        for old in list(kept)[:-_KEPT]:
            del kept[old]
    return there, calls


async def main(calls: int) -> None:
    """Print one table."""
    print("ms from call to sound    p50    p95")
    for name, ready in (("made when called", False), ("made before", True)):
        took = await heard_after(calls, ready=ready)
        print(f"{name:>21} {quantile(took, 0.5):>6.0f} {quantile(took, 0.95):>6.0f}")
    there, all_calls = foreseen()
    print(f"speech was there for {there} of {all_calls} calls of a morning ({100 * there / all_calls:.0f} %)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=30, help="calls for each figure")
    asyncio.run(main(parser.parse_args().calls))
