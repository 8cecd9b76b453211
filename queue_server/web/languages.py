"""The kiosk's languages on a page: who answers for the words of each, how many there are, and a file to fill in.

The words themselves are the kiosk's (docs/locale-packs.md). No words are made up here (docs/decisions/0114).
"""

from __future__ import annotations

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from kiosk.language import FALLBACK, FOLDER
from kiosk.packs import Pack, packs
from queue_server.live import LiveCentre
from queue_server.web.access import Access
from queue_server.web.gate import Gate
from queue_server.web.rights import Right


class Language(msgspec.Struct, kw_only=True):
    """`own` of `whole` sentences are there. `listed`: in the centre's file; `offered`: on its kiosks' buttons."""

    code: str
    name: str
    status: str
    own: int
    whole: int
    listed: bool
    offered: bool


def routes(live: LiveCentre, access: Access) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    only = [Gate(access).needs(Right.ADMINISTER)]

    @get("/api/admin/languages", guards=only)
    async def languages() -> list[Language]:
        listed = await live.read(lambda centre: centre.plan.languages)
        found = {each.language: each for each in packs()}
        order = [code for code in listed if code in found] + [code for code in found if code not in listed]
        return [_told(found[code], listed=code in listed) for code in order]

    @get("/api/admin/languages/{code:str}/file", guards=only, sync_to_thread=True)
    def file(code: FromPath[str]) -> Response[str]:
        pack = next((each for each in packs() if each.language == code), None)
        if pack is None:
            raise NotFoundException
        text = to_fill_in(pack) if not pack.own else (FOLDER / f"{code}.toml").read_text("utf-8")
        headers = {"Content-Disposition": f'attachment; filename="{code}.toml"'}
        return Response(text, media_type="text/plain; charset=utf-8", headers=headers)

    return [languages, file]


def to_fill_in(pack: Pack) -> str:
    """The file of an empty pack: every Vietnamese sentence, marked out, to be said by a speaker of the language."""
    about, _, sentences = (FOLDER / f"{pack.language}.toml").read_text("utf-8").partition("[pack]")
    lines = (FOLDER / f"{FALLBACK}.toml").read_text("utf-8").partition("[pack]")[2].splitlines()
    after = next(place for place, line in enumerate(lines) if line.startswith("["))
    marked = [line if line.startswith(("[", "#")) or not line else f"# {line}" for line in lines[after:]]
    return "\n".join([f"{about}[pack]{sentences}".rstrip(), "", *marked, ""])


def _told(pack: Pack, *, listed: bool) -> Language:
    return Language(
        code=pack.language,
        name=pack.name,
        status=pack.status.value,
        own=pack.own,
        whole=pack.whole,
        listed=listed,
        offered=listed and pack.usable,
    )
