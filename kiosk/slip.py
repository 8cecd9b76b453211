"""What a slip says: a ticket and its centre become lines for the printer. Pure; it knows neither dots nor bytes.

Vietnamese first; a citizen who chose another language finds it beneath. Only what the citizen needs: no name, no
identity, and of a priority only that there is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from hardware.printer.base import (
    PAPER_80_MM,
    Align,
    NumberLine,
    PairLine,
    QrLine,
    RuleLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
)
from kiosk import moments, offer, packs
from kiosk.alone import taken_alone
from kiosk.language import FALLBACK, Words
from queue_server.protocol.messages import (
    Centre,
    ProcedureInfo,
    ServiceInfo,
    SlipPartInfo,
    Taken,
    Ticket,
    TicketState,
)

_MOST_PAPERS = 8
_MOST_PAPERS_NARROW = 5

#: What stands on a slip where the centre's file has none of its own.
USUAL = tuple(
    SlipPartInfo(part=each)
    for each in (
        *("centre", "rule", "heading", "service", "procedure", "number", "priority", "taken_at", "wait", "where"),
        *("papers", "decides", "rule", "follow", "listen", "hotline"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the parts of one slip are made of; `tongues` Vietnamese first."""

    taken: Taken
    centre: Centre
    tongues: list[Words]
    service: ServiceInfo | None
    procedure: ProcedureInfo | None
    copy: int
    wide: bool
    desk_open: bool


def slip(
    taken: Taken,
    centre: Centre,
    *,
    language: str = FALLBACK,
    dots: int = PAPER_80_MM,
    copy: int = 0,
    short: bool = False,
    desk_open: bool = True,
) -> Slip:
    """The lines of one slip, in the centre's own order. `copy` 1 and later are reprints and carry the mark.

    A `short` one, for a slow line to the printer, has only what is needed to be called: the screen says the rest.
    """
    tongues = [Words(FALLBACK)] if language == FALLBACK else [Words(FALLBACK), Words(language)]
    service = offer.find_service(centre, taken.ticket.service)
    said = _Said(
        taken=taken,
        centre=centre,
        tongues=tongues,
        service=service,
        procedure=offer.find_procedure(service, taken.ticket.procedure),
        copy=copy,
        wide=dots >= PAPER_80_MM,
        desk_open=desk_open,
    )
    if short:
        last = replace(said, tongues=tongues[-1:])
        facts = (_PARTS[each](last) for each in ("priority", "taken_at", "wait", "where"))
        return (
            *_mark(tongues, copy),
            *_service(said),
            NumberLine(taken.ticket.number),
            *(line for part in facts for line in part),
            *([QrLine(taken.follow)] if taken.follow else ()),
        )
    parts = centre.slip or USUAL
    unmarked = all(each.part != "heading" for each in parts)
    return (*(_mark(tongues, copy) if unmarked else ()), *(line for part in parts for line in _part(part, said)))


def known_lines(
    service: str,
    procedure: str | None,
    centre: Centre,
    *,
    language: str = FALLBACK,
    dots: int = PAPER_80_MM,
    short: bool = False,
) -> Slip:
    """The lines of a slip that are known before there is a ticket: most of it, and the printer can draw it ahead."""
    ticket = Ticket(
        id="",
        number="",
        service=service,
        procedure=procedure,
        state=TicketState.WAITING,
        taken_at=0,
        queued_at=0,
        legs=(service,),
        leg=0,
    )
    taken = taken_alone(ticket, centre, request="", follow="?")
    lines = slip(taken, centre, language=language, dots=dots, short=short)
    return tuple(line for line in lines if isinstance(line, TextLine))


def common_lines(centre: Centre, *, dots: int = PAPER_80_MM) -> Slip:
    """The lines that stand on slips of more than one kind, in each language of the centre: printers may keep them."""
    kinds: list[tuple[str, str | None]] = [("", None), *((service.id, None) for service in centre.services)]
    kinds += [(service.id, procedure.id) for service in centre.services for procedure in service.procedures]
    common: dict[SlipLine, None] = {}
    for tongue in (FALLBACK, *packs.offered(centre.languages)):
        on_each = [known_lines(*kind, centre, language=tongue, dots=dots) for kind in kinds]
        seen = Counter(line for lines in on_each for line in set(lines))
        common |= dict.fromkeys(line for lines in on_each for line in lines if seen[line] > 1)
    return tuple(common)


def _part(part: SlipPartInfo, said: _Said) -> Iterator[SlipLine]:
    """The lines of a part; none of one that a newer server knows and we do not."""
    if part.part == "text":
        lines = _named(part.text or {}, said.tongues, Size.NORMAL, bold=False)
    elif part.part in _PARTS:
        lines = _PARTS[part.part](said)
    else:
        return
    for line in _once(lines):
        yield replace(line, size=Size(part.size)) if part.size and isinstance(line, TextLine) else line


def _once(lines: Iterable[SlipLine]) -> Iterator[SlipLine]:
    """Without what is said again: a pack of words that is not whole yet says the rest in Vietnamese."""
    said = set[tuple[str, str]]()
    for line in lines:
        if isinstance(line, TextLine | PairLine):
            words = (line.text, "") if isinstance(line, TextLine) else (line.left, line.right)
            if words in said:
                continue
            said.add(words)
        yield line


def _heading(said: _Said) -> Iterator[SlipLine]:
    yield from _mark(said.tongues, said.copy)
    if not said.copy:
        yield from _small(said.tongues, "slip.heading")


def _service(said: _Said) -> Iterator[SlipLine]:
    return _named(said.service.names if said.service else {}, said.tongues, Size.LARGE)


def _procedure(said: _Said) -> Iterator[SlipLine]:
    return _named(said.procedure.names if said.procedure else {}, said.tongues, Size.SMALL)


def _mark(tongues: list[Words], copy: int) -> Iterator[SlipLine]:
    """BẢN IN LẠI, where it is one."""
    for words in tongues if copy else ():
        yield TextLine(words("slip.reprint"), Size.LARGE if words is tongues[0] else Size.NORMAL, bold=True)


def _named(names: dict[str, str], tongues: list[Words], size: Size, *, bold: bool | None = None) -> Iterator[SlipLine]:
    """A name, in bold unless it is small, and beneath it lighter in the second language where it differs."""
    first = tongues[0].of(names)
    if first:
        yield TextLine(first, size, bold=size is not Size.SMALL if bold is None else bold)
    for words in tongues[1:]:
        if words.of(names) not in (first, ""):
            yield TextLine(words.of(names), _beneath(words.of(names)))


def _priority(said: _Said) -> Iterator[SlipLine]:
    if said.taken.ticket.priority:
        yield TextLine(_both(said.tongues, "slip.priority").upper(), bold=True)
        yield SpaceLine(8)


def _taken_at(said: _Said) -> Iterator[SlipLine]:
    when = moments.local(said.taken.ticket.taken_at, said.centre.timezone)
    yield _fact(
        [words("slip.taken_at") for words in said.tongues],
        f"{moments.clock(when)}  {moments.day(when, said.tongues[0])}",
        bold=False,
    )


def _wait(said: _Said) -> Iterator[SlipLine]:
    if said.taken.ticket.offline:
        yield from _small(said.tongues, "slip.alone")
    else:
        yield from _appointed(said)
        if not _by_time(said.taken.ticket):
            yield from _outlook(said)
    if not said.taken.fits_today:
        for words in said.tongues:
            yield TextLine(words("slip.not_today"), bold=True)


def _appointed(said: _Said) -> Iterator[SlipLine]:
    """The time of an appointment, and what it means for the wait."""
    ticket = said.taken.ticket
    if ticket.appointed is not None:
        at = moments.clock(moments.local(ticket.appointed, said.centre.timezone))
        yield _fact([words("slip.appointed") for words in said.tongues], at)
        if ticket.late:
            yield from _small(said.tongues, "slip.appointed_late")
        elif _by_time(ticket):
            yield from _small(said.tongues, "slip.appointed_hint")


def _by_time(ticket: Ticket) -> bool:
    """Whether an appointed time that is still to come says when it is called, and no line of others."""
    return ticket.appointed is not None and not ticket.late and ticket.appointed > ticket.taken_at


def _where(said: _Said) -> Iterator[SlipLine]:
    if said.taken.desks:
        place = f"place.{said.centre.speech.desk_word}"
        near = [words("slip.desks", place=words(place).lower()) for words in said.tongues]
        yield _fact(near, offer.desk_list(said.taken.desks))


def _outlook(said: _Said) -> Iterator[SlipLine]:
    taken, tongues = said.taken, said.tongues
    yield _fact([words("slip.ahead") for words in tongues], str(taken.ahead))
    for words in tongues:
        label = words("slip.wait")
        wait = offer.wait_range(taken.low, taken.high, words) if said.desk_open else words("wait.no_desk")
        if words is tongues[0]:
            yield PairLine(label, wait, bold=True)
        else:
            yield PairLine(label, wait, size=_beneath(label + wait))
    if said.desk_open and not taken.experienced:
        yield from _small(tongues, "slip.not_experienced")


def _papers(said: _Said) -> Iterator[SlipLine]:
    """What to bring, what it costs, and when the result is ready, under a rule."""
    procedure, tongues = said.procedure, said.tongues
    if procedure is None or not (procedure.papers or procedure.fee or procedure.next_day_after is not None):
        return
    yield RuleLine()
    yield from _to_bring(procedure, tongues, _MOST_PAPERS if said.wide else _MOST_PAPERS_NARROW)
    if procedure.fee:
        for words in tongues:
            fee = f"{words('slip.fee')}: {words.of(procedure.fee)}"
            yield TextLine(fee, _in_turn(words, tongues, fee), align=Align.LEFT)
    if procedure.next_day_after is not None:
        for words in tongues:
            time = moments.spoken_minute(procedure.next_day_after, words)
            next_day = words("slip.next_day", time=time)
            yield TextLine(next_day, _in_turn(words, tongues, next_day), align=Align.LEFT)


def _to_bring(procedure: ProcedureInfo, tongues: list[Words], most: int) -> Iterator[SlipLine]:
    if procedure.papers:
        yield TextLine(f"{_both(tongues, 'slip.papers')}:", Size.SMALL, bold=True, align=Align.LEFT)
    for paper in procedure.papers[:most]:
        for index, words in enumerate(tongues):
            text = words.of(paper)
            if index == 0 or text != tongues[0].of(paper):
                item = f"• {text}" if index == 0 else f"   {text}"
                yield TextLine(item, _in_turn(words, tongues, text), align=Align.LEFT)
    if len(procedure.papers) > most:
        left_out = len(procedure.papers) - most
        yield TextLine(tongues[-1]("before.papers_more", n=left_out), Size.SMALL, align=Align.LEFT)


def _decides(said: _Said) -> Iterator[SlipLine]:
    """Whom to wait for, where it is not the authority that receives here."""
    centre, decides = said.centre, said.taken.ticket.decides
    found = next((each for each in centre.authorities if each.id == decides != centre.authority), None)
    if found is not None:
        yield SpaceLine(8)
        for words in said.tongues:
            yield TextLine(words("slip.decides", name=words.of(found.names)), bold=words is said.tongues[0])


def _follow(said: _Said) -> Iterator[SlipLine]:
    if said.taken.follow:
        yield QrLine(said.taken.follow)
        yield from _small(said.tongues, "slip.follow")


def _hotline(said: _Said) -> Iterator[SlipLine]:
    if said.centre.hotline:
        yield TextLine(f"{_both(said.tongues, 'slip.hotline')}: {said.centre.hotline}", bold=True)


def _small(tongues: list[Words], key: str) -> Iterator[SlipLine]:
    for words in tongues:
        yield TextLine(words(key), _in_turn(words, tongues, words(key)))


def _fact(labels: list[str], value: str, *, bold: bool = True) -> PairLine:
    """A label in each language and the one value."""
    first, *others = dict.fromkeys(labels)
    if all(_beneath(other) is Size.FINE for other in others):
        return PairLine(first, value, bold=bold, also=" / ".join(others))
    return PairLine(" / ".join((first, *others)), value, bold=bold)


def _in_turn(words: Words, tongues: list[Words], text: str) -> Size:
    return Size.SMALL if words is tongues[0] else _beneath(text)


def _beneath(text: str) -> Size:
    """How large the second language is: letters that carry no marks are told apart in a fine size too."""
    return Size.FINE if text.isascii() or text.replace("–", "-").isascii() else Size.SMALL


def _both(tongues: list[Words], key: str) -> str:
    """ "Người chờ trước / People ahead"."""
    return " / ".join(dict.fromkeys(words(key) for words in tongues))


#: The parts by name; "text" is the centre's own (`_part`).
_PARTS: dict[str, Callable[[_Said], Iterator[SlipLine]]] = {
    "centre": lambda said: _named(said.centre.names, said.tongues, Size.NORMAL),
    "address": lambda said: _named(said.centre.address or {}, said.tongues, Size.SMALL),
    "heading": _heading,
    "service": _service,
    "procedure": _procedure,
    "number": lambda said: iter((NumberLine(said.taken.ticket.number),)),
    "priority": _priority,
    "taken_at": _taken_at,
    "wait": _wait,
    "where": _where,
    "papers": _papers,
    "decides": _decides,
    "follow": _follow,
    "listen": lambda said: _small(said.tongues, "slip.listen"),
    "hotline": _hotline,
    "rule": lambda _: iter((RuleLine(),)),
}
