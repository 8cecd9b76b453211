"""The configuration on pages: the document in force, its fields, checking a draft, putting it in force, going back.

A draft is judged by the catalogue alone, as a file is. What is put in force is an event of the journal, so that
devices hear of it at once; the document is kept as a version. Only for administrators.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from queue_server.catalogue.changes import Change, changes
from queue_server.catalogue.document import Document, form, parsed, written
from queue_server.catalogue.problems import Problem
from queue_server.catalogue.read import examine_text
from queue_server.catalogue.shape import Field
from queue_server.catalogue.versions import Version, Versions
from queue_server.core.refusals import Refusal
from queue_server.in_force import DOCUMENT, InForce, NotInForce
from queue_server.live import LiveCentre
from queue_server.web.access import Access
from queue_server.web.gate import Gate
from queue_server.web.rights import Right

#: A province's procedures take a few hundred KiB.
LARGEST_DOCUMENT = 1024 * 1024
Note = Annotated[str, msgspec.Meta(max_length=300)]


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """A document to be judged or put in force. `based_on` is the version that it was made from."""

    document: dict[str, Any]
    based_on: int = 0
    note: Note = ""


class Import(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    name: Annotated[str, msgspec.Meta(max_length=120)] = "centre.yaml"


class Found(msgspec.Struct, kw_only=True):
    """One problem, in the two languages."""

    file: str
    line: int
    key: str
    found: dict[str, str]
    expected: dict[str, str]
    nearest: str
    warning: bool


class Judged(msgspec.Struct, kw_only=True):
    """`changes` are those from what is in force."""

    document: Document
    problems: list[Found]
    usable: bool
    changes: list[Change] = []


class Kept(msgspec.Struct, kw_only=True):
    """A version without its text."""

    number: int
    at: int
    by: str
    note: str


class WithDocument(Kept, kw_only=True):
    document: Document


def routes(live: LiveCentre, access: Access, in_force: InForce) -> list[HTTPRouteHandler]:
    """The routes of this file."""
    gate = Gate(access)
    only = [gate.needs(Right.ADMINISTER)]
    versions = in_force.versions

    @get("/api/admin/form", guards=only, sync_to_thread=False)
    def fields() -> tuple[Field, ...]:
        return form()

    @get("/api/admin/configuration", guards=only, sync_to_thread=True)
    def present() -> WithDocument | None:
        latest = versions.latest()
        return None if latest is None else _with_document(latest)

    @post("/api/admin/configuration/check", guards=only, status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def check(data: JSONBody[Draft]) -> Judged:
        return await asyncio.to_thread(_compared, versions.latest(), data.document)

    @post("/api/admin/configuration/import", guards=only, status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def read(data: JSONBody[Import]) -> Judged:
        return await asyncio.to_thread(judged_text, data.text, name=data.name)

    @post("/api/admin/configuration", guards=only, status_code=200, request_max_body_size=LARGEST_DOCUMENT)
    async def put_in_force(data: JSONBody[Draft], request: Request[Any, Any, Any]) -> Response[Any]:
        text, by = written(data.document), gate.name(request)
        try:
            version = await in_force.put(text, based_on=data.based_on, by=by, note=data.note)
        except NotInForce as error:
            if error.code == "unusable":
                return _no(error.code, status=422, problems=[told(each) for each in error.problems])
            return _no(error.code, by=error.by)
        except Refusal as refusal:
            return _no(refusal.code, message=refusal.words)
        return Response(_with_document(version))

    @get("/api/admin/configuration/versions", guards=only, sync_to_thread=True)
    def history() -> list[Kept]:
        return [Kept(number=each.number, at=each.at, by=each.by, note=each.note) for each in versions.all()]

    @get("/api/admin/configuration/versions/{number:int}", guards=only, sync_to_thread=True)
    def former(number: FromPath[int]) -> WithDocument:
        return _with_document(_version(versions, number))

    @get("/api/admin/configuration/versions/{number:int}/changes", guards=only, sync_to_thread=True)
    def changed(number: FromPath[int]) -> list[Change]:
        version, former = _version(versions, number), versions.get(number - 1)
        return changes(parsed(former.text), parsed(version.text)) if former else []

    @get("/api/admin/configuration/versions/{number:int}/file", guards=only, sync_to_thread=True)
    def export(number: FromPath[int]) -> Response[str]:
        name = f"{live.centre.plan.id}-{number}.yaml"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(_version(versions, number).text, media_type="application/yaml", headers=headers)

    return [fields, present, check, read, put_in_force, history, former, changed, export]


def judged(document: Document) -> Judged:
    """A document that was edited on a page, and what is wrong with it."""
    return judged_text(written(document), name=DOCUMENT)


def _compared(latest: Version | None, document: Document) -> Judged:
    found = judged(document)
    found.changes = changes(parsed(latest.text), found.document) if latest else []
    return found


def judged_text(text: str, *, name: str) -> Judged:
    """A file that somebody has sent, as a document, and what is wrong with it."""
    findings = examine_text(text, name=Path(name).name or DOCUMENT)
    return Judged(document=parsed(text), problems=[told(each) for each in findings.problems], usable=findings.usable)


def told(problem: Problem) -> Found:
    return Found(
        file=problem.file,
        line=problem.line,
        key=problem.key,
        found={"vi": problem.found.vi, "en": problem.found.en},
        expected={"vi": problem.expected.vi, "en": problem.expected.en},
        nearest=problem.nearest,
        warning=problem.warning,
    )


def _with_document(version: Version) -> WithDocument:
    return WithDocument(
        number=version.number, at=version.at, by=version.by, note=version.note, document=parsed(version.text)
    )


def _version(versions: Versions, number: int) -> Version:
    version = versions.get(number)
    if version is None:
        raise NotFoundException
    return version


def _no(code: str, *, status: int = 409, **data: Any) -> Response[Any]:
    """A refusal with what the page needs to show it."""
    return Response({"detail": code, **data}, status_code=status)
