"""The first start: a code on the server's console opens a page that makes the centre and its first administrator.

Open only while there is no administrator. Without a centre these routes are all that is served (`serving.first_start`);
with one, they only make the account. Pairing devices and everything else is done on the administrator's pages.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody
from litestar.response import Redirect

from queue_server.catalogue import beginning
from queue_server.catalogue.document import Document, written
from queue_server.catalogue.shipped import UnknownExample
from queue_server.catalogue.versions import Versions
from queue_server.web.access import SESSION_SECONDS, Access
from queue_server.web.configuration import LARGEST_DOCUMENT, Judged, judged, judged_text
from queue_server.web.guessing import Guesses, Locked
from queue_server.web.officers import Name
from queue_server.web.page import page
from queue_server.web.passwords import good_enough
from queue_server.web.rights import OfficerRole
from queue_server.web.sign_in import session_cookie

#: Letters that are not mistaken for one another when they are read off a screen.
_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"


class Answers(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A few answers from which a centre is made when there is no file."""

    id: str
    name: dict[str, str]
    level: str
    offers: list[str]
    desks: Annotated[int, msgspec.Meta(ge=1, le=60)]
    organisation: Annotated[str, msgspec.Meta(max_length=120)] = ""
    authority: Annotated[str, msgspec.Meta(max_length=200)] = ""
    hotline: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Account(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    display: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    password: Annotated[str, msgspec.Meta(max_length=128)]


class Centre(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where the centre comes from: one of the three."""

    code: str = ""
    example: str = ""
    text: str = ""
    file: Annotated[str, msgspec.Meta(max_length=120)] = ""
    answers: Answers | None = None


class Start(Centre, forbid_unknown_fields=True, kw_only=True):
    account: Account


class Offered(msgspec.Struct, kw_only=True):
    """What there is to choose from; `centre` is whether a centre has to be made.

    `levels` of a service are those of its procedures, of an option those that are taken besides the centre's own.
    """

    centre: bool
    examples: dict[str, dict[str, str]]
    services: list[dict[str, Any]]
    options: list[dict[str, Any]]
    authorities: list[dict[str, Any]]


class Setup:
    """One first start. `done` is set when there is an administrator, and a centre if one was missing."""

    def __init__(self, *, centre: bool) -> None:
        self.code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))
        self.needs_centre = centre
        self.done = asyncio.Event()


def needed(access: Access) -> bool:
    """Whether nobody could administer this centre."""
    return not any(OfficerRole.ADMINISTRATOR in each.roles and not each.disabled for each in access.officers())


def routes(setup: Setup, access: Access, versions: Versions) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    guesses = Guesses(clock=time.monotonic)

    def insist(code: str, request: Request[Any, Any, Any]) -> None:
        address = request.client.host if request.client else ""
        if setup.done.is_set():
            raise HTTPException(status_code=410, detail="done")
        try:
            guesses.admit("", address)
        except Locked as locked:
            raise HTTPException(status_code=429, detail="locked") from locked
        if not secrets.compare_digest(code.strip().upper().encode(), setup.code.encode()):
            raise HTTPException(status_code=403, detail="wrong_code")
        guesses.forgive("", address)

    @get("/setup", media_type=MediaType.HTML, sync_to_thread=False)
    def setup_page() -> str:
        return page("setup.html")

    @get("/api/setup", sync_to_thread=True)
    def offered() -> Offered | None:
        if setup.done.is_set():
            return None
        return Offered(
            centre=setup.needs_centre,
            examples=beginning.examples(),
            services=[_named(each) | {"levels": beginning.levels_of(each)} for each in beginning.services()],
            options=[_named(each) | {"levels": beginning.taken_besides(each)} for each in beginning.options()],
            authorities=[_named(each) for each in beginning.authorities()],
        )

    @post("/api/setup/check", status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def check(data: JSONBody[Centre], request: Request[Any, Any, Any]) -> Judged:
        insist(data.code, request)
        return await asyncio.to_thread(_judge, data)

    @post("/api/setup", status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def start(data: JSONBody[Start], request: Request[Any, Any, Any]) -> Response[Any]:
        insist(data.code, request)
        account, roles = data.account, (OfficerRole.ADMINISTRATOR,)
        if not good_enough(account.password, roles):
            raise HTTPException(status_code=422, detail="pin_too_easy")
        if setup.needs_centre:
            found = await asyncio.to_thread(_judge, data)
            if not found.usable:
                return Response({"detail": "unusable", "problems": found.problems}, status_code=422)
            text = written(found.document)
            versions.add(text, at=time.time_ns() // 1_000_000, by=account.name, note="", source="")
        access.add_officer(account.name, pin=account.password, display=account.display, roles=roles, by=account.name)
        cookie = access.open_session(account.name)
        setup.done.set()
        return Response({"ok": True}, cookies=[session_cookie(request, cookie, seconds=SESSION_SECONDS)])

    return [setup_page, offered, check, start]


def to_the_wizard() -> HTTPRouteHandler:
    """Whoever opens the server's address before there is a centre is led to the pages that make one."""

    @get("/", sync_to_thread=False)
    def index() -> Redirect:
        return Redirect("/setup")

    return index


def _named(row: Document) -> dict[str, Any]:
    return {"id": row["id"], "name": row["name"]}


def _judge(data: Centre) -> Judged:
    if data.answers is not None:
        answers = msgspec.structs.asdict(data.answers)
        return judged(beginning.beginning(**answers))
    if data.example:
        return judged(_example(data.example))
    return judged_text(data.text, name=data.file or "centre.yaml")


def _example(name: str) -> Document:
    try:
        return beginning.of_example(name)
    except UnknownExample as error:
        raise HTTPException(status_code=422, detail="unknown_example") from error
