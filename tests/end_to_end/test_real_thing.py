"""The real thing from touch to voice: nothing in between is ours to imitate.

A finger (xdotool) on the kiosk's window, a printer that others wrote, its QR code read by zbar and its letters by
tesseract, a click in Chromium, and the board's window with the number on it and the call as a sound.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
import wave
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image, ImageGrab
from playwright.async_api import expect

from queue_server.protocol.messages import Role
from tests.end_to_end.conftest import until
from tests.hardware.witness import Witness, witness
from tests.queue_server.web.browser import chromium, open_tab

T = TypeVar("T")
SERVICE, PROCEDURE = "Chứng thực", "Chứng thực chữ ký"
#: How long a step may take on a busy machine, in seconds.
PATIENCE = 40.0


async def soon(seen: Callable[[], T | None], *, within: float = PATIENCE, what: str) -> T:
    """What `seen` gives when it first gives something."""
    return await asyncio.to_thread(until, seen, within=within, what=what)


class Screen:
    """A program's window on an X screen of its own, with a finger and with eyes."""

    def __init__(self, display: str, program: str, folder: Path, *arguments: str) -> None:
        self.environment = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
        self._display = display
        self._picture = folder / f"{program}.png"
        self._log = folder / f"{program}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "queue_server.cli", program, *arguments],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def words(self) -> list[tuple[str, int, int]]:
        """What can be read now, word by word, and where its middle is."""
        assert self.process.poll() is None, self._log.read_text("utf-8")[-2000:]
        self.photograph(self._picture)
        return words_of(self._picture)

    def photograph(self, picture: Path) -> None:
        ImageGrab.grab(xdisplay=self._display).save(picture)

    def shows(self, number: str) -> bool:
        self.photograph(self._picture)
        return number_on(self._picture, number)

    def film(self, folder: Path, *, until: threading.Event, then: int, every: float) -> list[Path]:
        """What goes by too fast to be read meanwhile: until something has happened, and so many pictures more."""
        taken: list[Path] = []
        while then:
            then -= until.is_set()
            taken.append(folder / f"film-{len(taken):03}.png")
            self.photograph(taken[-1])
            time.sleep(every)
        return taken

    def find(self, text: str) -> tuple[int, int] | None:
        """Where this text stands: words beside each other."""
        wanted, words = text.split(), self.words()
        for start in range(len(words)):
            if [word for word, _, _ in words[start : start + len(wanted)]] == wanted:
                return words[start][1:]
        return None

    def touch(self, place: tuple[int, int]) -> None:
        x, y = map(str, place)
        subprocess.run(
            ["xdotool", "mousemove", x, y, "mousedown", "1", "mouseup", "1"], env=self.environment, check=True
        )

    def close(self) -> None:
        """Ask it to end; it ends well."""
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0, self._log.read_text("utf-8")[-2000:]


def read(picture: Path, *options: str) -> str:
    """What tesseract reads in Vietnamese."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(
        ["tesseract", str(picture), "-", "-l", "vie", *options],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return done.stdout


def words_of(picture: Path) -> list[tuple[str, int, int]]:
    """Words that can be read, and where their middle is."""
    found = []
    for line in read(picture, "--psm", "11", "tsv").splitlines()[1:]:
        *_, left, top, width, height, sure, word = line.split("\t")
        if float(sure) > 30 and word.strip():
            found.append((word, int(left) + int(width) // 2, int(top) + int(height) // 2))
    return found


def number_on(picture: Path, number: str) -> bool:
    """Whether this number can be read, as from afar: tesseract reads no letters as tall as ours, and O for nought."""
    small = picture.with_suffix(".small.png")
    for times in (4, 6, 3):
        with Image.open(picture) as whole:
            whole.convert("L").reduce(times).save(small)
        if any(re.sub("[Oo]", "0", word).strip(".,:|") == number for word, _, _ in words_of(small)):
            return True
    return False


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[Witness]:
    (tmp_path / "printer").mkdir()
    with witness(tmp_path / "printer") as running:
        yield running


@pytest.fixture
def open_screen(tmp_path: Path, virtual_screen: Callable[[int, int], str]) -> Iterator[Callable[..., Screen]]:
    screens: list[Screen] = []

    def open_one(program: str, size: tuple[int, int], *arguments: str) -> Screen:
        width, height = size
        screen = Screen(
            virtual_screen(width, height), program, tmp_path, "--size", f"{width}x{height}", *arguments
        )  # fmt: skip
        screens.append(screen)
        return screen

    yield open_one
    for screen in screens:
        if screen.process.poll() is None:
            screen.process.kill()
            screen.process.wait()


@pytest.mark.timeout(240)
@pytest.mark.needs("Xvfb", "xdotool", "chromium", "espeak-ng", "tesseract", "zbarimg", "emupos")
async def test_a_touch_becomes_a_slip_a_call_on_the_board_and_a_voice(
    tmp_path: Path,
    start_server: Callable[..., Any],
    open_screen: Callable[..., Screen],
    printer: Witness,
) -> None:
    server = start_server("kt-truongchinh", at="2026-11-23 08:00", speed=4)
    server.access.add_officer("an", pin="2468", display="Nguyễn Thị An")
    common = ["--server", server.socket, "--clock", str(server.clock)]
    kiosk = open_screen(
        "kiosk", (1080, 1920), *common, "--device", "k1", "--token", server.token("k1", Role.KIOSK),
        "--printer", printer.address, "--data", str(tmp_path),
    )  # fmt: skip
    board = open_screen(
        "display", (1920, 1080), *common, "--device", "b1", "--token", server.token("b1", Role.BOARD),
        "--speaker", f"virtual:{tmp_path / 'sounds'}",
    )  # fmt: skip

    # A citizen takes a number.
    for text in (SERVICE, PROCEDURE, "LẤY SỐ"):
        kiosk.touch(await soon(lambda text=text: kiosk.find(text), what=f"{text} on the kiosk"))
    printed = threading.Event()
    filming = asyncio.create_task(asyncio.to_thread(kiosk.film, tmp_path, until=printed, then=12, every=0.5))
    try:
        [receipt] = await asyncio.to_thread(printer.receipts, 1)
    finally:
        printed.set()
        film = await filming
    slip = tmp_path / "slip.png"
    receipt.picture.convert("L").save(slip)
    assert printer.unknown_commands() == []
    seen = await asyncio.to_thread(
        subprocess.run, ["zbarimg", "-q", "--raw", str(slip)], capture_output=True, text=True, check=True
    )
    follow = seen.stdout.strip()
    assert re.fullmatch(re.escape(server.url) + r"/t/[\w-]+", follow)
    page = await asyncio.to_thread(urllib.request.urlopen, follow)
    with page:
        assert page.status == 200
    enlarged = tmp_path / "enlarged.png"
    receipt.picture.convert("L").resize((receipt.picture.width * 2, receipt.picture.height * 2)).save(enlarged)
    assert SERVICE in await asyncio.to_thread(read, enlarged, "--psm", "6")
    number = "X001"
    assert await asyncio.to_thread(lambda: any(number_on(picture, number) for picture in reversed(film)))

    # An officer calls it.
    async with chromium() as browser:
        console = await open_tab(
            await browser.new_context(viewport={"width": 1366, "height": 768}), f"{server.url}/desk"
        )
        await console.sit_down("an", "1")
        await console.page.get_by_role("button", name="Gọi số tiếp theo").click()
        await console.shows(number)

        # The board shows it and says it, and the officer sees that.
        await soon(lambda: board.shows(number), what="the number on the board")
        sound = await soon(lambda: next(iter((tmp_path / "sounds").glob(f"*{number}*.wav")), None), what="the voice")
        assert seconds_of_voice(sound) > 3
        await expect(console.page.get_by_text("✓ đã hiện")).to_be_visible(timeout=PATIENCE * 1000)
        await expect(console.page.get_by_text("✓ đã đọc xong")).to_be_visible(timeout=PATIENCE * 1000)
        assert console.problems == []
    kiosk.close()
    board.close()


def seconds_of_voice(path: Path) -> float:
    """How long the sound is, if it can be heard."""
    with wave.open(str(path)) as sound:
        assert sound.getsampwidth() == 2
        samples = array("h", sound.readframes(sound.getnframes()))
        assert max(samples) > 3_000, "silence"
        return sound.getnframes() / sound.getframerate()
