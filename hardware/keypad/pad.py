"""A USB number pad: read from the kernel and grabbed, so that no window gets its keys. A thread of its own.

The input device is read by the same `KeyboardSource` as a keyboard scanner. Keys are called as they are printed: "0" to
"9", "+", "-", "*", "/", ".", and "enter".
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from hardware.bus.exchange import UnitState
from hardware.errors import HardwareError
from hardware.keypad.base import Press, Pressed
from hardware.scanner.base import Source
from hardware.scanner.keys import LOST

log = logging.getLogger(__name__)

_KNOCK, _KNOCK_AT_MOST = 0.5, 4.0
_READ_WITHIN = 0.5
_NAMES = {"\r": "enter", "\t": "tab", " ": "space"}


class PadKeypad:
    """One pad. `pressed` and `changed` are called in its thread."""

    def __init__(
        self, name: str, source: Source, *, pressed: Pressed, changed: Callable[[str, UnitState], None]
    ) -> None:
        self.name = name
        self._source = source
        self._pressed = pressed
        self._changed = changed
        self._state = UnitState.GONE
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; the pad need not be there yet."""
        self._thread = threading.Thread(target=self._run, name=f"keypad {self.name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and let go of the pad."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        knock = _KNOCK
        while not self._ending.is_set():
            try:
                self._source.open()
                self._move(UnitState.READY)
                knock = _KNOCK
                self._read()
            except HardwareError as error:
                log.info("pad gone: %s", error, extra={"action": "keypad_gone", "keypad": self.name})
                self._move(UnitState.GONE)
                self._ending.wait(knock)
                knock = min(2 * knock, _KNOCK_AT_MOST)
            finally:
                self._source.close()

    def _read(self) -> None:
        while not self._ending.is_set():
            for key in self._source.read(within=_READ_WITHIN).decode():
                if key != LOST:
                    self._pressed(Press(self.name, _NAMES.get(key, key)))

    def _move(self, state: UnitState) -> None:
        if state is not self._state:
            self._state = state
            self._changed(self.name, state)
