"""Calls and notices as sound files, for boards in a browser that has no voice. Made by what the server was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Protocol

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from msgspec import structs

from queue_server.live import LiveCentre
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.protocol.boards import speech_of
from queue_server.web.access import Access

#: A ticket's number, as long as any may be.
_NUMBER = re.compile(r"[\w-]{1,12}")
#: Within so many minutes of the end of issuing it may be said.
_CLOSING = range(1, 61)


class Speak(Protocol):
    """Says a call, a notice, that reception closes in so many minutes, or that this is a test.

    Each gives a WAV file, or None where nothing can say it.
    """

    async def __call__(
        self, number: str, desk: str, *, kind: msg.CallKind, priority: bool, speech: msg.SpeechInfo
    ) -> bytes | None: ...

    async def notice(self, words: msg.Words, *, speech: msg.SpeechInfo) -> bytes | None: ...

    async def closing(self, minutes: int, *, speech: msg.SpeechInfo) -> bytes | None: ...

    async def test(self, *, speech: msg.SpeechInfo) -> bytes | None: ...


class Brief(IntEnum):
    """How much of a call is said where many wait for their turn: all, each language once, or the first one once."""

    ALL = 0
    ONCE = 1
    FIRST_LANGUAGE = 2


def briefly(speech: msg.SpeechInfo, brief: Brief) -> msg.SpeechInfo:
    """A manner of speaking, shortened."""
    if brief is Brief.ALL:
        return speech
    languages = speech.languages[:1] if brief is Brief.FIRST_LANGUAGE else speech.languages
    return structs.replace(speech, repeat=1, repeat_last=1, languages=languages)


def routes(live: LiveCentre, access: Access, speak: Speak | None) -> Iterator[HTTPRouteHandler]:
    """The speech of a call, asked for by what it says, so that a board may have it before the call; and of the rest.

    For the board whose token it is: 403 for others, 404 for what is no desk, number or standing notice, 501 without
    a voice.
    """

    async def centre_of(board: str, token: str) -> msg.Centre:
        if not access.device(board, role=msg.Role.BOARD, token=token):
            raise HTTPException(status_code=403, detail="unknown_device")
        return await live.read(plan_thing)

    @get("/api/boards/{board:str}/speech.wav", cache_control=None)
    async def speech(
        board: FromPath[str],
        number: FromQuery[str],
        desk: FromQuery[str],
        kind: FromQuery[msg.CallKind] = msg.CallKind.CALL,
        priority: FromQuery[bool] = False,
        brief: FromQuery[Brief] = Brief.ALL,
        token: FromQuery[str] = "",
    ) -> Response[bytes]:
        centre = await centre_of(board, token)
        if all(each.id != desk for each in centre.desks) or not _NUMBER.fullmatch(number):
            raise HTTPException(status_code=404, detail="unknown_desk_or_number")
        manner = briefly(speech_of(centre, board), brief)
        return _file(None if speak is None else await speak(number, desk, kind=kind, priority=priority, speech=manner))

    @get("/api/boards/{board:str}/notice.wav", cache_control=None)
    async def notice(board: FromPath[str], notice: FromQuery[int], token: FromQuery[str] = "") -> Response[bytes]:
        centre = await centre_of(board, token)
        posted = await live.read(lambda core: core.hall.notices.get(notice))
        if posted is None or posted.withdrawn or not posted.aloud:
            raise HTTPException(status_code=404, detail="unknown_notice")
        wav = None if speak is None else await speak.notice(posted.words, speech=speech_of(centre, board))
        if wav is None:
            # Not 501: a notice in another language says nothing of the voice that calls have.
            raise HTTPException(status_code=404, detail="nothing_to_say")
        return _file(wav)

    @get("/api/boards/{board:str}/closing.wav", cache_control=None)
    async def closing(board: FromPath[str], minutes: FromQuery[int], token: FromQuery[str] = "") -> Response[bytes]:
        manner = speech_of(await centre_of(board, token), board)
        if minutes not in _CLOSING:
            raise HTTPException(status_code=400, detail="not_closing_soon")
        return _file(None if speak is None else await speak.closing(minutes, speech=manner))

    @get("/api/boards/{board:str}/test.wav", cache_control=None)
    async def test(board: FromPath[str], token: FromQuery[str] = "") -> Response[bytes]:
        manner = speech_of(await centre_of(board, token), board)
        return _file(None if speak is None else await speak.test(speech=manner))

    yield from (speech, notice, closing, test)


def _file(wav: bytes | None) -> Response[bytes]:
    if wav is None:
        raise HTTPException(status_code=501, detail="no_voice")
    return Response(wav, media_type="audio/wav", headers={"Cache-Control": "private, max-age=600"})
