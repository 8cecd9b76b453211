"""How long a called number takes to its sign, by calculation. Pure; `bench/signs.py` measures the same on a line.

The time counts from the call's news in this machine to the last byte at the sign. The bus may be in the middle of an
exchange then, which is let end: the worst is a unit that does not answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.bus.owner import BITS, THINKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Bytes of the exchanges on a bus, and how long its units think before they answer, in seconds."""

    write: int
    write_answer: int
    poll: int
    poll_answer: int
    thinks: float = 0.005


#: A six-digit Modbus sign: FC 10h with six registers, and reading them back.
SIX_DIGITS = Traffic(write=21, write_answer=8, poll=8, poll_answer=17)


def wire(count: int, *, baud: int) -> float:
    """Seconds that so many bytes are on the wire."""
    return count * BITS / baud


def gap(*, baud: int) -> float:
    """Silence between two frames, in seconds."""
    return max(3.5 * BITS / baud, 0.00175)


def write_time(traffic: Traffic, *, baud: int) -> float:
    """One write with its answer and the silence after it."""
    answered = traffic.thinks + wire(traffic.write_answer, baud=baud) if traffic.write_answer else 0.0
    return wire(traffic.write, baud=baud) + answered + gap(baud=baud)


def longest_wait(traffic: Traffic, *, baud: int, dead: bool, thinking: float = THINKING) -> float:
    """The longest exchange that may be under way when a call comes."""
    poll = wire(traffic.poll, baud=baud) + traffic.thinks + wire(traffic.poll_answer, baud=baud) + gap(baud=baud)
    probe = wire(max(traffic.poll, traffic.write), baud=baud) + thinking + gap(baud=baud)
    return max(poll, write_time(traffic, baud=baud), probe if dead else 0.0)


def shown_within(traffic: Traffic, *, baud: int, calls: int = 1, dead: bool = False) -> float:
    """Seconds until the last of `calls` numbers called at one moment is at its sign, at worst.

    How many units the bus has does not matter: what is fresh goes before what is routine. `dead`: one is not answering.
    """
    before = longest_wait(traffic, baud=baud, dead=dead) + (calls - 1) * write_time(traffic, baud=baud)
    return before + wire(traffic.write, baud=baud)


def calls_within(limit: float, traffic: Traffic, *, baud: int, dead: bool = False) -> int:
    """How many numbers called at one moment are all shown within `limit` seconds."""
    calls = 0
    while shown_within(traffic, baud=baud, calls=calls + 1, dead=dead) <= limit:
        calls += 1
    return calls
