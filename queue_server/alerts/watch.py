"""What is wrong now: waits beyond the thresholds, devices away or ill, boards that nobody sees or hears. Pure.

It only looks; what becomes of a finding is in `causes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from queue_server.core.calls import CallRecord, Heard
from queue_server.core.centre import Centre
from queue_server.core.plan import MINUTE, Instant, Words
from queue_server.core.ticket import TicketState
from queue_server.protocol import messages as msg

SECOND = 1_000
#: A device may be away so long for a restart.
_AWAY = 60 * SECOND
#: A board has drawn a call by then, and ended its speech by then; older calls say nothing about now.
_DRAWN_BY, _SPOKEN_BY, _OLD = 20 * SECOND, 90 * SECOND, 15 * MINUTE
_SKEW_SECONDS = 60
#: What failed before opening is trouble until it is tried again, or for so long.
_TESTED_LATELY = 6 * 60 * MINUTE
_CHECKED = {
    "printer": ("máy in", "printer"),
    "scanner": ("máy quét", "scanner"),
    "clock": ("đồng hồ", "clock"),
    "sound": ("loa", "sound"),
}
_MUTED = frozenset({"silent", "no_sound"})
#: From the mildest to the worst; `trouble` is a device's.
LEVELS = ("warn", "target", "breach", "trouble")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong now. `cause` stays the same as long as it lasts."""

    cause: str
    level: str
    words: Words


def findings(centre: Centre, devices: Iterable[msg.Device], *, now: Instant) -> list[Finding]:
    """Everything that is wrong now."""
    found = list(_waits(centre, now))
    for device in devices:
        found += _device(device, now)
        if device.role is msg.Role.BOARD and device.online:
            found += _board(centre, device, now)
    return list({each.cause: each for each in found}.values())


def _waits(centre: Centre, now: Instant) -> Iterator[Finding]:
    since: dict[str, Instant] = {}
    for ticket in centre.tickets.values():
        if ticket.state is TicketState.WAITING:
            since[ticket.service] = min(since.get(ticket.service, now), ticket.queued_at)
    limits = centre.plan.thresholds
    steps = (("breach", limits.breach), ("target", limits.target), ("warn", limits.warn))
    for service, start in since.items():
        for level, minutes in steps:
            if now - start >= minutes * MINUTE:
                names = centre.services[service].names
                yield Finding(
                    cause=f"wait:{service}",
                    level=level,
                    words={
                        "vi": f"{names['vi']}: có người đã chờ từ {minutes:g} phút trở lên",
                        "en": f"{names.get('en', names['vi'])}: somebody has waited {minutes:g} minutes or more",
                    },
                )
                break


def _device(device: msg.Device, now: Instant) -> Iterator[Finding]:
    vi, en = ("Kiosk", "Kiosk") if device.role is msg.Role.KIOSK else ("Bảng", "Board")
    if not device.online:
        if now - device.since >= _AWAY:
            yield _trouble(f"offline:{device.id}", f"{vi} {device.id} mất kết nối", f"{en} {device.id} is offline")
        return
    if device.health in _MUTED:
        yield _muted(device)
    elif device.health != "ready":
        yield _trouble(
            f"health:{device.id}",
            f"{vi} {device.id} báo: {device.health}",
            f"{en} {device.id} reports: {device.health}",
        )
    failed = [check for check in device.checks if not check.good]
    if failed and device.tested is not None and now - device.tested < _TESTED_LATELY:
        vi_names, en_names = (
            ", ".join(_CHECKED.get(each.what, (each.what,) * 2)[n] for each in failed) for n in (0, 1)
        )
        yield _trouble(
            f"check:{device.id}",
            f"{vi} {device.id} tự kiểm tra trước giờ mở, không đạt: {vi_names}",
            f"{en} {device.id} tried itself before opening and failed: {en_names}",
        )
    if abs(device.skew or 0) > _SKEW_SECONDS:
        yield _trouble(
            f"clock:{device.id}",
            f"{vi} {device.id}: đồng hồ lệch {device.skew} giây",
            f"{en} {device.id}: its clock is wrong by {device.skew} seconds",
        )


def _board(centre: Centre, board: msg.Device, now: Instant) -> Iterator[Finding]:
    """A board that is connected and shows or says nothing: its reports on the calls tell."""
    shown = next((each.services for each in centre.plan.boards if each.id == board.id), ())
    due = [call for call in centre.calls if _concerns(call, shown) and board.since <= call.at and now - call.at <= _OLD]
    reports = [(call, centre.heard.get((call.id, board.id), Heard())) for call in due]
    drawn = [heard.drawn for call, heard in reports if now - call.at >= _DRAWN_BY]
    if drawn and not drawn[-1]:
        yield _trouble(
            f"frozen:{board.id}",
            f"Bảng {board.id} không hiện lượt gọi mới: có thể bị treo",
            f"Board {board.id} does not show new calls: it may be frozen",
        )
    spoken = [heard for call, heard in reports if now - call.at >= _SPOKEN_BY]
    speaks = any(heard.spoken or heard.failed for (_, key), heard in centre.heard.items() if key == board.id)
    if speaks and spoken and not spoken[-1].spoken:
        yield _muted(board)


def _concerns(call: CallRecord, services: tuple[str, ...]) -> bool:
    return not services or call.service in services


def _muted(board: msg.Device) -> Finding:
    return _trouble(
        f"muted:{board.id}", f"Bảng {board.id} không phát tiếng gọi số", f"Board {board.id} does not speak the calls"
    )


def _trouble(cause: str, vi: str, en: str) -> Finding:
    return Finding(cause=cause, level="trouble", words={"vi": vi, "en": en})
