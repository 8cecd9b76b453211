"""Photographs the lobby board, real windows and real pages, into a folder: `python -m tools.gallery_board FOLDER`."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from display.app import BoardApp
from display.carousel import Carousel
from display.reports import Reports
from queue_server.client.base import LinkState
from queue_server.protocol.messages import BoardInfo, CallKind, Line, Notice, SlideInfo
from tests.display.hall import Folder, Hall, HallLink, at, centre, day, many_desks
from tests.display.web_hall import serving
from tests.kivy_harness import KivyHarness, VirtualTime
from tools.poster import poster


class Silence:
    """An announcer that says nothing: pictures have no sound."""

    sounded = None

    def __init__(self, _: Reports) -> None:
        from display.announcer import Health, State

        self.health = Health(State.IDLE, 0)
        self.speech = None

    def start(self, *, after: int) -> None: ...

    def expect(self, calls: object) -> None: ...

    def announce(self, call: object) -> bool:
        return True


def busy_morning(hall: Hall) -> None:
    """An hour of calls: some served, some standing."""
    for minute, number, desk, done in (
        ("08:02", "R001", "8", "free"), ("08:09", "K004", "7", "free"), ("08:11", "L003", "1", "free"),
        ("08:15", "H002", "4", "free"), ("08:19", "R002", "12", "free"), ("08:24", "L005", "2", "free"),
        ("08:31", "K006", "7", "free"), ("08:36", "H003", "5", "free"), ("08:40", "L007", "3", "serve"),
        ("08:44", "R009", "8", "serve"), ("08:47", "L008", "2", "serve"),
    ):  # fmt: skip
        hall.now = at(f"2026-11-23 {minute}")
        hall.call(number, desk)
        hall.serve(desk) if done == "serve" else hall.free(desk)


def calls(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    busy_morning(hall)
    link.bring(snapshot=True)
    for minute, number, desk in (("08:55", "K014", "7"), ("08:57", "H011", "4"), ("08:58", "L021", "3")):
        hall.now = at(f"2026-11-23 {minute}")
        hall.call(number, desk)
        link.bring()
        harness.wait(7)


def flash(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    calls(hall, link, harness)
    hall.now = at("2026-11-23 08:59")
    hall.call("R020", "12")
    hall.call("K014", "7", kind=CallKind.RECALL)
    link.bring()
    harness.wait(0.2)
    while harness.time.milliseconds() // 500 % 2:
        harness.frames()
    harness.frames(2)


def stale(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    calls(hall, link, harness)
    link.breaks()
    hall.now = at("2026-11-23 09:04")
    harness.wait(5)


def idle(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    hall.now = at("2026-11-23 07:01")
    link.bring(snapshot=True)


def quiet(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    busy_morning(hall)
    for desk in ("3", "8", "2"):
        hall.free(desk)
    link.bring(snapshot=True)


def closed(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    hall.now = at("2026-11-23 17:20")
    hall.tell(day(issuing=False, reason="after_closing"))
    link.bring(snapshot=True)


def night(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    hall.now = at("2026-11-23 21:40")
    hall.tell(day(issuing=False, reason="after_closing"))
    link.bring(snapshot=True)


def starting(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    link.bring(state=LinkState.CONNECTING) if hall.view.epoch == "" else None


def many(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    busy_morning(hall)
    link.bring(snapshot=True)
    for number, desk in (("L1021", "1"), ("L022", "2"), ("L023", "3"), ("H011", "4"), ("H012", "5"), ("K014", "7")):
        hall.call(number, desk)
    link.bring()
    harness.wait(11)


def lines(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    queues(hall)
    calls(hall, link, harness)


def queues(hall: Hall) -> None:
    """How many wait for each service, and a notice of the supervisor."""
    for service, waiting, low, high in (
        ("dat-dai", 14, 25, 45), ("thue", 6, 10, 25), ("ho-tich", 3, 5, 15), ("chung-thuc", 0, 0, 0),
        ("tra-ket-qua", 9, 10, 20),
    ):  # fmt: skip
        hall.tell(Line(service=service, waiting=waiting, ahead=waiting, low=low, high=high, desks_open=1))
    words = {"vi": "Máy in số 2 tạm dừng, mời dùng máy số 1", "en": "Ticket machine 2 is out of order, please use 1"}
    hall.tell(Notice(id=1, words=words, at=hall.now))


def emergency(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    calls(hall, link, harness)
    evacuate(hall)
    link.bring()


def evacuate(hall: Hall) -> None:
    words = {
        "vi": "Mời mọi người bình tĩnh ra ngoài bằng cửa chính",
        "en": "Please leave calmly by the main entrance",
    }
    hall.tell(Notice(id=2, words=words, at=hall.now, urgent=True))


def one_desk(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    link.bring(snapshot=True)
    hall.call("K014", "7")
    link.bring()
    harness.wait(7)


POSTER = "dich-vu-cong.png"
#: How the board of a picture is set up, where it is no main board.
SET_UP = {
    "lines": BoardInfo(
        id="b1",
        panels=("clock", "calls", "lines", "ticker"),
        ticker={"vi": "Mang theo căn cước công dân", "en": "Please bring your identity card"},
    ),
    "desk": BoardInfo(id="b1", panels=("desk",), desks=("7",)),
    "media": BoardInfo(
        id="b1",
        panels=("clock", "calls", "recent", "media", "ticker"),
        media=(SlideInfo(file=POSTER, seconds=600),),
    ),
    "words": BoardInfo(
        id="b1",
        panels=("clock", "calls", "recent", "media", "ticker"),
        media=(
            SlideInfo(
                words={
                    "vi": "Kết quả có thể được trả tại nhà qua dịch vụ bưu chính công ích",
                    "en": "Results can be sent to your home by post",
                },
                seconds=600,
            ),
        ),
    ),
}


def crowd(hall: Hall, link: HallLink, harness: KivyHarness) -> None:
    """Every desk calls at once."""
    link.bring(snapshot=True)
    everybody(hall)
    link.bring()
    harness.wait(7)


def everybody(hall: Hall) -> None:
    for place, desk in enumerate(hall.centre.desks):
        hall.call(f"{'LHAKR'[place % 5]}{100 + place}", desk.id)


WINDOWS: dict[str, tuple[tuple[int, int], Callable[[Hall, HallLink, KivyHarness], None]]] = {
    "calls": ((1920, 1080), calls),
    "flash": ((1920, 1080), flash),
    "more-calls-than-rows": ((1920, 1080), many),
    "crowd": ((1920, 1080), crowd),
    "crowd-portrait": ((1080, 1920), crowd),
    "crowd-wide": ((3840, 1080), crowd),
    "idle": ((1920, 1080), idle),
    "waiting": ((1920, 1080), quiet),
    "stale": ((1920, 1080), stale),
    "closed": ((1920, 1080), closed),
    "night": ((1920, 1080), night),
    "starting": ((1920, 1080), starting),
    "portrait": ((1080, 1920), calls),
    "portrait-idle": ((1080, 1920), idle),
    "wide": ((1920, 540), calls),
    "calls-21-9": ((2560, 1080), calls),
    "lines": ((1920, 1080), lines),
    "lines-portrait": ((1080, 1920), lines),
    "lines-wide": ((1920, 540), lines),
    "media": ((1920, 1080), calls),
    "media-portrait": ((1080, 1920), calls),
    "media-wide": ((1920, 540), calls),
    "media-idle": ((1920, 1080), quiet),
    "words": ((1920, 1080), calls),
    "words-portrait": ((1080, 1920), calls),
    "emergency": ((1920, 1080), emergency),
    "desk": ((1280, 720), one_desk),
    "desk-portrait": ((720, 1280), one_desk),
    "desk-wide": ((1920, 540), one_desk),
}
PAGES = {
    "web-calls": (1920, 1080),
    "web-portrait": (1080, 1920),
    "web-stale": (1280, 720),
    "web-lines": (1920, 1080),
    "web-emergency": (1280, 720),
    "web-desk": (1280, 720),
    "web-calls-21-9": (2560, 1080),
    "web-lines-portrait": (1080, 1920),
    "web-media": (1920, 1080),
    "web-media-portrait": (1080, 1920),
    "web-media-wide": (1920, 540),
    "web-words": (1280, 720),
}
COLOURS = 128


async def photograph_windows(folder: Path, names: list[str]) -> None:
    """The windows named, or all of them."""
    picture = poster(Path(tempfile.mkdtemp()), POSTER)
    for name in names:
        size, scene = WINDOWS[name]
        hall = Hall(centre=many_desks(25) if scene is crowd else centre(boards=_boards(name)))
        link = HallLink(hall)
        time = VirtualTime()
        app = BoardApp(
            link,
            device="b1",
            announcer=Silence,  # type: ignore[arg-type]
            clock=lambda: hall.now,  # noqa: B023
            tick=time.milliseconds,
            media=Carousel(Folder({POSTER: picture})),
        )
        harness = KivyHarness(app, size=size, time=time)
        if scene is not starting:
            hall.open()
        scene(hall, link, harness)
        harness.wait(1)
        _smaller(harness.photograph(folder / f"board-{name}.png"))
        harness.close()
        await asyncio.sleep(0)


async def photograph_pages(folder: Path, names: list[str]) -> None:
    """The web board's pages named, or all of them; from a server of one hall."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        for name in names:
            width, height = PAGES[name]
            hall = Hall(centre=centre(boards=_boards(name.removeprefix("web-"))))
            hall.open()
            busy_morning(hall)
            if name.startswith("web-lines"):
                queues(hall)
            for number, desk in (("K014", "7"), ("H011", "4"), ("L021", "3")):
                hall.now += 120_000
                hall.call(number, desk)
            if name == "web-emergency":
                evacuate(hall)
            async with serving(hall) as web:
                web.media[POSTER] = poster(Path(tempfile.mkdtemp()), POSTER).read_bytes()
                page = await browser.new_page(viewport={"width": width, "height": height})
                await page.goto(web.url)
                await page.wait_for_selector(".row.newest, .alone.newest, .emergency")
                await page.evaluate("document.fonts.ready")
                await page.wait_for_function("() => Array.from(document.images).every((each) => each.complete)")
                if name == "web-stale":
                    await web.hang_up()
                    await page.wait_for_selector(".banner")
                path = folder / f"board-{name}.png"
                await page.screenshot(path=path)
                await page.close()
            _smaller(path)
        await browser.close()


def _boards(name: str) -> tuple[BoardInfo, ...]:
    return tuple(info for key, info in SET_UP.items() if name.partition("-")[0] == key)


def _smaller(path: Path) -> None:
    picture = Image.open(path).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


async def main(folder: Path, names: list[str]) -> None:
    """All pictures, or those named."""
    wanted = names or [*WINDOWS, *PAGES]
    await photograph_windows(folder, [name for name in wanted if name in WINDOWS])
    await photograph_pages(folder, [name for name in wanted if name in PAGES])


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))
