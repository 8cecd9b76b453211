"""The kiosk's languages on a page: who answers for the words of each, how many there are, and a file to fill in.

The words themselves are the kiosk's (docs/locale-packs.md). No words are made up here (docs/decisions/0114).
"""

from __future__ import annotations

import asyncio
import re
import secrets
import tempfile
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from kiosk.language import FALLBACK, FOLDER
from kiosk.packs import Pack, PackUnusable, pack_in, packs
from queue_server.core.commands import Administer
from queue_server.live import LiveCentre
from queue_server.protocol.messages import Role
from queue_server.web.access import Access
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

#: The folder in the server's data with words that were brought here.
WORDS = "words"


class Language(msgspec.Struct, kw_only=True):
    """`own` of `whole` sentences are there. `listed`: in the centre's file; `offered`: on its kiosks' buttons."""

    code: str
    name: str
    status: str
    own: int
    whole: int
    listed: bool
    offered: bool


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """A file of words."""

    text: Annotated[str, msgspec.Meta(max_length=60_000)]


def routes(live: LiveCentre, access: Access) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    gate, brought = Gate(access), access.folder / WORDS
    only = [gate.needs(Right.ADMINISTER)]

    @get("/api/admin/languages", guards=only)
    async def languages() -> list[Language]:
        listed = await live.read(lambda centre: centre.plan.languages)
        found = {each.language: each for each in packs(brought, FOLDER)}
        order = [code for code in listed if code in found] + [code for code in found if code not in listed]
        return [_told(found[code], listed=code in listed) for code in order]

    @get("/api/admin/languages/{code:str}/file", guards=only, sync_to_thread=True)
    def file(code: FromPath[str]) -> Response[str]:
        pack = next((each for each in packs(brought, FOLDER) if each.language == code), None)
        if pack is None:
            raise NotFoundException
        text = to_fill_in(pack) if not pack.own else _file(code, brought).read_text("utf-8")
        headers = {"Content-Disposition": f'attachment; filename="{code}.toml"'}
        return Response(text, media_type="text/plain; charset=utf-8", headers=headers)

    @post("/api/admin/languages/{code:str}", status_code=204, guards=only)
    async def bring(code: FromPath[str], data: JSONBody[Words], request: Request[Any, Any, Any]) -> None:
        if not re.fullmatch(r"[a-z]{2,3}", code) or code == FALLBACK:
            raise NotFoundException
        try:
            await asyncio.to_thread(_keep, brought, code, data.text)
        except PackUnusable as error:
            raise HTTPException(status_code=422, detail="pack_unusable", extra={"message": str(error)}) from error
        noted = Administer(what="words_changed", subject=code, officer=gate.name(request))
        await live.do(noted, actor=noted.officer, request=secrets.token_hex(8))

    @get("/api/kiosks/{kiosk:str}/words", sync_to_thread=True)
    def words(kiosk: FromPath[str], token: FromQuery[str] = "") -> dict[str, str]:
        if not access.device(kiosk, role=Role.KIOSK, token=token):
            raise HTTPException(status_code=403, detail="unknown_device")
        return {each.stem: each.read_text("utf-8") for each in sorted(brought.glob("*.toml"))}

    return [languages, file, bring, words]


def _file(code: str, brought: Path) -> Path:
    return next(each for each in (brought / f"{code}.toml", FOLDER / f"{code}.toml") if each.is_file())


def _keep(brought: Path, code: str, text: str) -> None:
    """Keep a file of words that a kiosk can say. Raises `PackUnusable`."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / f"{code}.toml"
        file.write_text(text, "utf-8")
        pack_in(file.parent, code)
    brought.mkdir(parents=True, exist_ok=True)
    draft = brought / f".{code}.new"
    draft.write_text(text, "utf-8")
    draft.replace(brought / f"{code}.toml")


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
