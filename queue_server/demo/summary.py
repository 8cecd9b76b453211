"""What a replayed day came to, and whether its journal holds: printed at the end of a demo."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from queue_server.core.plan import CentrePlan
from queue_server.reports.day import DayReport, ServiceDay, report
from queue_server.reports.proof import Proof, prove
from queue_server.serving import open_journal, read_events


async def summary(console: Console, folder: Path, plan: CentrePlan, day: str) -> int:
    """Print tables and the check of the journal; returns 1 when the check finds something, else 0."""
    journal, codec = await open_journal(folder, plan.id)
    try:
        events = await read_events(journal, codec)
    finally:
        await journal.close()
    for each in report(events):
        if each.services:
            console.print(_table(each, plan))
            _print_counts(console, each, day)
    proof = prove(events)
    _print_proof(console, proof)
    return 0 if proof.sound else 1


def _table(day: DayReport, plan: CentrePlan) -> Table:
    table = Table(title=f"{plan.names['vi']} · {day.day}", title_justify="left")
    table.add_column("Lĩnh vực · service")
    for heading in (
        "số · tickets",
        "chờ TB · mean",
        "p50",
        "p90",
        "phục vụ · serving",
        "vắng · absent",
        "trong khoảng",
    ):
        table.add_column(heading, justify="right")
    names = {service.id: f"{service.prefix} {service.names['vi']}" for service in plan.services}
    for service in day.services.values():
        table.add_row(*_row(names.get(service.service, service.service), service))
    table.add_section()
    table.add_row(*_row("Tất cả · all", day.whole))
    return table


def _row(name: str, service: ServiceDay) -> list[str]:
    serving = sum(service.servings) / len(service.servings) if service.servings else None
    inside = f"{100 * service.inside_range / len(service.waits):.0f} %" if service.waits else "–"
    figures = (service.mean, service.quantile(50), service.quantile(90), serving)
    return [
        name,
        str(service.tickets),
        *("–" if figure is None else f"{figure:.1f}" for figure in figures),
        str(service.absent),
        inside,
    ]


def _print_counts(console: Console, day: DayReport, fingerprint: str) -> None:
    calls = day.calls + day.recalls
    slips = ", ".join(f"{count} {state}" for state, count in sorted(day.slips.items())) or "0"
    console.print(f"Lượt gọi · calls {calls} (hiện · shown {len(day.drawn)}, đọc · spoken {len(day.heard)})")
    console.print(f"Phiếu · slips: {slips}")
    console.print(f"Xong · finished {day.finished}, hết ngày · expired {day.expired}, hủy · cancelled {day.cancelled}")
    if fingerprint:
        console.print(f"Ngày · day {fingerprint}")


def _print_proof(console: Console, proof: Proof) -> None:
    console.print(
        f"Nhật ký · journal: {proof.events} sự kiện liền mạch · contiguous events, hash chain intact; "
        f"{proof.calls} lượt gọi · calls, {proof.overrides} ngoài thứ tự · overrides, {proof.guards} guard"
    )
    for label, found in (
        ("số cấp hai lần · number given twice", proof.repeated),
        ("gọi hai lần · called twice", proof.doubled),
        ("lượt gọi không giải thích được · unexplained call", proof.unexplained),
    ):
        for what in found:
            console.print(f"[red]{label}: {what}")
    if proof.sound:
        console.print("[green]Nhật ký đúng · the journal holds: no number twice, every call explained by the policy")
