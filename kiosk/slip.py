"""What a slip says: a ticket and its centre become lines for the printer. Pure; it knows neither dots nor bytes.

Vietnamese first; a citizen who chose another language finds it beneath. Only what the citizen needs: no name, no
identity, and of a priority only that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from kiosk import moments, offer
from kiosk.language import FALLBACK, Words
from queue_server.protocol.messages import Centre, ProcedureInfo, Taken

_MOST_PAPERS = 8
_MOST_PAPERS_NARROW = 5


def slip(
    taken: Taken,
    centre: Centre,
    *,
    language: str = FALLBACK,
    dots: int = PAPER_80_MM,
    copy: int = 0,
    short: bool = False,
) -> Slip:
    """The lines of one slip. `copy` 1 and later are reprints and carry the mark.

    A `short` one, for a slow line to the printer, has only what is needed to be called: the screen says the rest.
    """
    tongues = [Words(FALLBACK)] if language == FALLBACK else [Words(FALLBACK), Words(language)]
    service = offer.find_service(centre, taken.ticket.service)
    if short:
        return (
            *_mark(tongues, copy),
            *_named(service.names if service else {}, tongues, Size.LARGE),
            NumberLine(taken.ticket.number),
            *_facts(taken, centre, tongues[-1:]),
            *([QrLine(taken.follow)] if taken.follow else ()),
        )
    procedure = offer.find_procedure(service, taken.ticket.procedure)
    wide = dots >= PAPER_80_MM
    return (
        *_heading(centre, tongues, copy),
        *_named(service.names if service else {}, tongues, Size.LARGE),
        *_named(procedure.names if procedure else {}, tongues, Size.SMALL),
        NumberLine(taken.ticket.number),
        *_facts(taken, centre, tongues),
        *_to_bring(procedure, tongues, _MOST_PAPERS if wide else _MOST_PAPERS_NARROW),
        *_decided_elsewhere(taken, centre, tongues),
        *_follow(taken, centre, tongues),
    )


def _heading(centre: Centre, tongues: list[Words], copy: int) -> Iterator[SlipLine]:
    yield from _named(centre.names, tongues, Size.NORMAL)
    yield RuleLine()
    yield from _mark(tongues, copy)
    if not copy:
        yield TextLine(_both(tongues, "slip.heading"), Size.SMALL)


def _mark(tongues: list[Words], copy: int) -> Iterator[SlipLine]:
    """BẢN IN LẠI, where it is one."""
    for words in tongues if copy else ():
        yield TextLine(words("slip.reprint"), Size.LARGE if words is tongues[0] else Size.NORMAL, bold=True)


def _named(names: dict[str, str], tongues: list[Words], size: Size) -> Iterator[SlipLine]:
    """A name in bold, and beneath it lighter in the second language where it differs."""
    first = tongues[0].of(names)
    if first:
        yield TextLine(first, size, bold=size is not Size.SMALL)
    for words in tongues[1:]:
        if words.of(names) not in (first, ""):
            yield TextLine(words.of(names), Size.SMALL)


def _facts(taken: Taken, centre: Centre, tongues: list[Words]) -> Iterator[SlipLine]:
    when = moments.local(taken.ticket.taken_at, centre.timezone)
    if taken.ticket.priority:
        yield TextLine(_both(tongues, "slip.priority").upper(), bold=True)
        yield SpaceLine(8)
    yield PairLine(_both(tongues, "slip.taken_at"), f"{moments.clock(when)}  {moments.day(when, tongues[0])}")
    if taken.ticket.offline:
        yield from _small(tongues, "slip.alone")
    else:
        yield from _outlook(taken, tongues)
    if taken.desks:
        place = centre.speech.desk_word
        said = dict.fromkeys(words("slip.desks", place=words(f"place.{place}").lower()) for words in tongues)
        yield PairLine(" / ".join(said), offer.desk_list(taken.desks), bold=True)
    if not taken.fits_today:
        for words in tongues:
            yield TextLine(words("slip.not_today"), bold=True)


def _outlook(taken: Taken, tongues: list[Words]) -> Iterator[SlipLine]:
    yield PairLine(_both(tongues, "slip.ahead"), str(taken.ahead), bold=True)
    for words in tongues:
        yield PairLine(words("slip.wait"), offer.wait_range(taken.low, taken.high, words), bold=words is tongues[0])
    if not taken.experienced:
        yield from _small(tongues, "slip.not_experienced", align=Align.RIGHT)


def _to_bring(procedure: ProcedureInfo | None, tongues: list[Words], most: int) -> Iterator[SlipLine]:
    if procedure is None or not (procedure.papers or procedure.fee or procedure.next_day_after is not None):
        return
    yield RuleLine()
    if procedure.papers:
        yield TextLine(f"{_both(tongues, 'slip.papers')}:", bold=True, align=Align.LEFT)
    for paper in procedure.papers[:most]:
        for index, words in enumerate(tongues):
            text = words.of(paper)
            if index == 0 or text != tongues[0].of(paper):
                yield TextLine(f"• {text}" if index == 0 else f"   {text}", Size.SMALL, align=Align.LEFT)
    if len(procedure.papers) > most:
        left_out = len(procedure.papers) - most
        yield TextLine(tongues[-1]("before.papers_more", n=left_out), Size.SMALL, align=Align.LEFT)
    if procedure.fee:
        for words in tongues:
            yield TextLine(f"{words('slip.fee')}: {words.of(procedure.fee)}", Size.SMALL, align=Align.LEFT)
    if procedure.next_day_after is not None:
        for words in tongues:
            time = moments.spoken_minute(procedure.next_day_after, words)
            yield TextLine(words("slip.next_day", time=time), Size.SMALL, align=Align.LEFT)


def _decided_elsewhere(taken: Taken, centre: Centre, tongues: list[Words]) -> Iterator[SlipLine]:
    """Whom to wait for, where it is not the authority that receives here."""
    decides = next((each for each in centre.authorities if each.id == taken.ticket.decides != centre.authority), None)
    if decides is not None:
        yield SpaceLine(8)
        for words in tongues:
            yield TextLine(words("slip.decides", name=words.of(decides.names)), bold=words is tongues[0])


def _follow(taken: Taken, centre: Centre, tongues: list[Words]) -> Iterator[SlipLine]:
    yield RuleLine()
    if taken.follow:
        yield QrLine(taken.follow)
        yield from _small(tongues, "slip.follow")
    yield from _small(tongues, "slip.listen")
    if centre.hotline:
        yield TextLine(f"{_both(tongues, 'slip.hotline')}: {centre.hotline}", bold=True)


def _small(tongues: list[Words], key: str, *, align: Align = Align.CENTRE) -> Iterator[SlipLine]:
    for words in tongues:
        yield TextLine(words(key), Size.SMALL, align=align)


def _both(tongues: list[Words], key: str) -> str:
    """ "Người chờ trước / People ahead"."""
    return " / ".join(dict.fromkeys(words(key) for words in tongues))
