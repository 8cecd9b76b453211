"""What a replayed day came to, and whether its journal holds: printed at the end of a demo."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from queue_server.core.plan import CentrePlan
from queue_server.reports.day import DayReport, ServiceDay, report
from queue_server.reports.proof import Proof, prove
from queue_server.serving import open_journal, read_events

_SLIP_STATES = {
    "confirmed": "đã in · confirmed",
    "accepted": "đã gửi máy in · accepted",
    "unconfirmed": "không rõ · unconfirmed",
    "failed": "lỗi · failed",
    "noted": "ghi số trên màn hình · noted",
}
_LEGEND = """\
[dim]Lĩnh vực = service · Phiếu = tickets · Chờ, p50, p90 = minutes waited: mean,
median, 90th percentile · Đi = mean minutes from call to start · Quầy = mean minutes at the desk · Vắng = absent ·
Trong = waited within the range that the kiosk gave[/]
"""


async def summary(console: Console, folder: Path, plan: CentrePlan, day: str) -> int:
    """Print tables and the check of the journal; returns 1 when the check finds something, else 0."""
    journal, codec = await open_journal(folder, plan.id)
    try:
        events = await read_events(journal, codec)
    finally:
        await journal.close()
    for each in report(events):
        if each.services:
            console.print(f"\n[bold]{plan.names['vi']} · {each.day}", soft_wrap=True)
            console.print(_table(each, plan))
            console.print(_LEGEND)
            _print_counts(console, each, day)
    proof = prove(events)
    _print_proof(console, proof)
    return 0 if proof.sound else 1


def _table(day: DayReport, plan: CentrePlan) -> Table:
    table = Table(
        title=f"{plan.names['vi']} · {day.day}",
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("Lĩnh vực", no_wrap=True, overflow="ellipsis", max_width=26)
    for heading in ("Phiếu", "Chờ", "p50", "p90", "Đi", "Quầy", "Vắng", "Trong"):
        table.add_column(heading, justify="right", no_wrap=True)
    names = {service.id: f"{service.prefix} {service.names['vi']}" for service in plan.services}
    for service in day.services.values():
        table.add_row(*_row(names.get(service.service, service.service), service))
    table.add_section()
    table.add_row(*_row("Tất cả", day.whole))
    return table


def _row(name: str, service: ServiceDay) -> list[str]:
    walking = fmean(service.walks) if service.walks else None
    serving = fmean(service.servings) if service.servings else None
    inside = f"{100 * service.inside_range / len(service.waits):.0f} %" if service.waits else "–"
    figures = (service.mean, service.quantile(50), service.quantile(90), walking, serving)
    return [
        name,
        str(service.tickets),
        *("–" if figure is None else f"{figure:.1f}" for figure in figures),
        str(service.absent),
        inside,
    ]


def _print_counts(console: Console, day: DayReport, mark: str) -> None:
    slips = ", ".join(f"{count} {_SLIP_STATES.get(state, state)}" for state, count in sorted(day.slips.items()))
    time = day.desk_time
    lines = [
        ("Lượt gọi · calls", f"{day.calls} (+ {day.recalls} gọi lại · recalls, "
         f"{day.undone} thao tác được hoàn tác · undone)"),
        ("Giờ tại quầy · desks", f"{time.serving:.0f} phút phục vụ · serving, "
         f"{time.walking:.0f} chờ dân đến · walking, "
         f"{time.idle_wanted:.0f} rảnh khi có người chờ · idle with a line, {time.idle_empty:.0f} rảnh · idle without, "
         f"{time.paused:.0f} nghỉ · breaks"),
        ("Thông báo · announced", f"{len(day.drawn)} hiện trên bảng · shown, {len(day.heard)} đọc xong · spoken"),
        ("Phiếu in · slips", slips or "0"),
        ("Kết thúc · ended", f"{day.finished} xong · served, {day.whole.absent} vắng · absent, "
         f"{day.expired} hết ngày · expired, {day.cancelled} hủy · cancelled"),
    ]  # fmt: skip
    if mark:
        lines.append(("Ngày · day", mark))
    for what, how in lines:
        console.print(f"{what:22} {how}", soft_wrap=True)


def _print_proof(console: Console, proof: Proof) -> None:
    console.print(f"{'Nhật ký · journal':22} {proof.events} sự kiện liền mạch · contiguous events")
    console.print(
        f"{'':22} {proof.calls} lượt gọi · calls: {proof.overrides} ngoài thứ tự · by hand, "
        f"{proof.guards} chống chờ lâu · guard",
        soft_wrap=True,
    )
    for label, found in (
        ("số cấp hai lần · number given twice", proof.repeated),
        ("gọi hai lần · called twice", proof.doubled),
        ("lượt gọi không giải thích được · unexplained call", proof.unexplained),
        ("không thể xảy ra · impossible", proof.impossible),
    ):
        for what in found:
            console.print(f"[red]{label}: {what}")
    if proof.sound:
        console.print("[green]Nhật ký đúng: không số nào cấp hai lần, mọi lượt gọi đúng quy tắc.")
        console.print("[green]The journal holds: no number twice, every call explained by the policy.")
    else:
        console.print("[red]Nhật ký không đúng! · The journal does not hold!")
