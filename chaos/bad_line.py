"""A line between two network namespaces that loses, delays and narrows what goes over it, the kernel at its ends.

Two TUN devices, and a thread that carries packets from one to the other as its weather is. Needs a network namespace of
its own (`unshare --user --map-root-user --net`), no root; kernels without netem will do.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
import struct
import subprocess
import threading
from dataclasses import dataclass
from typing import Self

NEAR, FAR = "10.77.0.1", "10.77.0.2"
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_LONGEST_PACKET = 65_536
#: A router's buffer on a narrow line, in seconds: what comes later is dropped.
_BUFFER = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Of one direction: what part of the packets is lost, seconds of delay, and bits a second (0: as many as come)."""

    loss: float = 0.0
    delay: float = 0.0
    rate: float = 0.0


FAIR = Weather()


class BadLine:
    """Use it as a context. `out` is the weather from here to there, `back` from there to here; both may be set anytime.

    Programs are put at the far end with `far` before their words, and listen at `FAR`.
    """

    def __init__(self) -> None:
        self.out = self.back = FAIR
        self.carried = self.lost = 0
        self._lot = random.Random(1)
        self._free: dict[int, float] = {}

    def __enter__(self) -> Self:
        self._there = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; exec sleep infinity"], stdout=-1)
        assert self._there.stdout is not None
        self._there.stdout.readline()  # its namespace is made
        self.far = ("nsenter", "--target", str(self._there.pid), "--net")
        self._near_end, self._far_end = _tun("near"), _tun("far")
        _run("ip", "link", "set", "far", "netns", str(self._there.pid))
        for words, device, address in (((), "near", NEAR), (self.far, "far", FAR)):
            _run(*words, "ip", "link", "set", "lo", "up")
            _run(*words, "ip", "address", "add", f"{address}/24", "dev", device)
            _run(*words, "ip", "link", "set", device, "up")
        self._loop = asyncio.new_event_loop()
        self._loop.add_reader(self._near_end, self._carry, self._near_end, self._far_end)
        self._loop.add_reader(self._far_end, self._carry, self._far_end, self._near_end)
        self._thread = threading.Thread(target=self._loop.run_forever, name="bad-line", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        os.close(self._near_end)
        os.close(self._far_end)
        self._there.kill()
        self._there.communicate()

    def _carry(self, source: int, target: int) -> None:
        packet = os.read(source, _LONGEST_PACKET)
        weather = self.out if source == self._near_end else self.back
        now = self._loop.time()
        leaves = max(now, self._free.get(source, 0.0))
        if self._lot.random() < weather.loss or leaves - now > _BUFFER:
            self.lost += 1
            return
        if weather.rate:
            leaves += len(packet) * 8 / weather.rate
            self._free[source] = leaves
        self.carried += 1
        self._loop.call_at(leaves + weather.delay, os.write, target, packet)


def _tun(name: str) -> int:
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return end


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
