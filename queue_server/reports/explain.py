"""What happened to one ticket, and why it was called when it was: for a complaint, told from the journal alone. Pure.

The day is replayed, the policy is asked again at each call, and the answer is compared with what was written then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from queue_server.core import desk_events as de
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.appointment import eligible_from
from queue_server.core.centre import Centre
from queue_server.core.plan import MINUTE, ORDINARY, Instant
from queue_server.core.ticket import Ticket, TicketState
from queue_server.core.turn import BY_POLICY, STRICT, Contender
from queue_server.reports.sentences import SENTENCES

#: Told of a ticket by these events; the sentence has the event's name.
_PLAIN = (
    ev.ServingStarted,
    ev.TicketFinished,
    ev.TicketMoved,
    ev.TicketAbsent,
    ev.TicketReturned,
    ev.TicketParked,
    ev.TicketResumed,
    ev.TicketCancelled,
    ev.TicketExpired,
    ev.CallRepeated,
    ev.SlipReported,
)


class NotFound(LookupError):
    """The journal has no such day, or the day no such number."""


@dataclass(slots=True, kw_only=True)
class Story:
    """What happened to a ticket, in sentences with their times; `proved` says whether each call is the policy's."""

    number: str
    day: str
    sentences: list[tuple[str, str]] = field(default_factory=list)
    proved: bool = True


def explain(
    events: Iterable[ev.Event], number: str, *, day: str | None = None, rival: str | None = None, language: str = "vi"
) -> Story:
    """The story of a number on a day (ISO date; by itself the last on which it was given).

    Of each call it says why it was not the `rival` number, where one is named. Raises `NotFound`.
    """
    words = SENTENCES[language]
    teller = _Teller(number.upper(), rival.upper() if rival else None, words)
    centre, stories = Centre(), list[Story]()
    for event in events:
        if isinstance(event, ev.DayOpened):
            stories.append(Story(number=teller.number, day=event.day))
        if stories and day in (None, stories[-1].day):
            teller.tell(centre, event, stories[-1])
        apply(centre, event)
    if day is not None and all(story.day != day for story in stories):
        raise NotFound(words["no_day"].format(day=day))
    told = [story for story in stories if story.sentences]
    if not told:
        missing = words["no_number"].format(number=teller.number, day=f" · {day}" if day else "")
        raise NotFound(" ".join((missing, *teller.lent[-1:])))
    return told[-1]


@dataclass(frozen=True, slots=True)
class _Teller:
    number: str
    rival: str | None
    words: dict[str, str]
    #: Of each block of a kiosk's that the number lies in: whose, and for which day.
    lent: list[str] = field(default_factory=list)

    def tell(self, centre: Centre, event: ev.Event, story: Story) -> None:
        """Add what this event means for the ticket; the centre stands as just before it."""

        def say(name: str, **more: object) -> None:
            story.sentences.append((_clock(centre, event.at), self.words[name].format(**more)))

        if isinstance(event, ev.TicketTaken):
            if event.number == self.number:
                say("taken_alone" if event.spooled else "taken", **self._taken(centre, event))
                if booked := event.appointment:
                    say("checked_in_late" if booked.late else "checked_in", at=_clock(centre, booked.at))
                self._authorities(centre, event, say)
            return
        if isinstance(event, ev.TicketSetAside):
            if event.number == self.number:
                reason = self.words[f"aside_{event.reason}"]
                say(
                    "set_aside",
                    number=event.number,
                    origin=event.kiosk,
                    at=_clock(centre, event.taken_at),
                    reason=reason,
                )
            return
        if isinstance(event, ev.NumbersLeased):
            self._note_block(centre, event)
            return
        ticket = centre.tickets.get(getattr(event, "ticket", ""))
        if ticket is None or ticket.number not in (self.number, self.rival):
            return
        if isinstance(event, de.TicketAmended) and ticket.number == self.number:
            if (event.received, event.decides) != (ticket.received, ticket.decides):
                self._authorities(centre, event, say)
        elif isinstance(event, ev.TicketCalled):
            story.proved &= self._call(centre, event, ticket, say)
        elif ticket.number == self.number and isinstance(event, _PLAIN):
            name = type(event).__name__
            known = {each.name: getattr(event, each.name) for each in fields(event)}
            if isinstance(event, ev.SlipReported):
                known["state"] = self.words.get(f"slip_{event.state}", event.state)
            say(name, **known)
            if isinstance(event, ev.TicketFinished) and (employer := centre.desks[event.desk].employer):
                say("staffed", employer=self.words[employer.value])

    def _authorities(self, centre: Centre, known: ev.TicketTaken | de.TicketAmended, say: Callable[..., None]) -> None:
        """Who received and who decides; nothing of a centre that lists nobody."""
        names = {each.id: self._name(each.names) for each in centre.plan.authorities}
        unknown = self.words["unknown_authority"]
        if known.received or known.decides:
            say(
                "authorities",
                received=names.get(known.received, known.received or unknown),
                decides=names.get(known.decides, known.decides or unknown),
            )

    def _note_block(self, centre: Centre, event: ev.NumbersLeased) -> None:
        prefix = centre.services[event.service].prefix
        if self.number in (f"{prefix}{digits:03d}" for digits in range(event.first, event.last + 1)):
            self.lent.append(self.words["lent"].format(number=self.number, kiosk=event.kiosk, day=event.day))

    def _taken(self, centre: Centre, event: ev.TicketTaken) -> dict[str, object]:
        priority = centre.classes.get(event.priority)
        return {
            "number": event.number,
            "service": self._name(centre.services[event.service].names),
            "origin": event.origin or "?",
            "ahead": event.ahead,
            "low": event.low,
            "high": event.high,
            "at": _clock(centre, event.spooled.taken_at) if event.spooled else "",
            "class": self.words["class"].format(name=self._name(priority.names)) if priority else "",
        }

    def _call(self, centre: Centre, event: ev.TicketCalled, ticket: Ticket, say: Callable[..., None]) -> bool:
        """Say why it was called; whether the policy chooses the same again (a person's choice needs no proof)."""
        why, desk = event.why, centre.desks[event.desk]
        again = why.rule not in BY_POLICY or centre.next_for(desk, event.at) == why
        say(
            "called",
            number=ticket.number,
            desk=event.desk,
            officer=event.officer or "?",
            reason=self.words[f"rule_{why.rule}"].format(
                reason=event.reason, guard=centre.plan.policy.guard_after_minutes
            ),
            eligible=why.eligible,
            key=self._key(centre, why.chosen, *why.runners_up),
        )
        for other in why.runners_up:
            behind = centre.tickets[other.ticket].number
            say("behind", number=ticket.number, other=behind, key=self._key(centre, other, why.chosen))
        for other in why.passed_over:
            waits = centre.tickets[other.ticket].number
            say("passed_over", other=waits, at=_clock(centre, other.appointed or 0))
        other_number = self.rival if ticket.number == self.number else self.number
        rival = centre.tickets.get(centre.numbers.get(other_number or "", ""))
        if rival is not None:
            say(
                "compared",
                other=rival.number,
                reason=self._not_called(centre, rival, event),
            )
        if not again:
            say("not_proved", number=ticket.number)
        return again

    def _not_called(self, centre: Centre, rival: Ticket, event: ev.TicketCalled) -> str:
        """Why this other ticket was not called at that moment."""
        why, desk = event.why, event.desk
        if rival.state is not TicketState.WAITING:
            return self.words[f"was_{rival.state.value}"].format(desk=rival.desk)
        if rival.held:
            return self.words["was_held"]
        if rival.reserved not in (None, desk):
            return self.words["was_reserved"].format(desk=rival.reserved)
        skills = {skill.service: skill.overflow for skill in centre.desks[desk].plan.skills}
        if rival.service not in skills and rival.reserved != desk:
            return self.words["not_served_here"].format(service=self._name(centre.services[rival.service].names))
        offset = int(centre.plan.policy.overflow_minutes * MINUTE) if skills.get(rival.service) else 0
        if why.rule not in BY_POLICY:
            return self.words["by_hand"]
        if rival.head_start is not None and why.rule != "early":
            expected = rival.effective_at + rival.head_start
            from_then = eligible_from(expected, centre.plan.policy)
            if from_then > event.at:
                return self.words["too_early"].format(at=_clock(centre, expected), since=_clock(centre, from_then))
        if rival.priority != ORDINARY and why.rule == "guard":
            return self.words["guarded"]
        place, first = rival.effective_at + offset, why.chosen.key
        finely = _same_second(place, first)
        return self.words["same_moment" if place == first else "later"].format(
            rival=_clock(centre, place, finely=finely), chosen=_clock(centre, first, finely=finely)
        )

    def _key(self, centre: Centre, contender: Contender, *beside: Contender) -> str:
        """Its place in line, to the millisecond where another one's is in the same second."""
        finely = any(_same_second(contender.key, each.key) for each in beside)
        name = "key" if contender.appointed is None else "key_appointed"
        return self.words["key_strict" if contender.credit == STRICT else name].format(
            appointed=_clock(centre, contender.appointed or 0),
            waited=round(contender.waited / MINUTE),
            credit=round(contender.credit / MINUTE),
            offset=round(contender.offset / MINUTE),
            key=_clock(centre, contender.key, finely=finely),
        )

    def _name(self, names: dict[str, str]) -> str:
        return names.get(self.words["language"], names["vi"])


def _same_second(one: Instant, other: Instant) -> bool:
    return one // 1000 == other // 1000


def _clock(centre: Centre, at: Instant, *, finely: bool = False) -> str:
    zone = ZoneInfo(centre.plan.hours.timezone)
    second = f"{datetime.fromtimestamp(max(at, 0) // 1000, UTC).astimezone(zone):%H:%M:%S}"
    return f"{second}.{max(at, 0) % 1000:03}" if finely else second
