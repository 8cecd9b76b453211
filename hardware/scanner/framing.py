"""Where one scan ends and the next begins, in bytes that come in pieces of any size. Pure: time is an argument.

Scanners end a scan by CR, LF, both, TAB or by nothing but silence. Set to `auto`, silence ends a scan until the first
CR or LF was seen; from then on only those do, so that a slow line never cuts a scan in two.
"""

from __future__ import annotations

from dataclasses import dataclass

#: How a scanner may be set up, by the word for it in its address.
SUFFIXES = {"auto": b"\r\n", "cr": b"\r\n", "lf": b"\r\n", "crlf": b"\r\n", "tab": b"\t", "none": b""}

#: Seconds of silence after which a scan without a suffix is whole.
GAP = 0.06
#: Seconds of silence after which the beginning of a scan whose end never came is thrown away.
PATIENCE = 2.0
#: Bytes; no code that a scanner reads is longer.
LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Framing:
    """How a scanner is set up."""

    suffix: str = "auto"
    gap: float = GAP


class Framer:
    """Puts scans together. Give it what comes by `feed`, and silence by `idle`; both return the scans that ended."""

    def __init__(self, framing: Framing) -> None:
        self._ends = SUFFIXES[framing.suffix]
        self._gap = framing.gap
        self._by_silence = framing.suffix in ("auto", "none")
        self._begun = bytearray()
        self._skipping = False
        self._last = 0.0

    @property
    def begun(self) -> bool:
        """Whether part of a scan is there, so that silence matters."""
        return bool(self._begun) or self._skipping

    def feed(self, data: bytes, *, now: float) -> list[bytes]:
        """Take bytes; return the scans that they end."""
        ended = self.idle(now=now)
        self._last = now
        for byte in data:
            if byte in self._ends:
                self._by_silence = False
                ended += self._end()
            elif len(self._begun) < LONGEST:
                self._begun.append(byte)
            else:
                self._skipping = True
        return ended

    def idle(self, *, now: float) -> list[bytes]:
        """Nothing came up to now; return the scan that silence has ended, if any."""
        silence = now - self._last
        if self._by_silence and silence >= self._gap:
            return self._end()
        if silence >= PATIENCE:
            self._begun.clear()
            self._skipping = False
        return []

    def _end(self) -> list[bytes]:
        whole = [] if self._skipping or not self._begun else [bytes(self._begun)]
        self._begun.clear()
        self._skipping = False
        return whole
