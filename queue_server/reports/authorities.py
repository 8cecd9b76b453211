"""Whatever the boundary: how many visits were helped here, by which authority received, by which one decided.

`Handling` follows a centre as it goes, for the province's page; `handled` counts what is written in a journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Handling:
    """The visits that have come to their end at a desk on the present service day."""

    day: str = ""
    ended: dict[str, Handled] = field(default_factory=dict)

    def note(self, centre: Centre, event: ev.Event) -> None:
        """Follow what is about to happen to this centre. A finish taken back is none."""
        if isinstance(event, ev.DayOpened):
            self.day, self.ended = event.day, {}
        elif isinstance(event, ev.TicketFinished):
            ticket, desk = centre.tickets[event.ticket], centre.desks[event.desk]
            self.ended[ticket.id] = Handled(
                received=ticket.received,
                employer=desk.employer.value if desk.employer else "",
                decides=ticket.decides,
                procedure=ticket.procedure or "",
            )
        elif isinstance(event, de.ActionUndone) and event.what == "finish":
            self.ended.pop(event.ticket, None)


def handled(events: Iterable[ev.Event], *, day: str | None = None) -> Counter[Handled]:
    """The visits of one service day or of all."""
    centre, handling, found = Centre(), Handling(), Counter[Handled]()
    for event in events:
        if isinstance(event, ev.DayOpened) and day in (None, handling.day):
            found.update(handling.ended.values())
        handling.note(centre, event)
        apply(centre, event)
    if day in (None, handling.day):
        found.update(handling.ended.values())
    return found
