"""The hall as it is told: acts, alerts, notices, thresholds, slips wanted. Beside `wire`, which does all the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from queue_server.core import events as ev
from queue_server.core.calls import Alarm
from queue_server.core.centre import Centre
from queue_server.core.hall import Alert, Notice
from queue_server.core.intake import quota_of
from queue_server.core.plan import ORDINARY, Instant
from queue_server.core.tide import Slot
from queue_server.protocol import messages as msg
from queue_server.touched import Touched

_KINDS = {event: kind for kind, event in ev.KINDS.items()}


def hall_things(centre: Centre, *, now: Instant) -> list[msg.Thing]:
    """Everything of the hall: what a snapshot holds."""
    things = hall_figures(centre, now=now)
    things += [notice_thing(notice) for notice in centre.hall.notices.values()]
    things += [act_thing(version, event) for version, event in centre.hall.acts.items()]
    things += [alert_thing(alert) for alert in centre.alerts.values()]
    return [*things, *(order for order in _slip_orders(centre, centre.tickets) if order.open)]


def hall_changes(centre: Centre, change: Touched) -> list[msg.Thing]:
    """The things of the hall that changed, as they stand."""
    things: list[msg.Thing] = [notice_thing(centre.hall.notices[key]) for key in change.notices]
    things += [act_thing(version, centre.hall.acts[version]) for version in change.acts]
    things += [alert_thing(centre.alerts[cause]) for cause in change.alerts]
    return [*things, *_slip_orders(centre, change.orders)]


def _slip_orders(centre: Centre, tickets: Iterable[str]) -> list[msg.SlipOrder]:
    """What reception wanted printed of these tickets."""
    known = [centre.tickets[key] for key in tickets if key in centre.tickets]
    return [msg.SlipOrder(ticket=each.id, **asdict(each.order)) for each in known if each.order is not None]


def hall_thing(centre: Centre, *, now: Instant) -> msg.Hall:
    plan = centre.plan
    quotas = {service: quota_of(centre, service) for service in centre.services}
    return msg.Hall(
        warn=plan.thresholds.warn,
        target=plan.thresholds.target,
        breach=plan.thresholds.breach,
        end_of_day=plan.end_of_day.value,
        cap=centre.hall.cap,
        quotas={service: quota for service, quota in quotas.items() if quota is not None},
        slots=tuple(_slot(slot) for slot in centre.tide.until(now)),
    )


def notice_thing(notice: Notice) -> msg.Notice:
    return msg.Notice(
        id=notice.id,
        words=notice.words,
        at=notice.at,
        until=notice.until,
        urgent=notice.urgent,
        withdrawn=notice.withdrawn,
        aloud=notice.aloud,
    )


def act_thing(version: int, event: ev.HallAct) -> msg.Act:
    """An act, with what it was done to."""
    return msg.Act(id=version, kind=_KINDS[type(event)], at=event.at, officer=event.officer, **_details(event))


def _details(event: ev.HallAct) -> dict[str, Any]:
    match event:
        case ev.DeskReassigned():
            return {
                "desk": event.desk,
                "services": tuple(skill.service for skill in event.skills if not skill.overflow),
                "overflow": tuple(skill.service for skill in event.skills if skill.overflow),
                "reason": event.reason,
            }
        case ev.ServiceClosed():
            return {"service": event.service, "words": event.words}
        case ev.ServiceOpened():
            return {"service": event.service, "reason": event.reason}
        case ev.QuotaSet():
            return {
                "service": event.service,
                "value": event.quota,
                "former": event.former,
                "reason": event.reason,
            }
        case ev.LineMoved():
            return {
                "service": event.service,
                "desk": event.desk,
                "tickets": len(event.tickets),
                "reason": event.reason,
            }
        case ev.NoticePosted():
            return {"words": event.words}
        case ev.NoticeWithdrawn():
            return {"notice": event.notice, "reason": event.reason}
        case ev.AdmissionSet():
            return {"value": event.cap, "former": event.former, "reason": event.reason}


def alert_thing(alert: Alert) -> msg.Alert:
    return msg.Alert(
        cause=alert.cause,
        level=alert.level,
        words=alert.words,
        since=alert.since,
        over=alert.over,
        told=alert.told,
        note=alert.note,
    )


def alarm_thing(alarm: Alarm) -> msg.Alarm:
    return msg.Alarm(**asdict(alarm))


def coming_thing(centre: Centre, *, now: Instant) -> msg.Coming:
    """Whom each working desk would call now."""
    calls = []
    for desk in centre.desks.values():
        why = centre.next_for(desk, now) if desk.working else None
        if why is not None:
            ticket = centre.tickets[why.chosen.ticket]
            priority = ticket.priority != ORDINARY
            calls.append(
                msg.ComingCall(number=ticket.number, service=ticket.service, desk=desk.plan.id, priority=priority)
            )
    return msg.Coming(calls=tuple(calls))


def hall_figures(centre: Centre, *, now: Instant) -> list[msg.Thing]:
    """What changes in the hall with time alone."""
    return [hall_thing(centre, now=now), coming_thing(centre, now=now)]


def _slot(slot: Slot) -> msg.Slot:
    return msg.Slot(start=slot.start, taken=slot.taken, called=slot.called, waiting=slot.waiting)
