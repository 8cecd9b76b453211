"""Checks what clients were told against the journal. Pure: give it the histories and the records, it gives findings.

One owner writes a centre's journal, so no search is needed: versions put all requests into one order. Checked: that
order against real time, the core deciding every request again, each answer, and that nothing that was answered is
missing. Not checked: refusals, which leave no trace. One that comes again later is decided anew; those are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from queue_server import wire
from queue_server.core import events as ev
from queue_server.core.apply import apply
from queue_server.core.appointment import Appointment
from queue_server.core.centre import Centre
from queue_server.core.commands import Command
from queue_server.core.decide import handle
from queue_server.core.refusals import Refusal
from queue_server.protocol import messages as msg
from queue_server.reports.proof import prove

#: Answers that only an effect can have.
_OF_AN_EFFECT = msg.Taken | msg.Called
#: Answers other than a refusal: they tell the version.
Told = msg.Taken | msg.Called | msg.Found | msg.DossierFound | msg.AppointmentFound | msg.Leased | msg.Done


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of one client, from its first sending to its answer, in seconds of one steady clock for all.

    `answer` is None where it was refused, and where none was ever heard: then `answered` is None too.
    """

    asker: wire.Asker
    message: msg.Command
    sent: float
    answered: float | None = None
    answer: Told | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.asker.actor, self.message.request


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A record of the journal with its event."""

    version: int
    event: ev.Event
    request: str | None
    actor: str | None


@dataclass(slots=True, kw_only=True)
class Effect:
    """What one request did: the records that it made. `key` is None for what the centre did by itself."""

    key: tuple[str, str] | None
    records: list[Written]

    @property
    def first(self) -> int:
        return self.records[0].version

    @property
    def last(self) -> int:
        return self.records[-1].version


@dataclass(slots=True, kw_only=True)
class Findings:
    """How much was looked at, and what is wrong: empty lists in a sound history."""

    requests: int = 0
    effects: int = 0
    calls: int = 0
    decided_anew: int = 0
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    not_decided_so: list[str] = field(default_factory=list)
    answered_otherwise: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong, by kind."""
        kinds = ("lost", "repeated", "out_of_order", "not_decided_so", "answered_otherwise", "unsound")
        return {kind: found for kind in kinds if (found := getattr(self, kind))}

    @property
    def sound(self) -> bool:
        return not self.faults


def check(journal: Iterable[Written], history: Iterable[Asked]) -> Findings:
    """Everything that the histories and the journal say about each other."""
    records, asked = list(journal), _merged(history)
    effects = list(_effects(records))
    found = Findings(requests=len(asked), effects=len(effects))
    for place, record in enumerate(records, 1):
        if record.version != place:
            found.repeated.append(f"record {record.version} at place {place}")
    days = [record.version for record in records if isinstance(record.event, ev.DayOpened)]
    by_key = _first_effects(effects, days, found)
    for key in _of_a_later_day(asked, by_key, days):
        found.decided_anew += 1
        del by_key[key]
    _check_lost(asked, by_key, days, found)
    _check_real_time(asked, by_key, found)
    _check_decisions(effects, {each.key: each for each in asked}, found)
    proof = prove(record.event for record in records)
    found.calls = proof.calls
    found.unsound += [*proof.repeated, *proof.doubled, *proof.unexplained, *proof.impossible]
    return found


def _merged(history: Iterable[Asked]) -> list[Asked]:
    """Asking again with the same id is the same request: from the first sending to the first answer."""
    merged: dict[tuple[str, str], Asked] = {}
    for each in history:
        before = merged.setdefault(each.key, each)
        if before.answer is None and each.answer is not None:
            merged[each.key] = replace(each, sent=min(before.sent, each.sent))
    return list(merged.values())


def _effects(records: list[Written]) -> Iterator[Effect]:
    """Records belong to the request before them as long as its actor goes on (see `LiveCentre.load`)."""
    current: Effect | None = None
    for record in records:
        if record.request is not None:
            if current is not None:
                yield current
            current = Effect(key=(record.actor or "", record.request), records=[record])
        elif current is not None and current.key is not None and record.actor == (current.key[0] or None):
            current.records.append(record)
        else:
            if current is not None:
                yield current
            current = Effect(key=None, records=[record])
    if current is not None:
        yield current


def _first_effects(effects: list[Effect], days: list[int], found: Findings) -> dict[tuple[str, str], Effect]:
    """What each request did. Once in a service day: a new one forgets what was asked, as is promised and no more."""
    first: dict[tuple[str, str], Effect] = {}
    latest: dict[tuple[str, str], Effect] = {}
    for effect in effects:
        if effect.key is None:
            continue
        before = latest.get(effect.key)
        first.setdefault(effect.key, effect)
        latest[effect.key] = effect
        if before is None:
            continue
        if any(before.last < day <= effect.first for day in days):
            found.decided_anew += 1
        else:
            found.repeated.append(f"{effect.key} at {before.first} and {effect.first}")
    return first


def _of_a_later_day(
    asked: list[Asked], by_key: dict[tuple[str, str], Effect], days: list[int]
) -> list[tuple[str, str]]:
    """Requests that were answered before the day in which they had an effect: nothing had to be done then, and a copy
    that came late was decided anew."""
    return [
        each.key
        for each in asked
        if each.answer is not None and each.key in by_key
        if any(each.answer.version < day <= by_key[each.key].first for day in days)
    ]


def _check_lost(asked: list[Asked], by_key: dict[tuple[str, str], Effect], days: list[int], found: Findings) -> None:
    """Acknowledged is in the journal, with the version that was told, and no two share one.

    A new day forgets what was answered: who asks again then is told that nothing more happened, at a later version.
    """
    versions: dict[int, Asked] = {}
    for each in asked:
        effect = by_key.get(each.key)
        if effect is None:
            if isinstance(each.answer, _OF_AN_EFFECT):
                found.lost.append(f"{each.key} {type(each.answer).__name__} at {each.answer.version}")
            continue
        if each.answer is None:
            found.decided_anew += each.answered is not None
            continue
        version = each.answer.version
        if version != effect.last and not any(effect.last < day <= version for day in days):
            found.answered_otherwise.append(f"{each.key} told {version}, written {effect.last}")
        if versions.setdefault(version, each).key != each.key:
            found.repeated.append(f"version {version} told to {each.key} and {versions[version].key}")


def _check_real_time(asked: list[Asked], by_key: dict[tuple[str, str], Effect], found: Findings) -> None:
    """What was answered before another request was sent comes before it in the journal."""
    moments: list[tuple[float, int, Asked]] = [(each.sent, 0, each) for each in asked]
    moments += [(each.answered, 1, each) for each in asked if each.answered is not None and each.answer is not None]
    moments.sort(key=lambda moment: moment[:2])
    known = 0
    for _, is_answer, each in moments:
        effect, version = by_key.get(each.key), getattr(each.answer, "version", 0)
        if is_answer:
            known = max(known, effect.last if effect else version)
        elif effect is not None and effect.first <= known:
            found.out_of_order.append(f"{each.key} written at {effect.first}, sent when {known} was told")
        elif effect is None and each.answer is not None and version < known:
            found.out_of_order.append(f"{each.key} told {version}, sent when {known} was told")


def _check_decisions(effects: list[Effect], asked: dict[tuple[str, str], Asked], found: Findings) -> None:
    """The core, asked the same in the same order, decides the same and gives the same answer."""
    centre = Centre()
    for effect in effects:
        request = asked.get(effect.key) if effect.key is not None else None
        events = [record.event for record in effect.records]
        try:
            if request is None:
                for event in events:
                    apply(centre, event)
                continue
            again = handle(centre, _command(request, events), events[0].at)
        except (Refusal, AssertionError, KeyError) as error:
            found.not_decided_so.append(f"{effect.key} at {effect.first}: {error!r}")
            return
        if again != events:
            found.not_decided_so.append(f"{effect.key} at {effect.first}: {again} instead of {events}")
            return
        _check_answer(centre, request, effect, found)


def _command(request: Asked, events: list[ev.Event]) -> Command:
    taken = next((event for event in events if isinstance(event, ev.TicketTaken)), None)
    ticket = taken.ticket if taken else ""
    return wire.command(request.message, asker=request.asker, ticket=ticket, appointment=_booked(request, taken))


def _booked(request: Asked, taken: ev.TicketTaken | None) -> Appointment | None:
    """The appointment whose code was sent, at the time that the book said; the core decides anew who is late."""
    if taken is None or taken.appointment is None:
        return None
    asked = isinstance(request.message, msg.TakeTicket) and request.message.appointment == taken.appointment.code
    return replace(taken.appointment, late=False) if asked else None


def _check_answer(centre: Centre, request: Asked, effect: Effect, found: Findings) -> None:
    if request.answer is None or request.answer.version != effect.last:
        return
    right = wire.answer(
        centre,
        request.message,
        events=[record.event for record in effect.records],
        first=effect.first,
        version=effect.last,
        site="",
        now=centre.now,
        kiosk=request.asker.device,
    )
    if essence(right) != essence(request.answer):
        found.answered_otherwise.append(f"{request.key}: {essence(request.answer)} instead of {essence(right)}")


def essence(answer: msg.Answer) -> tuple[object, ...]:
    """What an answer promised. The rest of it, a ticket's or a desk's state, may be later than the request."""
    match answer:
        case msg.Taken(ticket=ticket):
            outlook = (answer.ahead, answer.low, answer.high, answer.fits_today)
            return "taken", ticket.id, ticket.number, ticket.service, ticket.taken_at, ticket.appointed, *outlook
        case msg.Called(ticket=ticket, call=call):
            return "called", ticket.id, ticket.number, call.id, call.desk, call.kind, call.at
        case msg.Done(ticket=ticket):
            return "done", ticket.id if ticket else None
        case _:
            return (type(answer).__name__,)
