"""The one owner of a bus: its thread carries out exchanges, hears what comes unasked, and finds the port again.

Not responsible for the order (`turns`) nor for any protocol. `turn` does one step and may be driven by a test with a
line and a clock of its own. Units are told things from other threads; call `wake` afterwards.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from hardware.bus.exchange import Exchange, Unit, UnitBusy, UnitRefuses, UnitState, Wish
from hardware.bus.turns import Turns
from hardware.errors import HardwareError

log = logging.getLogger(__name__)

#: Start bit, eight bits, stop bit.
BITS = 10
#: Seconds that a unit may think before it answers. Longer, and one dead unit makes a called number late.
THINKING = 0.1
#: Seconds between two tries to open a port that is not there: the first, and the longest.
_KNOCK, _KNOCK_AT_MOST = 0.5, 4.0
_SEND_WITHIN = 2.0
#: Bytes of the longest frame. A line on which more than that comes is not waited for: something babbles there.
_LONGEST = 256


class Line(Protocol):
    """What a bus needs of a serial link."""

    @property
    def port(self) -> str: ...

    def open(self) -> None: ...

    def send(self, data: bytes, *, within: float) -> None: ...

    def receive(self, *, within: float) -> bytes: ...

    def wake(self) -> None: ...

    def close(self) -> None: ...


class Bus:
    """One port and the units on it. `echo`: the adapter lets us hear ourselves. `changed` is called in the thread."""

    def __init__(
        self,
        line: Line,
        units: Sequence[Unit],
        *,
        changed: Callable[[str, UnitState], None],
        baud: int = 9600,
        thinking: float = THINKING,
        echo: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line = line
        self._turns = Turns(units, changed=changed)
        self._byte = BITS / baud
        self._thinking = thinking
        self._echo = echo
        self._clock = clock
        self._open = False
        self._knock = _KNOCK
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> str:
        return self._line.port

    @property
    def states(self) -> dict[str, UnitState]:
        """How each unit is."""
        return self._turns.states

    def start(self) -> None:
        """Begin; the port need not be there yet."""
        self._thread = threading.Thread(target=self._run, name=f"bus {self._line.port}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """A unit has something new to say."""
        if self._open:
            self._line.wake()

    def close(self) -> None:
        """End the thread and let go of the port."""
        self._ending.set()
        self.wake()
        if self._thread is not None:
            self._thread.join()
        self._line.close()

    def turn(self) -> float:
        """Do one exchange, or hear what comes; returns how many seconds there is nothing to do."""
        try:
            if not self._open:
                self._line.open()
                self._open, self._knock = True, _KNOCK
                log.info("port open", extra={"action": "bus_open", "port": self._line.port})
                self._turns.port_back(now=self._clock())
            return self._serve()
        except HardwareError as error:
            return self._lost(error)

    # --- what is not ours to see ---

    def _run(self) -> None:
        while not self._ending.is_set():
            idle = self.turn()
            if not self._open:
                self._ending.wait(idle)
        self._line.close()

    def _lost(self, error: HardwareError) -> float:
        if self._open or self._knock == _KNOCK:
            log.warning("port gone: %s", error, extra={"action": "bus_gone", "port": self._line.port})
        self._open = False
        self._line.close()
        self._turns.port_gone()
        wait, self._knock = self._knock, min(2 * self._knock, _KNOCK_AT_MOST)
        return wait

    def _serve(self) -> float:
        following = self._turns.next(self._clock())
        if isinstance(following, float):
            self._hear(self._line.receive(within=following))
            return 0.0
        self._exchange(*following)
        return 0.0

    def _exchange(self, unit: Unit, wish: Wish) -> None:
        self._drain()
        try:
            answer = self._carry_out(wish.exchange)
        except (UnitBusy, TimeoutError) as error:
            log.info("%s: %s", unit.name, error, extra={"action": "unit_missed", "unit": unit.name})
            self._turns.missed(unit)
            if isinstance(error, UnitBusy):
                self._keep_quiet(until=self._clock() + self._thinking)
        except UnitRefuses as error:
            log.warning("%s refuses: %s", unit.name, error, extra={"action": "unit_refuses", "unit": unit.name})
            self._turns.refused(unit)
        else:
            self._turns.answered(unit, answer, now=self._clock())
        self._keep_quiet(until=self._clock() + self._gap)

    def _carry_out(self, exchange: Exchange) -> bytes:
        sent_at = self._clock()
        self._line.send(exchange.request, within=_SEND_WITHIN)
        on_the_wire = sent_at + len(exchange.request) * self._byte
        if exchange.answer is None:
            self._keep_quiet(until=on_the_wire)
            return b""
        deadline, came = on_the_wire + self._thinking, b""
        while (left := deadline - self._clock()) > 0:
            data = self._line.receive(within=left)
            came += data
            heard = self._without_echo(came, exchange.request)
            answer = exchange.answer(heard)
            if answer is not None:
                self._hear(answer[1])  # a keypad may have spoken into it
                return answer[0]
            if data and len(came) <= _LONGEST:
                # What has begun to come may take as long as its bytes do.
                deadline = max(deadline, self._clock() + self._thinking)
        self._hear(self._without_echo(came, exchange.request))
        raise TimeoutError(f"no answer in {len(came)} bytes" if came else "no answer")

    @property
    def _gap(self) -> float:
        """Silence between two frames: three and a half bytes, and 1.75 ms where the line is fast."""
        return max(3.5 * self._byte, 0.00175)

    def _without_echo(self, came: bytes, request: bytes) -> bytes:
        return came.partition(request)[2] if self._echo else came

    def _keep_quiet(self, *, until: float) -> None:
        while (left := until - self._clock()) > 0:
            self._hear(self._line.receive(within=left))

    def _drain(self) -> None:
        while data := self._line.receive(within=0):
            self._hear(data)

    def _hear(self, data: bytes) -> None:
        if data:
            for unit in self._turns.units:
                unit.hear(data, now=self._clock())
