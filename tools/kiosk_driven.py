"""A kiosk that runs as in a lobby, in real time and a process of its own; its fingers and eyes are a pipe.

    python -m tools.kiosk_driven --server ws://… --token … --printer … --data FOLDER

One word to a line in (`look`, `touch NAME`, `touch_twice NAME`, `photograph FILE`), one line of JSON out; at the other
end is `chaos.kiosk_process`. The window is drawn, but on no screen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ.setdefault("KIVY_HOME", tempfile.mkdtemp(prefix="kivy-"))

from kiosk.app import attend
from kiosk.window import KioskApp, configure  # sets Kivy's own switches, so it comes before Kivy

# isort: split

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.graphics.opengl import glFinish
from kivy.uix.label import Label

from hardware.printer.open import is_slow, open_printer
from hardware.printer.simulator import VirtualPrinter
from hardware.scanner.open import open_scanner
from kiosk.reserve import Reserve
from kiosk.screens.root import DEAF
from kiosk.spool import Spool
from queue_server.client.link import Link
from queue_server.clock import Clock
from queue_server.protocol.messages import Role
from tools.kiosk_finger import Finger, find, in_use, touchables

#: Seconds for a screen to be drawn after a touch, before it is said that it was not.
DRAWN_WITHIN = 20.0
#: Frames in which whatever changed is drawn.
_FRAMES = 3


class Driven:
    """What is done to the kiosk, and what is seen of it."""

    def __init__(self, app: KioskApp) -> None:
        self._app = app
        self._drawn = asyncio.Event()
        Window.bind(on_flip=lambda *_: self._drawn.set())

    async def obey(self, word: str, what: str) -> dict[str, Any]:
        match word:
            case "look":
                return self._look()
            case "touch":
                return await self._touch(what)
            case "touch_twice":
                return await self._touch(what, times=2)
            case "photograph":
                await self._settled()
                self._app.root.export_to_png(what)
                return {}
        raise ValueError(f"{word} is no word of mine")

    async def _settled(self) -> None:
        """What has just changed is laid out in one frame and drawn in the next: nobody sees it half done."""
        for _ in range(_FRAMES):
            self._drawn.clear()
            Window.canvas.ask_update()
            async with asyncio.timeout(DRAWN_WITHIN):
                await self._drawn.wait()

    def _look(self) -> dict[str, Any]:
        state, root = self._app.state, self._app.root
        ticket = state.visit.taken.ticket if state.visit and state.visit.taken else None
        return {
            "screen": state.screen.value,
            "ticket": ticket.id if ticket else "",
            "number": ticket.number if ticket else "",
            "printer": state.printer.value,
            "live": state.link_up and state.issuing,
            "names": [each.test_name for each in touchables(root)] if root else [],
            "texts": [each.text for each in in_use(root) if isinstance(each, Label) and each.text] if root else [],
        }

    async def _touch(self, name: str, *, times: int = 1) -> dict[str, Any]:
        """Press, lift, and wait until what follows is drawn: so many milliseconds, and so many of a processor's."""
        await asyncio.sleep(2 * DEAF)  # nobody sees a screen and touches it at once
        place = find(self._app.root, name).center
        for _ in range(times):
            finger = Finger(*place)
            finger.scale_for_screen(Window.width, Window.height)
            EventLoop.post_dispatch_input("begin", finger)
            await asyncio.sleep(0.05)
            glFinish()  # who lifts a finger has seen that it is down
            self._drawn.clear()
            lifted, worked = time.monotonic(), time.process_time()
            EventLoop.post_dispatch_input("end", finger)
        async with asyncio.timeout(DRAWN_WITHIN):
            await self._drawn.wait()
        glFinish()  # a frame is flipped before it is painted
        took, work = time.monotonic() - lifted, time.process_time() - worked
        return {"ms": took * 1000, "worked_ms": work * 1000, "lifted": lifted}


async def listen(driven: Driven) -> None:
    """Do as the pipe says until it is closed."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        word, _, what = line.decode().strip().partition(" ")
        try:
            said = await driven.obey(word, what)
        except (LookupError, TimeoutError) as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.kiosk_driven")
    parser.add_argument("--server", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--printer", required=True)
    parser.add_argument("--scanner", default="")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--device", default="k1")
    parser.add_argument("--size", default="540x960")
    parser.add_argument("--clock", type=Clock.parse, default=Clock.real())
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    width, height = map(int, chosen.size.split("x"))
    configure((width, height), locked=True)
    Window.size = width, height  # the screen that is not there may be smaller
    link = Link(chosen.server, role=Role.KIOSK, device=chosen.device, token=chosen.token)
    reserve = Reserve(Spool.open(chosen.data / "reserve"))
    app = KioskApp(link, size=(width, height), reserve=reserve)
    printer = open_printer(chosen.printer, folder=chosen.data / "printer", virtual=VirtualPrinter)
    scanner = open_scanner(chosen.scanner) if chosen.scanner else None
    kiosk = asyncio.create_task(
        attend(app, link, printer, reserve=reserve, scanner=scanner, clock=chosen.clock, short=is_slow(chosen.printer))
    )
    pipe = asyncio.create_task(listen(Driven(app)))
    await asyncio.wait([kiosk, pipe], return_when=asyncio.FIRST_COMPLETED)
    app.stop()
    await kiosk
    pipe.cancel()


if __name__ == "__main__":
    asyncio.run(main())
