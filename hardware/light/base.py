"""The lamp behind a panel: on or off. When it is which is not its business."""

from __future__ import annotations

from typing import Protocol


class Light(Protocol):
    """One lamp."""

    async def switch(self, *, on: bool) -> None:
        """Switch it; harmless where it is so already. Raises `DeviceGone` where that cannot be done."""
