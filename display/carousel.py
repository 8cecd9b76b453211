"""Which slide a board's window shows beside the calls, and with which file. What cannot be shown is passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from display.board import Tick
from display.reel import PICTURES, Reel, standing
from queue_server.protocol.messages import Instant, SlideInfo

#: A picture that could not be drawn is tried again after this.
FORGIVEN: Tick = 600_000


class Files(Protocol):
    """Where pictures come from: `media_files.MediaFiles`."""

    def want(self, names: Iterable[str]) -> None: ...

    def path(self, name: str) -> Path | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A slide; `path` is of its picture. The same slide shown anew is another `since`."""

    slide: SlideInfo
    since: Tick
    path: Path | None = None


class Carousel:
    """Goes round a board's slides."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._reel = Reel()
        self._broken: dict[str, Tick] = {}

    def now(self, slides: Iterable[SlideInfo], *, now: Instant, zone: str, tick: Tick) -> Shown | None:
        """What to show; None when there is nothing for this hour that can be shown."""
        pictures = [slide for slide in slides if not slide.file or slide.file.lower().endswith(PICTURES)]
        self._files.want(slide.file for slide in pictures if slide.file)
        able = [slide for slide in standing(pictures, now=now, zone=zone) if self._can_show(slide, tick)]
        self._reel = self._reel.turned(able, now=tick)
        slide = self._reel.slide
        if slide is None:
            return None
        path = self._files.path(slide.file) if slide.file else None
        return Shown(slide=slide, since=self._reel.since, path=path)

    def broken(self, shown: Shown | None, *, tick: Tick) -> None:
        """What was to be shown could not be drawn."""
        if shown is not None:
            self._broken[shown.slide.file] = tick

    def _can_show(self, slide: SlideInfo, tick: Tick) -> bool:
        if not slide.file:
            return True
        failed = self._broken.get(slide.file)
        return (failed is None or tick - failed >= FORGIVEN) and self._files.path(slide.file) is not None
