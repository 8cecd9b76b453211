"""A lamp without any panel: it remembers how it was switched, and may be broken."""

from __future__ import annotations

from hardware.errors import DeviceGone


class VirtualLight:
    """`switched` is what it was told; while it is `broken` it does nothing and says so."""

    def __init__(self) -> None:
        self.switched: list[bool] = []
        self.broken = False

    async def switch(self, *, on: bool) -> None:
        """See `Light`."""
        if self.broken:
            raise DeviceGone("no answer")
        self.switched.append(on)
