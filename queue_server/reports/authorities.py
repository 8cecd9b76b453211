"""Whatever the boundary: how many visits were helped here, by which authority received, by which one decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.centre import Centre


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Handled:
    """One way that visits went: who received them, staffed by whom, who decides; "" where nobody has said."""

    received: str
    employer: str
    decides: str
    procedure: str


def handled(events: Iterable[ev.Event], *, day: str | None = None) -> Counter[Handled]:
    """Visits that came to their end at a desk, on one service day or on all. A finish taken back is none."""
    centre, today = Centre(), ""
    ended = dict[str, Handled]()
    for event in events:
        if isinstance(event, ev.DayOpened):
            today = event.day
        elif isinstance(event, ev.TicketFinished) and day in (None, today):
            ticket, desk = centre.tickets[event.ticket], centre.desks[event.desk]
            ended[ticket.id] = Handled(
                received=ticket.received,
                employer=desk.employer.value if desk.employer else "",
                decides=ticket.decides,
                procedure=ticket.procedure or "",
            )
        elif isinstance(event, de.ActionUndone) and event.what == "finish":
            ended.pop(event.ticket, None)
        apply(centre, event)
    return Counter(ended.values())
