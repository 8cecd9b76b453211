"""What a slip costs: bytes on the wire and milliseconds to make, for every procedure of the shipped centres.

    python -m bench.slip [--dots 576] [--rounds 3]

Each slip is made as a kiosk makes it: what a centre always prints is remembered, what is known before there is a ticket
is drawn while the citizen reads, the ticket's own lines come after the touch. The time is of one slip from its lines
to the bytes of its job, beside the first of a process, which loads typefaces.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import msgspec

from hardware.printer.album import Dots, album_of
from hardware.printer.base import PAPER_80_MM, Slip
from hardware.printer.commands import Commands
from hardware.printer.escpos import load_encoder
from hardware.printer.layout import lay_out
from kiosk.slip import common_lines, known_lines, slip
from queue_server.catalogue.shipped import EXAMPLES
from queue_server.protocol.messages import Centre, Taken
from tools.kiosk_samples import at, centre, taken


@dataclass(frozen=True)
class Cost:
    """One slip: `rows` are dots down the paper, 8 to a millimetre; `after_touch` is a part of `seconds`.

    `kept` are the bytes to a printer that keeps what stands on every slip.
    """

    bytes: int
    rows: int
    seconds: float
    after_touch: float
    kept: int


def tickets(example: Centre, turn: int) -> Iterator[Taken]:
    """A ticket for each procedure of a centre; in another turn, other numbers, times and waits."""
    for place, service in enumerate(example.services):
        for more, procedure in enumerate(service.procedures):
            number = f"{service.prefix}{(place * 37 + more + turn * 53) % 900 + 12:03d}"
            ticket = taken(service.id, number, procedure=procedure.id)
            moved = msgspec.structs.replace(ticket.ticket, taken_at=at(8, (place * 7 + more + turn * 19) % 60))
            waits = {"ahead": (place + more + turn) % 40, "low": 10 + turn * 5, "high": 25 + turn * 10}
            follow = f"{ticket.follow[: -len(number)]}{number}"
            yield msgspec.structs.replace(ticket, ticket=moved, follow=follow, **waits)


def costs(commands: Commands, *, language: str, dots: int, rounds: int) -> Iterator[Cost]:
    for turn in range(rounds):
        for example in map(centre, EXAMPLES):
            album = album_of(lay_out(common_lines(example, dots=dots), dots=dots).bands)
            for ticket in tickets(example, turn):
                begun = time.thread_time()
                of = ticket.ticket
                known = known_lines(of.service, of.procedure, example, language=language, dots=dots)
                made(commands, known, dots)
                touched = time.thread_time()
                lines = slip(ticket, example, language=language, dots=dots)
                rows, job = made(commands, lines, dots)
                ended = time.thread_time()
                _, short = made(commands, lines, dots, album)
                yield Cost(len(job), rows, ended - begun, ended - touched, len(short))


def made(commands: Commands, lines: Slip, dots: int, kept: Mapping[Dots, bytes] | None = None) -> tuple[int, bytes]:
    page = lay_out(lines, dots=dots)
    return page.rows, commands.job(page, cutter=True, ask_sensor=True, mark=b"0001", kept=kept)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.slip", description=__doc__.partition("\n")[0])
    parser.add_argument("--dots", type=int, default=PAPER_80_MM, help="dots across the paper (576 or 384)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each slip is made, each time anew")
    chosen = parser.parse_args()
    print(
        "| slips | bytes: median, p95, most | where lines are kept | mm: median, most | ms: first, median, p95 "
        "| of that after the touch |"
    )
    print("|---|---|---|---|---|---|")
    for language in ("vi", "en"):
        with tempfile.TemporaryDirectory() as cache:
            commands = Commands(lambda: load_encoder(Path(cache)))
            commands.load()
            first, *found = costs(commands, language=language, dots=chosen.dots, rounds=chosen.rounds)
        sizes, kept = [each.bytes for each in found], [each.kept for each in found]
        lengths, times = [each.rows / 8 for each in found], [each.seconds * 1000 for each in found]
        after = [each.after_touch * 1000 for each in found]
        print(
            f"| {len(found)} {language} at {chosen.dots} dots "
            f"| {median(sizes):,.0f}, {p95(sizes):,.0f}, {max(sizes):,} "
            f"| {median(kept):,.0f}, {p95(kept):,.0f}, {max(kept):,} "
            f"| {median(lengths):.0f}, {max(lengths):.0f} "
            f"| {first.seconds * 1000:.0f}, {median(times):.1f}, {p95(times):.1f} "
            f"| {first.after_touch * 1000:.0f}, {median(after):.1f}, {p95(after):.1f} |"
        )


def p95(values: list[float] | list[int]) -> float:
    return quantiles(values, n=20)[18]


if __name__ == "__main__":
    main()
