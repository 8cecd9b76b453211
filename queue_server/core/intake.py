"""Whether a number of a service is given now, and how many more today. Pure reading of a centre.

A number is not given where a supervisor has closed the service, where the day's quota is used up, or, if the centre
wants it so, where the desks could not serve one more person before they go home.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Literal

from queue_server.core.desk import Desk
from queue_server.core.plan import EndOfDay, Instant, Words
from queue_server.core.record import record

if TYPE_CHECKING:
    from queue_server.core.centre import Centre

Reason = Literal["", "service_closed", "quota_used", "no_time_left"]


@record
class Intake:
    """`left` is how many more numbers can be given today, None where nothing bounds them.

    `reason` is a refusal's code; with `no_time_left` and `issuing` people are warned and may still take a number.
    `words` are what the supervisor says to citizens.
    """

    issuing: bool = True
    reason: Reason = ""
    left: int | None = None
    words: Words | None = None


def barred(centre: Centre, service: str, now: Instant) -> Reason:
    """Why no number of this service is given now; empty where one is."""
    if service in centre.hall.closed:
        return "service_closed"
    if _numbers_left(centre, service) == 0:
        return "quota_used"
    return "no_time_left" if centre.plan.end_of_day is EndOfDay.STOP and room(centre, service, now) == 0 else ""


def intake(centre: Centre, service: str, now: Instant) -> Intake:
    """How things stand for someone who wants a number of this service."""
    reason = barred(centre, service, now)
    if reason:
        return Intake(issuing=False, reason=reason, left=0, words=centre.hall.closed.get(service))
    people = None if centre.plan.end_of_day is EndOfDay.OFF else room(centre, service, now)
    if people == 0:
        return Intake(reason="no_time_left", left=0)
    bounds = [each for each in (_numbers_left(centre, service), people) if each is not None]
    return Intake(left=min(bounds, default=None))


def _numbers_left(centre: Centre, service: str) -> int | None:
    quota = quota_of(centre, service)
    return None if quota is None else max(0, quota - centre.taken.get(service, 0))


def quota_of(centre: Centre, service: str) -> int | None:
    """How many numbers of the service are given in all today; None for as many as come."""
    return centre.hall.quotas.get(service, centre.services[service].quota)


def room(centre: Centre, service: str, now: Instant) -> int | None:
    """How many more of this service the open desks can serve today; None where none is open to tell, or all night.

    Minutes that the desks still have, less the work that waits for them (shared with the other desks that may do it)
    and half of what is being served, by the minutes that such people really take.
    """
    desks = [desk for desk in centre.desks_of(service) if desk.open]
    if not desks or centre.calendar.day(now).all_night:
        return None
    offered = centre.calendar.open_minutes_left(now) * sum(_part(desk, service) for desk in desks)
    rivals = frozenset[str]().union(*(desk.served for desk in desks))
    waiting = sum(_work(centre, rival, desks) for rival in rivals)
    served = [centre.tickets[desk.ticket].service for desk in desks if desk.ticket is not None]
    begun = sum(minutes(centre, each) / 2 for each in served)
    return max(0, floor((offered - waiting - begun) / minutes(centre, service)))


def minutes(centre: Centre, service: str) -> float:
    """What a person of this service takes at the desk: as it was lately, or as it is configured."""
    return centre.pace.minutes(service) or centre.usual_minutes({service})


def _work(centre: Centre, service: str, desks: list[Desk]) -> float:
    """Minutes of this service's line that fall to these desks, among all open ones that serve it."""
    everyone = sum(_part(desk, service) for desk in centre.desks_of(service) if desk.open)
    ours = sum(_part(desk, service) for desk in desks)
    return centre.lanes.waiting(service) * minutes(centre, service) * (ours / everyone if everyone else 0.0)


def _part(desk: Desk, service: str) -> float:
    """How much of a desk a service can count on: half of one that only helps out."""
    if service in desk.helps:
        return 0.5
    return 1.0 if service in desk.served else 0.0
