"""`motcua demo`: the server, its windows and its people, each a process or a client of its own; then a summary."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from queue_server.catalogue.centre import Centre
from queue_server.client.link import Link
from queue_server.clock import Clock
from queue_server.core.plan import MINUTE, DeskPlan, Instant
from queue_server.demo.day import Visit, fingerprint, instant, opening_windows, visits
from queue_server.demo.people import Lobby, citizens, officer
from queue_server.demo.press import Press
from queue_server.demo.screens import Screens, speaks
from queue_server.demo.summary import summary
from queue_server.protocol import messages as msg
from queue_server.serving import find_centre
from queue_server.web.access import Access

#: Before opening the officers sit down, so that the first citizen finds somebody.
_BEFORE_OPENING = 5 * MINUTE


@dataclass(slots=True, kw_only=True)
class Demo:
    """One run: where it keeps its things, and the keys of its people and devices."""

    name: str
    centre: Centre
    clock: Clock
    folder: Path
    port: int
    officers: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"


def run_demo(
    name: str,
    *,
    speed: float,
    until_closing: bool,
    day: str | None,
    seed: int,
    port: int,
    folder: Path,
    windows: bool,
    people: bool,
    display: str,
) -> int:
    """Run until Ctrl-C, or until closing; returns the exit status: 1 when the journal's check finds something."""
    console = Console()
    centre = find_centre(name)
    today = date.fromisoformat(day) if day else _monday()
    folder = folder / f"{centre.plan.id}-{today}-{time.strftime('%H%M%S')}"
    folder.mkdir(parents=True)
    start = _start(centre, today, whole_day=until_closing)
    demo = Demo(name=name, centre=centre, clock=Clock.starting(start, speed=speed), folder=folder, port=port)
    _give_keys(demo)
    coming = visits(centre.plan, centre.demand, day=today, seed=seed) if people and centre.demand else []
    try:
        asyncio.run(_play(demo, coming, console, windows=windows, display=display, until_closing=until_closing))
    except KeyboardInterrupt:
        console.print("\nĐang dừng … · Stopping …")
    except ConnectionError as error:
        console.print(f"[red]{error}")
        return 1
    return asyncio.run(summary(console, folder, centre.plan, fingerprint(coming) if coming else ""))


async def _play(
    demo: Demo, coming: list[Visit], console: Console, *, windows: bool, display: str, until_closing: bool
) -> None:
    async with AsyncExitStack() as stack:
        await _start_server(demo, stack)
        screens = Screens(demo.folder / "screens", display=display) if windows else None
        left_out = await _open_windows(demo, screens, stack)
        _say_where(demo, console, left_out)
        if not coming:
            await asyncio.Event().wait()
        lobby = Lobby(clock=demo.clock)
        # Somebody who watches a demo wants a desk to sit at: the first is left for them.
        staffed = demo.centre.plan.desks if until_closing else demo.centre.plan.desks[1:]
        tasks = await _people(demo, lobby, coming, staffed, stack)
        lasting = len(staffed) + 1
        if screens:
            tasks.append(asyncio.create_task(screens.photograph()))
        with _progress(console) as progress:
            bar = progress.add_task("", total=len(coming))
            while not (done := all(task.done() for task in tasks[:lasting])):
                progress.update(bar, completed=lobby.taken + lobby.refused, description=_state(demo, lobby))
                for task in tasks:
                    if task.done():
                        task.result()  # a person who failed ends the demo, loudly
                await asyncio.sleep(0.2)
            progress.update(bar, completed=len(coming), description=_state(demo, lobby))
        if done and not until_closing:
            console.print("Hết giờ tiếp nhận. Ctrl-C để dừng. · The day is over. Ctrl-C stops.")
            await asyncio.Event().wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _open_windows(demo: Demo, screens: Screens | None, stack: AsyncExitStack) -> str:
    """Open the kiosk's and the boards' real windows; returns what was left out and why, empty when nothing was."""
    if screens is None:
        return "cửa sổ kiosk và bảng · kiosk and board windows (--no-windows)"
    stack.push_async_callback(screens.close)
    common = ["--server", demo.socket, "--clock", str(demo.clock), "--window"]
    kiosk = next(key for key in demo.tokens if key != "demo-kiosk")
    left_out = await screens.open(
        "kiosk", (1080, 1920), [*common, "--device", kiosk, "--token", demo.tokens[kiosk],
        "--printer", f"virtual:{demo.folder / 'slips'}"],
    )  # fmt: skip
    for board in demo.centre.plan.boards[:1]:
        speaker = f"virtual:{demo.folder / 'sounds'}" if demo.clock.speed != 1 or not speaks() else "alsa:"
        left_out = left_out or await screens.open(
            "display", (1920, 1080), [*common, "--device", board.id, "--token", demo.tokens[board.id],
            "--speaker", speaker],
        )  # fmt: skip
    return left_out


async def _people(
    demo: Demo, lobby: Lobby, coming: list[Visit], staffed: tuple[DeskPlan, ...], stack: AsyncExitStack
) -> list[asyncio.Task[None]]:
    """Officers at these desks and citizens on their way; the first tasks are those that end with the day."""
    press = Press(demo.socket, token=demo.tokens["demo-kiosk"], folder=demo.folder / "slips")
    links = [press.link]
    tasks: list[asyncio.Task[None]] = []
    leaves_at = coming[-1].at
    for desk in staffed:
        cookie = await asyncio.to_thread(_sign_in, demo, f"canbo{desk.id}")
        link = Link(demo.socket, role=msg.Role.DESK, device=f"pc-{desk.id}", headers={"Cookie": cookie})
        links.append(link)
        tasks.append(asyncio.create_task(officer(lobby, link, desk.id, leaves_at=leaves_at), name=f"desk {desk.id}"))
    tasks.append(asyncio.create_task(citizens(lobby, coming, press.take), name="citizens"))
    tasks += [asyncio.create_task(link.run()) for link in links]
    stack.push_async_callback(press.close)
    return tasks


# -------------------------------------------------------------------------------------------------------- pieces


async def _start_server(demo: Demo, stack: AsyncExitStack) -> None:
    """Start `motcua serve` and wait until it answers. Raises ConnectionError when it does not."""
    log = stack.enter_context((demo.folder / "server.log").open("wb"))
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "queue_server.cli", "--verbose", "serve",
        "--centre", demo.name, "--data", str(demo.folder), "--port", str(demo.port),
        "--clock", str(demo.clock),
        stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    stack.push_async_callback(_stop, server)
    for _ in range(200):
        if server.returncode is not None:
            last = (demo.folder / "server.log").read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise ConnectionError(f"Máy chủ không khởi động được · The server did not start: {' '.join(last)}")
        if await asyncio.to_thread(_answers, demo.url):
            return
        await asyncio.sleep(0.1)
    raise ConnectionError("Máy chủ không trả lời · The server does not answer")


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Ask politely, and insist after ten seconds."""
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), timeout=10)
        except TimeoutError:
            process.kill()
            await process.wait()


def _give_keys(demo: Demo) -> None:
    """Officers canbo1, canbo2 … with PIN 2468, and a token for every device."""
    access = Access(demo.folder / "access.json", clock=time.time)
    for desk in demo.centre.plan.desks:
        name = f"canbo{desk.id}"
        demo.officers[name] = "2468"
        access.add_officer(name, pin="2468", display=f"Cán bộ quầy {desk.id}", employer=desk.employer.value)
    access.add_officer("khach", pin="2468", display="Khách dùng thử")
    kiosks = [kiosk.id for kiosk in demo.centre.plan.kiosks[:1]] or ["k1"]
    for device in (*kiosks, "demo-kiosk"):
        demo.tokens[device] = access.add_device(device, role=msg.Role.KIOSK)
    for device in [board.id for board in demo.centre.plan.boards] or ["b1"]:
        demo.tokens[device] = access.add_device(device, role=msg.Role.BOARD)
    demo.tokens["web"] = access.add_device("web", role=msg.Role.BOARD)


def _sign_in(demo: Demo, name: str) -> str:
    """The session cookie of an officer, got as the console's page gets it."""
    request = urllib.request.Request(  # noqa: S310  # our own server
        f"{demo.url}/sign-in",
        data=json.dumps({"name": name, "pin": demo.officers[name]}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  # our own server
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  # our own server
            return bool(answer.status == 200)
    except OSError:
        return False


def _monday() -> date:
    today = date.today()  # noqa: DTZ011  # which week it is; the centre's zone does not matter
    return today - timedelta(days=today.weekday())


def _start(centre: Centre, day: date, *, whole_day: bool) -> Instant:
    """Just before opening for a whole day; else a little later, so that something is going on at once."""
    windows = opening_windows(centre.plan, day)
    if not windows:
        raise SystemExit(f"{centre.plan.id} nghỉ ngày {day} · is closed on {day}: choose another --date")
    first = instant(day, windows[0].opens, centre.plan.hours.timezone)
    return first - _BEFORE_OPENING if whole_day else first + 30 * MINUTE


def _say_where(demo: Demo, console: Console, left_out: str) -> None:
    board = next(key for key in demo.tokens if key == "web")
    console.print(f"\n[bold]{demo.centre.plan.names['vi']}[/]")
    console.print(f"  Bàn làm việc · desk console   {demo.url}/desk    (khach / 2468)")
    console.print(
        f"  Bảng trên web · web board     {demo.url}/board/{board}?token={demo.tokens[board]}", soft_wrap=True
    )
    console.print(f"  Phiếu in · slips              {demo.folder / 'slips'}")
    console.print(f"  Ảnh màn hình · screenshots    {demo.folder / 'screens'}")
    if left_out:
        console.print(f"  [yellow]Không có · left out:[/] {left_out}")
    console.print()


def _state(demo: Demo, lobby: Lobby) -> str:
    clock = time.strftime("%H:%M", time.gmtime(demo.clock() / 1000 + 7 * 3600))
    waiting = lobby.taken - lobby.served - lobby.absent - lobby.at_desks
    return f"{clock}  lấy số {lobby.taken} · chờ {max(0, waiting)} · tại quầy {lobby.at_desks} · xong {lobby.served}"


def _progress(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), console=console, refresh_per_second=4)
