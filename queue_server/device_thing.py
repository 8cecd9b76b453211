"""What a kiosk or board says of itself, as others are told of it."""

from __future__ import annotations

from msgspec.structs import replace

from queue_server.protocol.messages import Device, Instant, ReportHealth

#: Milliseconds by which the beginning of its program may seem to move before that is news: lines take their time.
_STEADY = 5_000


def said_of_itself(device: Device, report: ReportHealth, *, now: Instant) -> Device:
    """The device after its report. What it does not say now stays as it was said before."""
    started = None if report.up is None else now - report.up * 1000
    if started is None or (device.started is not None and abs(started - device.started) < _STEADY):
        started = device.started
    return replace(
        device,
        health=report.health,
        detail=report.detail,
        skew=device.skew if report.clock is None else round((report.clock - now) / 1000),
        version=report.version or device.version,
        started=started,
        failure=report.failure,
        tested=report.tested or device.tested,
        checks=report.checks or device.checks,
    )
