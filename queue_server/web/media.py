"""What goes round beside the calls: files for the board whose token it is, listed and taken in for administrators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Request, Response, delete, get, put
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from queue_server.core.centre import Centre
from queue_server.live import LiveCentre
from queue_server.protocol.messages import Role
from queue_server.web.access import Access
from queue_server.web.gate import Gate
from queue_server.web.media_folder import FOLDER, Media, MediaFolder, MediaUnusable
from queue_server.web.rights import Right

#: The largest file that is taken over the network.
LARGEST = 200 << 20


class MediaFile(msgspec.Struct, kw_only=True):
    """A file, and which boards show it."""

    name: str
    size: int
    boards: tuple[str, ...]


class MediaFiles(msgspec.Struct, kw_only=True):
    """What lies in the folder, and what boards are to show and nobody has put there."""

    files: list[MediaFile]
    missing: list[str]


def routes(live: LiveCentre, access: Access) -> Iterator[HTTPRouteHandler]:
    """The routes of this file: 403 without a board's token, 404 for what this board is not to show or nobody has."""
    folder = MediaFolder(access.folder / FOLDER)
    only = [Gate(access).needs(Right.ADMINISTER)]

    @get("/api/boards/{board:str}/media/{file:str}", cache_control=None)
    async def show(
        request: Request[Any, Any, Any], board: FromPath[str], file: FromPath[str], token: FromQuery[str] = ""
    ) -> Response[Any]:
        if not access.device(board, role=Role.BOARD, token=token):
            raise HTTPException(status_code=403, detail="unknown_device")
        shown = await live.read(_shown)
        found = folder.find(file) if board in shown.get(file, ()) else None
        if found is None:
            raise HTTPException(status_code=404, detail="no_such_media")
        return _answer(found, request)

    @get("/api/admin/media", guards=only)
    async def listed() -> MediaFiles:
        shown = await live.read(_shown)
        files = [each for each in map(folder.find, folder.names()) if each is not None]
        names = {each.path.name for each in files}
        return MediaFiles(
            files=[
                MediaFile(name=each.path.name, size=each.size, boards=shown.get(each.path.name, ())) for each in files
            ],
            missing=sorted(set(shown) - names),
        )

    @put("/api/admin/media/{file:str}", status_code=204, guards=only, request_max_body_size=LARGEST)
    async def keep(file: FromPath[str], request: Request[Any, Any, Any]) -> None:
        try:
            await folder.keep(file, request.stream())
        except MediaUnusable as error:
            raise HTTPException(status_code=422, detail=error.code) from error

    @delete("/api/admin/media/{file:str}", guards=only, sync_to_thread=False)
    def remove(file: FromPath[str]) -> None:
        if not folder.remove(file):
            raise HTTPException(status_code=404, detail="no_such_media")

    @get("/api/admin/media/{file:str}", guards=only, cache_control=None, sync_to_thread=False)
    def look(request: Request[Any, Any, Any], file: FromPath[str]) -> Response[Any]:
        found = folder.find(file)
        if found is None:
            raise HTTPException(status_code=404, detail="no_such_media")
        return _answer(found, request)

    yield from (show, listed, look, keep, remove)


def _shown(centre: Centre) -> dict[str, tuple[str, ...]]:
    """Which boards show each file."""
    found: dict[str, tuple[str, ...]] = {}
    for board in centre.plan.boards:
        for slide in board.media:
            if slide.file and board.id not in found.get(slide.file, ()):
                found[slide.file] = (*found.get(slide.file, ()), board.id)
    return found


def _answer(media: Media, request: Request[Any, Any, Any]) -> Response[Any]:
    """The file, or the part that is asked for: televisions ask for a video in parts."""
    headers = {"ETag": media.mark, "Cache-Control": "private, max-age=600", "Accept-Ranges": "bytes"}
    if request.headers.get("If-None-Match") == media.mark:
        return Response(b"", status_code=304, headers=headers)
    first, last, status = 0, media.size - 1, 200
    part = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", request.headers.get("Range", ""))
    if part is not None and int(part[1]) < media.size:
        first, status = int(part[1]), 206
        last = min(int(part[2]), last) if part[2] else last
        headers["Content-Range"] = f"bytes {first}-{last}/{media.size}"
    headers["Content-Length"] = str(max(0, last + 1 - first))
    return Stream(media.read(first, last), status_code=status, media_type=media.kind, headers=headers)
