"""What a kiosk or board says of itself, as others are told of it."""

from __future__ import annotations

from msgspec.structs import replace

from queue_server.protocol.messages import Device, Instant, ReportHealth

#: Milliseconds by which the beginning of its program may seem to move before that is news: lines take their time.
_STEADY = 5_000
#: A board says at least every ten seconds that it has drawn.
STILL = 35_000
#: Seconds by which a clock may seem to move before that is news.
_SAME_SECONDS = 2.0


def said_of_itself(device: Device, report: ReportHealth, *, now: Instant) -> Device:
    """The device after its report. What it does not say now stays as it was said before."""
    drew = report.frames is not None and report.frames > 0 and report.frames != device.frames
    started = None if report.up is None else now - report.up * 1000
    if started is None or (device.started is not None and abs(started - device.started) < _STEADY):
        started = device.started
    return replace(
        device,
        health=report.health,
        detail=report.detail,
        skew=_skew(device.skew, None if report.clock is None else (report.clock - now) / 1000),
        version=report.version or device.version,
        started=started,
        failure=report.failure,
        tested=report.tested or device.tested,
        checks=report.checks or device.checks,
        frames=device.frames if report.frames is None else report.frames,
        drew=now if drew else device.drew,
        hidden=report.hidden,
        sounded=report.sounded or device.sounded,
    )


def worth_telling(before: Device | None, after: Device) -> bool:
    """Whether others should hear of a change: boards that go on drawing are no news."""
    return before is None or replace(before, frames=after.frames, drew=after.drew) != after


def stands_still(device: Device, *, now: Instant, speed: float = 1.0) -> bool:
    """Whether a board is connected and has not drawn for longer than it would take to say so.

    The clock goes `speed` times as fast as boards do.
    """
    drew = max(device.drew or 0, device.since)
    return device.online and device.frames is not None and now - drew >= STILL * speed


def _skew(known: int | None, seconds: float | None) -> int | None:
    """By how much its clock is wrong; lines take their time, so that a second more or less is no change."""
    if seconds is None or (known is not None and abs(seconds - known) < _SAME_SECONDS):
        return known
    return round(seconds)
