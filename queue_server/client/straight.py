"""A websocket to the address that was configured, and to no other."""

from __future__ import annotations

from websockets.asyncio.client import connect


class Straight(connect):
    """The library's `connect`, which a server cannot send elsewhere: who takes its place could name what is no address
    at all, or a machine for which token and cookie are not meant."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """The library's word for: where to go on; here the refusal itself."""
        return exc
