"""`motcua demo`: the server, its windows and its people, each a process or a client of its own; then a summary."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console

from queue_server.catalogue.centre import Centre
from queue_server.client.link import Link, LinkState
from queue_server.client.signing_in import sign_in
from queue_server.clock import Clock
from queue_server.core.plan import MINUTE, CentrePlan, Instant
from queue_server.demo.day import Visit, fingerprint, instant, opening_windows, visits
from queue_server.demo.house import (
    CITIZENS_KIOSK,
    PIN,
    VISITOR,
    WEB_BOARD,
    House,
    HouseClosed,
    VisitorsDesk,
    officer_of,
)
from queue_server.demo.people import Lobby, citizens, officer
from queue_server.demo.press import Press
from queue_server.demo.progress import Progress
from queue_server.demo.screens import Screens, speaks
from queue_server.demo.summary import summary
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre

#: Before opening the officers sit down, so that the first citizen finds somebody.
_BEFORE_OPENING = 5 * MINUTE
#: A demo that is only looked at begins this long after opening, with those in the house who came just before.
_INTO_THE_MORNING = 30 * MINUTE
_JUST_BEFORE = 6 * MINUTE
#: Seconds without a call spoken, at the end of a day, after which the board is not waited for any longer.
_LAST_WORDS = 10.0
#: Seconds that people and windows get to be in their places before the day begins.
_GETTING_READY = 30.0
Work = Coroutine[None, None, None]
#: Exit status of a day that was not replayed to its end.
_INTERRUPTED = 130


def run_demo(
    name: str,
    *,
    speed: float,
    until_closing: bool,
    day: date | None,
    seed: int,
    port: int,
    folder: Path,
    windows: bool,
    people: bool,
    display: str,
) -> int:
    """Run until Ctrl-C, or until closing; returns the exit status: 1 when the journal's check finds something.

    Raises `CatalogueErrors` and `LookupError` as `find_centre` does.
    """
    console = Console(highlight=False)
    centre = find_centre(name)
    today = day or working_day(centre.plan, date.today())  # noqa: DTZ011  # which week; the zone does not matter
    if not opening_windows(centre.plan, today):
        console.print(f"{centre.plan.id} nghỉ ngày {today} · is closed on {today}: choose another --date")
        return 1
    coming = visits(centre.plan, centre.demand, day=today, seed=seed) if people and centre.demand else []
    mark = f"{today}, hạt giống · seed {seed}: {fingerprint(coming)}" if coming else ""
    folder = folder / f"{centre.plan.id}-{today}-{time.strftime('%H%M%S')}"
    folder.mkdir(parents=True, exist_ok=True)
    start = _start(centre, today, whole_day=until_closing)
    # Everything is put in its place while the clock stands still.
    clock = Clock.waiting(start, speed=speed, bell=folder.resolve() / "clock")
    house = House(name=name, centre=centre, clock=clock, folder=folder.resolve(), port=port)
    house.give_keys()
    if not until_closing:
        coming = [visit for visit in coming if visit.at > start - _JUST_BEFORE]
    ended_early = False
    try:
        asyncio.run(
            _play(house, coming, console, mark=mark, windows=windows, display=display, until_closing=until_closing)
        )
    except asyncio.CancelledError:
        ended_early = True
    except HouseClosed as error:
        console.print(f"[red]{error}", soft_wrap=True)
        return 1
    status = asyncio.run(summary(console, folder, centre.plan, mark))
    return status or (_INTERRUPTED if ended_early and until_closing else 0)


def working_day(plan: CentrePlan, today: date) -> date:
    """This week's Monday, or the first day after it on which the centre is open."""
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=offset) for offset in range(60))
    return next((day for day in days if opening_windows(plan, day)), monday)


async def _play(
    house: House, coming: list[Visit], console: Console, *, mark: str, windows: bool, display: str, until_closing: bool
) -> None:
    with _interruptible(console):
        async with AsyncExitStack() as stack:
            await house.open(stack)
            screens = Screens(house.folder / "screens", display=display) if windows else None
            left_out = await _open_windows(house, screens, stack)
            _say_where(house, console, screens, left_out)
            if mark:
                console.print(f"  {'Ngày · day':29} {mark}\n", soft_wrap=True)
            tasks = _Tasks()
            stack.push_async_callback(tasks.cancel)
            if screens:
                tasks.around(screens.photograph())
            lobby = Lobby(clock=house.clock)
            cast = await _people(house, coming, stack)
            for link in cast.links:
                tasks.around(link.run())
            await _ready(cast.links, screens)
            # Nobody moves before: a board does not speak what was called before it was there.
            _begin(lobby, coming, cast, tasks, left=None if until_closing else house.visitors_desk)
            house.clock.ring()
            zone = house.centre.plan.hours.timezone
            with Progress(console, lobby, total=len(coming), timezone=zone, watch=cast.press.link) as progress:
                while coming and not tasks.done():
                    await _moment(house, screens, tasks, progress)
                if until_closing:
                    await _hear_out(cast.links[-1], screens, progress)
                    return
                if coming:
                    progress.say("Hết giờ làm việc; Ctrl-C để dừng. · The day is over; Ctrl-C stops.")
                while True:
                    await _moment(house, screens, tasks, progress)


async def _ready(links: list[Link], screens: Screens | None) -> None:
    """Wait until everybody is connected, and a little for the windows too."""
    end = time.monotonic() + _GETTING_READY
    wanted = [name for name in ("kiosk", "display") if screens and screens.shows(name)]
    while time.monotonic() < end:
        devices = links[0].view.devices | links[-1].view.devices
        online = [device.role for device in devices.values() if device.online]
        windows = online.count(msg.Role.KIOSK) > ("kiosk" in wanted) and (
            "display" not in wanted or msg.Role.BOARD in online
        )
        if all(link.state is LinkState.LIVE for link in links) and (windows or not wanted):
            return
        await asyncio.sleep(0.05)


async def _moment(house: House, screens: Screens | None, tasks: _Tasks, progress: Progress) -> None:
    """Say how it stands, and end the demo loudly when a part of it has failed."""
    house.check()
    tasks.check()
    for fallen in screens.fallen() if screens else ():
        progress.say(fallen)
    progress.show()
    await asyncio.sleep(0.2)


async def _open_windows(house: House, screens: Screens | None, stack: AsyncExitStack) -> str:
    """Open the kiosk's and the board's real windows; returns what was left out and why, empty when nothing was."""
    if screens is None:
        return "cửa sổ kiosk và bảng · kiosk and board windows (--no-windows)"
    stack.push_async_callback(screens.close)
    plan = house.centre.plan
    common = ["--server", house.socket, "--clock", str(house.clock), "--window"]
    kiosk = next((each.id for each in plan.kiosks), "k1")
    board = next((each.id for each in plan.boards), "b1")
    speaker = "alsa:" if house.clock.speed == 1 and speaks() else f"virtual:{house.folder / 'sounds'}"
    return await screens.open(
        "kiosk", (1080, 1920), [*common, "--device", kiosk, "--token", house.tokens[kiosk],
        "--printer", f"virtual:{house.folder / 'slips' / kiosk}", "--data", str(house.folder)],
    ) or await screens.open(
        "display", (1920, 1080), [*common, "--device", board, "--token", house.tokens[board], "--speaker", speaker],
    )  # fmt: skip


async def _people(house: House, coming: list[Visit], stack: AsyncExitStack) -> _Cast:
    """The citizens' kiosk, and an officer for every desk when somebody comes; nobody has done anything yet."""
    press = Press(house.socket, token=house.tokens[CITIZENS_KIOSK], folder=house.folder / "slips" / "citizens")
    stack.push_async_callback(press.close)
    cast = _Cast(press=press)
    for desk in house.centre.plan.desks if coming else ():
        cookie = await sign_in(house.url, name=officer_of(desk.id), pin=PIN)
        cast.officers[desk.id] = Link(
            house.socket, role=msg.Role.DESK, device=f"pc-{desk.id}", headers={"Cookie": cookie}
        )
    return cast


def _begin(lobby: Lobby, coming: list[Visit], cast: _Cast, tasks: _Tasks, *, left: VisitorsDesk | None) -> None:
    """Let citizens come and officers work. The desk that is left for a visitor is worked later, or not at all."""
    for desk, link in cast.officers.items():
        after = 0.0 if left is None or desk != left.desk else left.taken_after
        if after is not None:
            tasks.lasting(officer(lobby, link, desk, leaves_at=coming[-1].at, comes_after=after))
    tasks.lasting(citizens(lobby, coming, cast.press))


async def _hear_out(link: Link, screens: Screens | None, progress: Progress) -> None:
    """Let the board finish: what was called last is drawn and spoken too, as long as it gets on with it."""
    told, since = -1, time.monotonic()
    while screens and screens.shows("display") and time.monotonic() - since < _LAST_WORDS:
        reports = {call for (call, _), heard in link.view.heard.items() if heard.spoken or heard.failed}
        if reports >= set(link.view.calls):
            return
        if told < 0:
            progress.say("Bảng đang đọc nốt … · The board still has calls to speak …")
        if len(reports) != told:
            told, since = len(reports), time.monotonic()
        await asyncio.sleep(0.2)


# --------------------------------------------------------------------------------------------------------- pieces


@dataclass(slots=True, kw_only=True)
class _Cast:
    """Who plays: the citizens' kiosk, and the officers by desk."""

    press: Press
    officers: dict[str, Link] = field(default_factory=dict)

    @property
    def links(self) -> list[Link]:
        return [self.press.link, *self.officers.values()]


class _Tasks:
    """The tasks of a demo: those that last as long as the day, and those around them."""

    def __init__(self) -> None:
        self._lasting: list[asyncio.Task[None]] = []
        self._around: list[asyncio.Task[None]] = []

    def lasting(self, work: Work) -> None:
        self._lasting.append(asyncio.create_task(work))

    def around(self, work: Work) -> None:
        self._around.append(asyncio.create_task(work))

    def done(self) -> bool:
        """Whether the day is over."""
        return all(task.done() for task in self._lasting)

    def check(self) -> None:
        """Raise what a task has failed with."""
        for task in (*self._lasting, *self._around):
            if task.done():
                task.result()

    async def cancel(self) -> None:
        for task in (*self._lasting, *self._around):
            task.cancel()
        await asyncio.gather(*self._lasting, *self._around, return_exceptions=True)


@contextmanager
def _interruptible(console: Console) -> Iterator[None]:
    """Ctrl-C, a polite request to end or a closed terminal cancel the demo, once; closing is then waited for."""
    demo = asyncio.current_task()
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    stopping = False

    def stop() -> None:
        nonlocal stopping
        if not stopping and demo is not None:
            stopping = True
            console.print("\nĐang dừng … · Stopping …")
            demo.cancel()

    for number in numbers:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _start(centre: Centre, day: date, *, whole_day: bool) -> Instant:
    """Just before opening for a whole day; else a little later, so that something is going on at once."""
    first = instant(day, opening_windows(centre.plan, day)[0].opens, centre.plan.hours.timezone)
    return first - _BEFORE_OPENING if whole_day else first + _INTO_THE_MORNING


def _say_where(house: House, console: Console, screens: Screens | None, left_out: str) -> None:
    desk = house.visitors_desk.desk
    lines = [
        ("Bàn làm việc · desk console", f"{house.url}/desk  ({VISITOR} / 2468, quầy · desk {desk})"),
        ("Bảng trên web · web board", f"{house.url}/board/{WEB_BOARD}?token={house.tokens[WEB_BOARD]}"),
        ("Phiếu in · slips", str(house.folder / "slips")),
    ]
    if screens and screens.virtual:
        lines.append(("Ảnh màn hình · screenshots", str(house.folder / "screens")))
    if left_out:
        lines.append(("Không có · left out", left_out))
    console.print(f"\n[bold]{house.centre.plan.names['vi']}[/]")
    for what, where in lines:
        console.print(f"  {what:29} {where}", soft_wrap=True)
    console.print()
