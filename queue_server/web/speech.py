"""Calls as sound files, for boards in a browser that has no voice. Made by whatever this server was given to speak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from queue_server.live import LiveCentre
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.protocol.boards import speech_of
from queue_server.web.access import Access

#: A ticket's number, as long as any may be.
_NUMBER = re.compile(r"[\w-]{1,12}")


class Speak(Protocol):
    """Says a call: a WAV file, or None where nothing can say it."""

    async def __call__(
        self, number: str, desk: str, *, kind: msg.CallKind, priority: bool, speech: msg.SpeechInfo
    ) -> bytes | None: ...


def routes(live: LiveCentre, access: Access, speak: Speak) -> Iterator[HTTPRouteHandler]:
    """The speech of a call, asked for by what it says, so that a board may have it before the call.

    For the board whose token it is: 403 for others, 404 for what is no desk or number, 501 without a voice.
    """

    @get("/api/boards/{board:str}/speech.wav", cache_control=None)
    async def speech(
        board: FromPath[str],
        number: FromQuery[str],
        desk: FromQuery[str],
        kind: FromQuery[msg.CallKind] = msg.CallKind.CALL,
        priority: FromQuery[bool] = False,
        token: FromQuery[str] = "",
    ) -> Response[bytes]:
        if not access.device(board, role=msg.Role.BOARD, token=token):
            raise HTTPException(status_code=403, detail="unknown_device")
        centre = await live.read(plan_thing)
        if all(each.id != desk for each in centre.desks) or not _NUMBER.fullmatch(number):
            raise HTTPException(status_code=404, detail="unknown_desk_or_number")
        wav = await speak(number, desk, kind=kind, priority=priority, speech=speech_of(centre, board))
        if wav is None:
            raise HTTPException(status_code=501, detail="no_voice")
        return Response(wav, media_type="audio/wav", headers={"Cache-Control": "private, max-age=600"})

    yield speech
