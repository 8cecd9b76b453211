"""A kiosk as a process of its own, touched and looked at through a pipe, to be killed and started again.

What happens in there is `tools.kiosk_driven`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from chaos.process import ServerProcess
from queue_server.protocol.messages import Role

_LOOK_AGAIN = 0.1


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What a citizen has in front of them."""

    screen: str
    ticket: str
    number: str
    printer: str
    live: bool
    names: tuple[str, ...]
    texts: tuple[str, ...]

    def says(self, text: str) -> bool:
        return any(text in each for each in self.texts)


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds from the lifting of the finger to the next screen, and how many of a processor's that took.

    `lifted` is when, by this machine's steady clock, in seconds.
    """

    ms: float
    worked_ms: float
    lifted: float


@dataclass
class KioskProcess:
    """`start` before use, `stop` at the end. `log` is what it said; `settings` are further ones of its environment."""

    server: ServerProcess
    folder: Path
    printer: str
    size: tuple[int, int] = (540, 960)
    scanner: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.token = self.server.token("k1", Role.KIOSK)
        self.log = self.folder / "kiosk.log"

    def start(self, *, within: float = 60) -> None:
        """Start it and wait until it gives numbers. Raises `TimeoutError`."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tools.kiosk_driven", "--server", self.server.socket),
                    *("--token", self.token, "--printer", self.printer, "--data", str(self.folder)),
                    *("--size", "x".join(map(str, self.size)), "--clock", str(self.server.clock)),
                    *("--scanner", self.scanner),
                ],
                env={**os.environ, **self.settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.until(lambda seen: seen.screen == "home" and seen.live, what="the first screen", within=within)

    def say(self, word: str, what: str = "") -> bytes:
        """One word to it, and its answer. Raises `RuntimeError` when it could not, or has ended."""
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{word} {what}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line or '"error"' in line:
            raise RuntimeError(f"{word} {what}: {line or self.log.read_text('utf-8')[-2000:]}")
        return line.encode()

    def look(self) -> Sight:
        return msgspec.json.decode(self.say("look"), type=Sight)

    def touch(self, name: str, *, times: int = 1) -> Touch:
        """Press what is called so, and wait until what follows is drawn."""
        return msgspec.json.decode(self.say("touch" if times == 1 else "touch_twice", name), type=Touch)

    def photograph(self, picture: Path) -> None:
        picture.parent.mkdir(parents=True, exist_ok=True)
        self.say("photograph", str(picture))

    def until(self, true: Callable[[Sight], bool], *, what: str, within: float = 60) -> Sight:
        """What is seen when it is so for the first time. Raises `TimeoutError`."""
        end = time.monotonic() + within
        while not true(seen := self.look()):
            if time.monotonic() > end:
                raise TimeoutError(f"not within {within:g} s: {what}; there is {seen}")
            time.sleep(_LOOK_AGAIN)
        return seen

    def kill(self) -> None:
        """As a power cut ends it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self._close()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self._close()

    def _close(self) -> None:
        assert self.process is not None
        self.process.wait(timeout=30)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
