"""What citizens will see of a configuration that is being edited: the kiosk's tiles, a slip, and what boards are told.

A draft that can be used becomes the very words of a kiosk and lines of a slip, by the kiosk's own rules, on a usual
morning. The page draws them; a board is drawn by the web board itself. Nothing of the draft is kept.
"""

from __future__ import annotations

import asyncio
from itertools import cycle
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from kiosk import icons, offer, packs
from kiosk.grid import grid, scale
from kiosk.language import FALLBACK, FOLDER, Words
from kiosk.slip import slip
from queue_server.catalogue.document import written
from queue_server.catalogue.read import examine_text
from queue_server.core.centre import Centre
from queue_server.core.plan import CentrePlan
from queue_server.in_force import DOCUMENT
from queue_server.live import LiveCentre
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.web.access import Access
from queue_server.web.configuration import LARGEST_DOCUMENT
from queue_server.web.gate import Gate
from queue_server.web.languages import WORDS
from queue_server.web.rights import Right

#: People waiting, and between how many minutes their wait lies, one line after another: a usual morning.
_MORNING = ((3, 10, 20), (0, 0, 5), (14, 25, 45), (6, 15, 30), (1, 3, 12))
_GLYPHS = {"look_up": "search", "modes": "accessible", "priority": "wheelchair", "hotline": "phone"}


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """A document, and the language that the citizen has chosen."""

    document: dict[str, Any]
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}$")] = FALLBACK


class Tile(msgspec.Struct, kw_only=True):
    """See `kiosk.offer.Tile`."""

    prefix: str
    glyph: str
    name: str
    waiting: str
    wait: str
    light: str
    light_word: str


class Tongue(msgspec.Struct, kw_only=True):
    language: str
    name: str


class Kiosk(msgspec.Struct, kw_only=True):
    """The first page. `upright` and `across`: columns, rows and how much larger things are than usual."""

    centre: str
    tiles: list[Tile]
    words: dict[str, str]
    glyphs: dict[str, str]
    languages: list[Tongue]
    upright: tuple[int, int, float]
    across: tuple[int, int, float]


class Seen(msgspec.Struct, kw_only=True):
    """`slip`: its lines in order, each with its `line`, such as TextLine; see `hardware.printer.base`."""

    now: int
    centre: msg.Centre
    lines: list[msg.Line]
    kiosk: Kiosk
    slip: list[dict[str, Any]]


def routes(live: LiveCentre, access: Access) -> list[HTTPRouteHandler]:
    """The routes of this file. Nothing (null) is seen of a draft that cannot be used."""
    only = [Gate(access).needs(Right.ADMINISTER)]
    brought = access.folder / WORDS

    @post("/api/admin/preview", guards=only, status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def preview(data: JSONBody[Draft]) -> Seen | None:
        return await asyncio.to_thread(seen, data.document, language=data.language, now=live.now, brought=brought)

    @get("/api/admin/preview/pictures.ttf", guards=only, sync_to_thread=False)
    def pictures() -> Response[bytes]:
        headers = {"Cache-Control": "private, max-age=86400"}
        return Response(icons.FONT.read_bytes(), media_type="font/ttf", headers=headers)

    return [preview, pictures]


def seen(document: dict[str, Any], *, language: str, now: int, brought: Path = FOLDER) -> Seen | None:
    """What the centre of a document shows; None where it cannot be used. `brought`: words from elsewhere."""
    centres = examine_text(written(document), name=DOCUMENT).centres
    if not centres:
        return None
    centre = Centre()
    centre.adopt(centres[0].plan)
    told = plan_thing(centre)
    lines = [
        msg.Line(service=each.id, waiting=people, ahead=people, low=low, high=high, desks_open=1, experienced=True)
        for each, (people, low, high) in zip(told.services, cycle(_MORNING), strict=False)
    ]
    own = brought if (brought / f"{language}.toml").is_file() else FOLDER
    return Seen(
        now=now,
        centre=told,
        lines=lines,
        kiosk=_kiosk(told, lines, Words(language, folder=own)),
        slip=_slip(centre.plan, told, lines, language=language, now=now),
    )


def _kiosk(centre: msg.Centre, lines: list[msg.Line], words: Words) -> Kiosk:
    tiles = offer.tiles(centre, {each.service: each for each in lines}, words)
    upright, across = (grid(len(tiles), upright=each) for each in (True, False))
    return Kiosk(
        centre=words.of(centre.names),
        tiles=[
            Tile(
                prefix=each.prefix,
                glyph=each.glyph,
                name=each.name,
                waiting=each.waiting,
                wait=each.wait,
                light=each.light.value if each.light else "",
                light_word=each.light_word,
            )
            for each in tiles
        ],
        words={
            "title": words("home.title"),
            "hint": words("home.hint"),
            "look_up": words("lookup.open"),
            "modes": words("modes.open"),
            "priority": words("home.priority"),
            "hotline": words("home.hotline", phone=centre.hotline) if centre.hotline else "",
        },
        glyphs={name: icons.glyph(glyph) for name, glyph in _GLYPHS.items()},
        languages=[Tongue(language=each, name=packs.named()[each]) for each in packs.offered(centre.languages)],
        upright=(*upright, scale(upright[1], upright=True)),
        across=(*across, scale(across[1], upright=False)),
    )


def _slip(
    plan: CentrePlan, centre: msg.Centre, lines: list[msg.Line], *, language: str, now: int
) -> list[dict[str, Any]]:
    """The slip of the first service, for what most of its citizens come for."""
    if not centre.services:
        return []
    service, line = centre.services[0], lines[0]
    procedure = service.procedures[0].id if service.procedures else None
    ticket = msg.Ticket(
        id="",
        number=f"{service.prefix}024",
        service=service.id,
        procedure=procedure,
        state=msg.TicketState.WAITING,
        taken_at=now,
        queued_at=now,
        legs=(service.id,),
        leg=0,
        decides=plan.decides(service.id, procedure),
    )
    taken = msg.Taken(
        request="",
        version=0,
        ticket=ticket,
        ahead=line.ahead,
        low=line.low,
        high=line.high,
        experienced=True,
        fits_today=True,
        desks=service.desks,
        follow="https://",
    )
    return [
        {"line": type(each).__name__} | msgspec.to_builtins(each) for each in slip(taken, centre, language=language)
    ]
