"""Calls as sound files, for boards in a browser that has no voice. Made by whatever this server was given to speak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from queue_server.core.centre import Centre
from queue_server.live import LiveCentre
from queue_server.plan_thing import plan_thing
from queue_server.protocol import messages as msg
from queue_server.protocol.boards import speech_of
from queue_server.web.access import Access
from queue_server.wire import call_thing

#: A call as a WAV file; None where nothing can say it.
Speak = Callable[[msg.Call, msg.SpeechInfo], Awaitable[bytes | None]]


def routes(live: LiveCentre, access: Access, speak: Speak) -> Iterator[HTTPRouteHandler]:
    """The speech of a call for the board whose token it is: 403 for others, 410 when too old, 501 without a voice."""

    @get("/api/boards/{board:str}/calls/{call:int}/speech.wav", cache_control=None)
    async def speech(board: FromPath[str], call: FromPath[int], token: FromQuery[str] = "") -> Response[bytes]:
        if not access.device(board, role=msg.Role.BOARD, token=token):
            raise HTTPException(status_code=403, detail="unknown_device")
        found = await live.read(lambda centre: _call(centre, call, board=board))
        if found is None:
            raise HTTPException(status_code=410, detail="unknown_call")
        wav = await speak(*found)
        if wav is None:
            raise HTTPException(status_code=501, detail="no_voice")
        return Response(wav, media_type="audio/wav", headers={"Cache-Control": "private, max-age=600"})

    yield speech


def _call(centre: Centre, key: int, *, board: str) -> tuple[msg.Call, msg.SpeechInfo] | None:
    """One of the latest calls, and how this board is to say it."""
    for call in centre.calls:
        if call.id == key:
            return call_thing(centre, call), speech_of(plan_thing(centre), board)
    return None
