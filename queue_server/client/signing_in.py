"""How an officer's program comes to the cookie that a desk's link is opened with (docs/protocol.md, "Who you are")."""

from __future__ import annotations

import asyncio
import json
import urllib.request

_PATIENCE = 30.0


async def sign_in(url: str, *, name: str, pin: str) -> str:
    """The session of an officer at the server of this address, as a `Cookie` header. Raises `HTTPError`, `OSError`."""
    request = urllib.request.Request(  # noqa: S310  # the address is the caller's own
        f"{url}/sign-in",
        data=json.dumps({"name": name, "pin": pin}).encode(),
        headers={"Content-Type": "application/json", "X-Motcua": "1"},
    )
    return await asyncio.to_thread(_cookie, request)


def _cookie(request: urllib.request.Request) -> str:
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  # see above
        return str(answer.headers["Set-Cookie"]).partition(";")[0]
