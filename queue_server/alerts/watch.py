"""What is wrong now: waits beyond the thresholds, devices away or ill, boards that nobody sees or hears. Pure.

It only looks; what becomes of a finding is in `causes`. Patience with machines is counted in their own seconds, of
which a replayed day has fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from queue_server.core.calls import CallRecord, Heard
from queue_server.core.centre import Centre
from queue_server.core.plan import MINUTE, Board, Instant, Words
from queue_server.core.ticket import TicketState
from queue_server.device_thing import stands_still
from queue_server.protocol import messages as msg

SECOND = 1_000
#: A device may be away so long for a restart.
_AWAY = 60 * SECOND
#: A board has drawn a call by then, and ended its speech by then; older calls say nothing about now.
_DRAWN_BY, _SPOKEN_BY, _OLD = 20 * SECOND, 90 * SECOND, 15 * MINUTE
#: Why a call was not spoken, when nothing is wrong with that.
_RIGHTLY_SILENT = frozenset({"quiet_hours", "withdrawn"})
_SKEW_SECONDS = 60
#: What failed before opening is trouble until it is tried again, or for so long.
_TESTED_LATELY = 6 * 60 * MINUTE
_CHECKED = {
    "printer": ("máy in", "printer"),
    "scanner": ("máy quét", "scanner"),
    "clock": ("đồng hồ", "clock"),
    "sound": ("loa", "sound"),
    "picture": ("hình", "picture"),
}
#: A board's words for a call that nobody hears.
_MUTED = frozenset({"silent", "no_sound"})
#: A kiosk's words for its printer, as they are told.
_PRINTER = {
    "paper_low": ("máy in sắp hết giấy", "paper is running low"),
    "paper_out": ("máy in hết giấy", "out of paper"),
    "cover_open": ("nắp máy in đang mở", "the printer's cover is open"),
    "cutter": ("dao cắt giấy bị kẹt", "the paper cutter is jammed"),
    "hot": ("đầu in quá nóng", "the print head is too hot"),
    "silent": ("máy in không trả lời", "the printer does not answer"),
    "gone": ("không thấy máy in", "no printer found"),
}
#: From the mildest to the worst; `trouble` is a device's.
LEVELS = ("warn", "target", "breach", "trouble")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong now. `cause` stays the same as long as it lasts."""

    cause: str
    level: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lately:
    """The calls of late, the latest first, and what boards said of them: gathered once for however many boards."""

    calls: list[CallRecord]
    said: Mapping[tuple[int, str], Heard]
    boards: dict[str, Board]
    #: Boards that have ever tried to speak.
    speaking: set[str]

    @classmethod
    def of(cls, centre: Centre, now: Instant) -> _Lately:
        return cls(
            calls=[call for call in reversed(centre.calls) if now - _OLD <= call.at and not call.withdrawn],
            said=centre.heard,
            boards={each.id: each for each in centre.plan.boards},
            speaking={board for (_, board), heard in centre.heard.items() if heard.spoken or heard.failed},
        )

    def heard(self, call: CallRecord, board: str) -> Heard:
        return self.said.get((call.id, board), Heard())

    def latest(self, board: msg.Device, *, until: float) -> CallRecord | None:
        """The last call up to then that a board should have shown; of none from before it came."""
        info = self.boards.get(board.id)
        shown = (call for call in self.calls if board.since <= call.at <= until and _concerns(call, info))
        return next(shown, None)


def findings(centre: Centre, devices: Iterable[msg.Device], *, now: Instant, speed: float = 1.0) -> list[Finding]:
    """Everything that is wrong now. The clock goes `speed` times as fast as the machines do."""
    found = list(_waits(centre, now))
    lately = _Lately.of(centre, now)
    for device in devices:
        found += _device(device, now, speed)
        if device.role is msg.Role.BOARD and device.online:
            found += [*_drawing(lately, device, now, speed), *_speaking(lately, device, now, speed)]
    return list({each.cause: each for each in found}.values())


def _waits(centre: Centre, now: Instant) -> Iterator[Finding]:
    since: dict[str, Instant] = {}
    for ticket in centre.tickets.values():
        if ticket.state is TicketState.WAITING and ticket.queued_at <= since.get(ticket.service, now):
            since[ticket.service] = ticket.queued_at
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


def _device(device: msg.Device, now: Instant, speed: float) -> Iterator[Finding]:
    vi, en = ("Kiosk", "Kiosk") if device.role is msg.Role.KIOSK else ("Bảng", "Board")
    if not device.online:
        if now - device.since >= _AWAY * speed:
            yield _trouble(f"offline:{device.id}", f"{vi} {device.id} mất kết nối", f"{en} {device.id} is offline")
        return
    if device.role is msg.Role.BOARD and device.health in _MUTED:
        yield _muted(device)
    elif device.health != "ready":
        ill, wrong = _PRINTER.get(device.health, (device.health,) * 2)
        yield _trouble(f"health:{device.id}", f"{vi} {device.id}: {ill}", f"{en} {device.id}: {wrong}")
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


def _drawing(lately: _Lately, board: msg.Device, now: Instant, speed: float) -> Iterator[Finding]:
    """A board that is connected and draws nothing: it says so, it does not say that it draws, or its calls tell."""
    if stands_still(board, now=now, speed=speed):
        if board.hidden:
            yield _trouble(
                f"hidden:{board.id}",
                f"Bảng {board.id} không ai nhìn thấy: trang đang ở thẻ nền, hoặc màn hình đang ngủ",
                f"Board {board.id} is seen by nobody: its page is in the background, or its screen sleeps",
            )
        else:
            yield _trouble(
                f"frozen:{board.id}",
                f"Bảng {board.id} đứng hình: còn kết nối nhưng không vẽ gì nữa",
                f"Board {board.id} is frozen: it is connected, and draws nothing any more",
            )
        return
    due = lately.latest(board, until=now - _DRAWN_BY * speed)
    if due is not None and not lately.heard(due, board.id).drawn and not board.hidden:
        yield _trouble(
            f"frozen:{board.id}",
            f"Bảng {board.id} không hiện lượt gọi mới: có thể bị treo",
            f"Board {board.id} does not show new calls: it may be frozen",
        )


def _speaking(lately: _Lately, board: msg.Device, now: Instant, speed: float) -> Iterator[Finding]:
    """A board that used to speak, and whose hall did not hear the latest call."""
    due = lately.latest(board, until=now - _SPOKEN_BY * speed) if board.id in lately.speaking else None
    if due is None:
        return
    heard = lately.heard(due, board.id)
    # Of the boards that hear each other one speaks; which one may change.
    info = lately.boards.get(board.id)
    together = [each.id for each in lately.boards.values() if info and info.hall and each.hall == info.hall]
    said = heard.spoken or any(lately.heard(due, key).spoken for key in together)
    if not said and heard.failed not in _RIGHTLY_SILENT:
        yield _muted(board)


def _concerns(call: CallRecord, board: Board | None) -> bool:
    if board is None:  # one that the plan does not know shows everything
        return True
    return (not board.services or call.service in board.services) and (not board.desks or call.desk in board.desks)


def _muted(board: msg.Device) -> Finding:
    return _trouble(
        f"muted:{board.id}", f"Bảng {board.id} không phát tiếng gọi số", f"Board {board.id} does not speak the calls"
    )


def _trouble(cause: str, vi: str, en: str) -> Finding:
    return Finding(cause=cause, level="trouble", words={"vi": vi, "en": en})
