"""The server's table: every figure that is promised, beside the raw ceiling of the same run, met or missed.

    python -m bench.server [--quick] [--closed 1000000] [--page docs/performance.md] [--folder .]

Each row is measured by a module of its own, which can be run alone with other sizes. All of them take half an
hour; `--quick` takes small sizes and shows only that everything runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import core, edge, fanout, history, tickets
from bench.running.page import tell
from bench.running.row import Row, table
from chaos import core_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much of each is measured."""

    seconds: float = 5
    kiosks: int = 64
    boards: int = 1_000
    many_boards: int = 5_000
    announcements: int = 20
    events: int = 600_000
    closed: int = 1_000_000
    waiting: int = 100_000
    calls: int = 2_000
    days: int = 50
    edge_seconds: float = 60


QUICK = Sizes(
    seconds=0.5, kiosks=4, boards=20, many_boards=40, announcements=2, events=5_000, closed=2_000,
    waiting=1_000, calls=100, days=2, edge_seconds=3,
)  # fmt: skip


def rows(folder: Path, sizes: Sizes) -> Iterator[Row]:
    """All rows, measured one after another, each in a folder of its own."""
    yield tickets_row(folder / "tickets", sizes)
    yield from boards_rows(folder / "boards", sizes)
    yield from core_rows(sizes)
    yield edge.measure(folder / "edge", seconds=sizes.edge_seconds)
    yield days_row(sizes)
    yield from history.measure(folder / "history", events=sizes.events, closed=sizes.closed)
    yield many_boards_row(folder / "many", sizes)


def tickets_row(folder: Path, sizes: Sizes) -> Row:
    raw, ours = tickets.rates(folder, kiosks=sizes.kiosks, seconds=sizes.seconds)
    ratio = ours.per_second / raw.per_second
    return Row(
        what=f"durable tickets a second, {sizes.kiosks} kiosks, SQLite FULL",
        wanted="≥ 1/3 of the echo; ≥ 10,000 where it makes 30,000",
        found=f"{ours.per_second:,.0f} ({ratio:.2f})",
        beside=f"{raw.per_second:,.0f} echoes of the same frames",
        met=ratio >= 1 / 3 and (raw.per_second < 30_000 or ours.per_second >= 10_000),
    )


def boards_rows(folder: Path, sizes: Sizes) -> Iterator[Row]:
    raw, ours = fanout.spreads(folder, boards=sizes.boards, calls=sizes.announcements)
    yield Row(
        what=f"call → every one of {sizes.boards:,} boards has it, p99",
        wanted="≤ 1.5 × `websockets.broadcast`",
        found=f"{ours.p99:.0f} ms ({ours.p99 / raw.p99:.2f})",
        beside=f"{raw.p99:.0f} ms",
        met=ours.p99 <= 1.5 * raw.p99,
    )
    yield Row(
        what=f"memory of a connection, {sizes.boards:,} of them",
        wanted="≤ 1.5 × `websockets`",
        found=f"{ours.memory:.1f} KiB ({ours.memory / raw.memory:.2f})",
        beside=f"{raw.memory:.1f} KiB",
        met=ours.memory <= 1.5 * raw.memory,
    )


def many_boards_row(folder: Path, sizes: Sizes) -> Row:
    raw, ours = fanout.spreads(folder, boards=sizes.many_boards, calls=sizes.announcements)
    return Row(
        what=f"{sizes.many_boards:,} boards told of a call, from the officer's touch to the last of them",
        wanted="≥ 85 % of the messages a second of `websockets.broadcast`",
        found=f"{ours.per_second:,.0f} a second ({ours.per_second / raw.per_second:.0%})",
        beside=f"{raw.per_second:,.0f} a second",
        met=ours.per_second >= 0.85 * raw.per_second,
    )


def core_rows(sizes: Sizes) -> Iterator[Row]:
    short, long = (core.cost(length, calls=sizes.calls) for length in (100, sizes.waiting))
    usual, with_100 = core.quantile(long.call, 0.5), core.quantile(short.call, 0.5)
    slow, least, decision, counting = (
        core.quantile(each, 0.99) for each in (long.call, long.least, long.decision, long.counting)
    )
    yield Row(
        what=f"call-next with {sizes.waiting:,} waiting, 16 services a desk, median on the core alone",
        wanted="≤ 3 × the time with 100 waiting",
        found=f"{usual:.0f} µs ({usual / with_100:.2f})",
        beside=f"{with_100:.0f} µs with 100",
        met=usual / with_100 <= 3,
    )
    yield Row(
        what=f"call-next on the core alone, p99 with {sizes.waiting:,} waiting",
        wanted="≤ 20 µs",
        found=f"{slow:.0f} µs, the decision alone {decision:.0f}; the least of {core.PLAYS} plays {least:.0f}",
        beside=f"{counting:.0f} µs p99 of counting for {usual:.0f}",
        met=slow <= 20,
    )


def days_row(sizes: Sizes) -> Row:
    row = core_days.measure(days=sizes.days)
    return Row(
        what=row.what,
        wanted=f"≥ {core_days.WANTED_PER_SECOND} a second",
        found=row.held.removesuffix(f" (wanted: {core_days.WANTED_PER_SECOND})"),
        beside=row.count,
        met=row.good,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, no figures to keep")
    parser.add_argument("--closed", type=int, default=1_000_000, help="tickets behind those that are measured")
    parser.add_argument("--page", type=Path, help="page to put the table on")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write and remove the journals")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix=".bench-") as folder:
        found = []
        for row in rows(Path(folder), QUICK if arguments.quick else Sizes(closed=arguments.closed)):
            print(row, file=sys.stderr, flush=True)
            found.append(row)
    tell("bench.server", table(found), page=arguments.page)


if __name__ == "__main__":
    main()
