"""The scanner that reads a source: opens it, frames and decodes what comes, and takes it back after it was unplugged.

Not responsible for what a scan means, nor for how bytes come: see `serial_port` and `keyboard`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from hardware.errors import DeviceBusy, DeviceGone
from hardware.scanner.base import Scan, ScannerState, Source
from hardware.scanner.decoding import decode
from hardware.scanner.framing import Framer, Framing

log = logging.getLogger(__name__)

#: Seconds between looks for a scanner that is not there.
RETRY = 1.0
#: Seconds of one look at a scanner that is; it ends at once when something comes.
_LOOK = 0.5
_SOON = 0.02


class ReadingScanner:
    """One scanner. `steady` is a clock in seconds; `sleep` waits between looks for one that is not there."""

    def __init__(
        self,
        source: Source,
        *,
        framing: Framing,
        steady: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._source = source
        self._framing = framing
        self._steady = steady
        self._sleep = sleep

    @property
    def name(self) -> str:
        """See `Scanner`."""
        return self._source.name

    async def watch(self, scanned: Callable[[Scan], None], changed: Callable[[ScannerState], None]) -> None:
        """See `Scanner`."""
        state: ScannerState | None = None
        while True:
            try:
                await asyncio.to_thread(self._source.open)
                state = self._become(ScannerState.READY, state, changed)
                await self._read(scanned)
            except (DeviceGone, DeviceBusy) as error:
                state = self._become(ScannerState.GONE, state, changed, because=str(error))
            finally:
                await asyncio.to_thread(self._source.close)
            await self._sleep(RETRY)

    async def _read(self, scanned: Callable[[Scan], None]) -> None:
        framer = Framer(self._framing)
        while True:
            within = max(_SOON, self._framing.gap) if framer.begun else _LOOK
            data = await asyncio.to_thread(self._source.read, within=within)
            now = self._steady()
            for whole in framer.feed(data, now=now) if data else framer.idle(now=now):
                scan = decode(whole)
                if scan is not None:
                    log.info("scan", extra={"action": "scan", "scanner": self.name, "doubt": scan.doubt})
                    scanned(scan)

    def _become(
        self,
        state: ScannerState,
        former: ScannerState | None,
        changed: Callable[[ScannerState], None],
        *,
        because: str = "",
    ) -> ScannerState:
        if state is not former:
            data = {"action": "scanner", "scanner": self.name, "state": state.value, "because": because}
            log.info("scanner %s", state.value, extra=data)
            changed(state)
        return state
