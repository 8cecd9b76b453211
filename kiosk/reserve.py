"""What a kiosk may do by itself: the numbers it holds, what it gave from them, and which of that the server has.

Every change is on disk (spool.py) before anybody hears of it, so it holds through power cuts. It asks nobody and
prints nothing; see offline.py for the deliveries.
"""

from __future__ import annotations

import secrets

import msgspec

from kiosk import moments
from kiosk.spool import Spool
from queue_server.protocol.messages import (
    Centre,
    Day,
    Instant,
    Leased,
    LeasedDay,
    Ticket,
    TicketState,
    Words,
)

_ID_BYTES = 12

USED_UP: Words = {
    "vi": "Máy đã hết số dự phòng của lĩnh vực này. Vui lòng lấy số ở máy khác hoặc hỏi cán bộ hướng dẫn.",
    "en": "This kiosk has no more spare numbers for this service. Please use another kiosk or ask the staff.",
}
BROKEN: Words = {
    "vi": "Máy không ghi được số. Vui lòng lấy số ở máy khác hoặc hỏi cán bộ hướng dẫn.",
    "en": "This kiosk cannot record a number. Please use another kiosk or ask the staff.",
}


class NoNumber(Exception):
    """The kiosk has no number of this service to give now."""


class Named(msgspec.Struct, frozen=True, tag="named"):
    """Which spool this is, and the last place that was given when it was last cleared."""

    spool: str
    place: int = 0


class Known(msgspec.Struct, frozen=True, tag="known"):
    """The centre as it was last told."""

    centre: Centre


class Held(msgspec.Struct, frozen=True, tag="held"):
    """The numbers that were leased, and the centre's time at which that was."""

    days: tuple[LeasedDay, ...]
    site: str
    at: Instant


class Given(msgspec.Struct, frozen=True, tag="given"):
    """A number given to a citizen. `request` names the visit: it gets one."""

    place: int
    request: str
    day: str
    ticket: str
    number: str
    digits: int
    service: str
    procedure: str | None
    priority: str
    language: str
    at: Instant


class Printed(msgspec.Struct, frozen=True, tag="printed"):
    """How printing the slip of a place went."""

    place: int
    state: str


class Delivered(msgspec.Struct, frozen=True, tag="delivered"):
    """The server has everything up to this place."""

    place: int


Record = Named | Known | Held | Given | Printed | Delivered
_decode = msgspec.json.Decoder(Record).decode


class Reserve:
    """All of it, folded from the spool. `now` is the centre's time as far as this kiosk knows it."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.name = ""
        self.centre: Centre | None = None
        self._held = Held(days=(), site="", at=0)
        self._given: dict[int, Given] = {}
        self._printed: dict[int, str] = {}
        self._place = self._delivered = 0
        for line in spool.lines:
            self._apply(_decode(line))
        if not self.name:
            self._add(Named(spool=secrets.token_urlsafe(_ID_BYTES)))
        else:
            self._clear()

    # ------------------------------------------------------------------------------------------------- reading

    def day(self, now: Instant) -> Day | None:
        """The service day as the kiosk knows it by itself; None when it holds no numbers for that day."""
        today = self._today(now)
        if today is None or self.centre is None:
            return None
        times = [time for day in self._held.days for time in day.times]
        current = next((time for time in today.times if time.opens <= now < time.closes), None)
        coming = next((time.opens for time in times if time.opens > now), None)
        return Day(
            service_day=today.day,
            issuing=current is not None,
            reason="open" if current else _why_closed(today, now),
            until=current.closes if current else None,
            next_opening=None if current else coming,
        )

    def services(self, now: Instant) -> frozenset[str]:
        """The services of which there are numbers to give today."""
        today = self._today(now)
        if today is None:
            return frozenset()
        return frozenset(block.service for block in today.blocks if self._next(today, block.service) is not None)

    def used_up(self, now: Instant) -> bool:
        """Whether it held numbers for today and has given them all."""
        return self._today(now) is not None and not self.services(now)

    def to_deliver(self) -> tuple[tuple[Given, str | None], ...]:
        """What the server has not got, in the order of giving, with how printing went."""
        waiting = sorted(place for place in self._given if place > self._delivered)
        return tuple((self._given[place], self._printed.get(place)) for place in waiting)

    def page_of(self, ticket: str) -> str:
        """The address of a ticket's page; empty when none is known."""
        return f"{self._held.site}/t/{ticket}" if self._held.site else ""

    # ------------------------------------------------------------------------------------------------ changing

    def know(self, centre: Centre) -> None:
        if centre != self.centre:
            self._add(Known(centre))

    def hold(self, leased: Leased, now: Instant) -> None:
        """These are all the numbers that the kiosk holds from now on."""
        if (leased.days, leased.site) != (self._held.days, self._held.site):
            self._add(Held(days=leased.days, site=leased.site, at=now))

    def give(
        self, service: str, *, request: str, procedure: str | None, priority: str, language: str, now: Instant
    ) -> Ticket:
        """Give a number: it is on disk when this returns. Raises `NoNumber`, `SpoolError`. Once for each request."""
        given = next((each for each in self._given.values() if each.request == request), None)
        if given is None:
            today = self._today(now)
            digits = self._next(today, service) if today else None
            prefix = (
                next((each.prefix for each in self.centre.services if each.id == service), "") if self.centre else ""
            )
            if today is None or digits is None:
                raise NoNumber(service)
            given = Given(
                place=self._place + 1,
                request=request,
                day=today.day,
                ticket=secrets.token_urlsafe(_ID_BYTES),
                number=f"{prefix}{digits:03d}",
                digits=digits,
                service=service,
                procedure=procedure,
                priority=priority,
                language=language,
                at=now,
            )
            self._add(given)
        return _ticket(given)

    def printed(self, ticket: str, state: str) -> bool:
        """Note how printing went, if the server has not got the ticket yet; whether that was so."""
        place = next((each.place for each in self._given.values() if each.ticket == ticket), 0)
        if place <= self._delivered:
            return False
        self._add(Printed(place, state))
        return True

    def delivered(self, place: int) -> None:
        self._add(Delivered(place))

    def close(self) -> None:
        self._spool.close()

    # -------------------------------------------------------------------------------------------------- pieces

    def _today(self, now: Instant) -> LeasedDay | None:
        """Today's lease. None also when the clock is behind what it was: then nobody knows which day it is."""
        if self.centre is None or now < max(self._held.at, *(each.at for each in self._given.values()), 0):
            return None
        today = moments.local(now, self.centre.timezone).date().isoformat()
        return next((day for day in self._held.days if day.day == today), None)

    def _next(self, day: LeasedDay, service: str) -> int | None:
        used = {each.digits for each in self._given.values() if (each.day, each.service) == (day.day, service)}
        for block in day.blocks:
            if block.service == service:
                first = max([block.first, *(each + 1 for each in used if block.first <= each <= block.last)])
                if first <= block.last:
                    return first
        return None

    def _add(self, record: Record) -> None:
        self._spool.add(msgspec.json.encode(record))
        self._apply(record)

    def _apply(self, record: Record) -> None:
        match record:
            case Named():
                self.name, self._place, self._delivered = record.spool, record.place, record.place
            case Known():
                self.centre = record.centre
            case Held():
                self._held = record
            case Given():
                self._given[record.place] = record
                self._place = max(self._place, record.place)
            case Printed():
                self._printed[record.place] = record.state
            case Delivered():
                self._delivered = max(self._delivered, record.place)

    def _clear(self) -> None:
        """Forget what the server has and no day needs any more."""
        days = {day.day for day in self._held.days}
        kept = [each for place, each in sorted(self._given.items()) if place > self._delivered or each.day in days]
        if len(kept) == len(self._given) and len(self._spool.lines) < 2 * len(kept) + 64:
            return
        records: list[Record] = [Named(spool=self.name, place=self._delivered)]
        records += [Known(self.centre)] if self.centre else []
        records += [self._held, *kept]
        records += [Printed(each.place, self._printed[each.place]) for each in kept if each.place in self._printed]
        records += [Delivered(self._delivered)]
        self._given = {each.place: each for each in kept}
        self._spool.replace(msgspec.json.encode(record) for record in records)


def _why_closed(today: LeasedDay, now: Instant) -> str:
    if not today.times or now < today.times[0].opens:
        return "before_opening"
    return "after_closing" if now >= today.times[-1].closes else "lunch"


def _ticket(given: Given) -> Ticket:
    return Ticket(
        id=given.ticket,
        number=given.number,
        service=given.service,
        state=TicketState.WAITING,
        taken_at=given.at,
        queued_at=given.at,
        legs=(given.service,),
        leg=0,
        procedure=given.procedure,
        priority=given.priority,
        language=given.language,
        offline=True,
    )
