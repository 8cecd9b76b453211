"""What goes round beside the calls: which slides may be shown at this time, and which of them it is. Pure.

The web board does the same in queue_server/web/static/board/reel.js. Not responsible for files (`media_files`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from display.board import Tick
from display.words.times import iso_day, minute_of_day
from queue_server.protocol.messages import Instant, SlideInfo

#: A board's window shows these; videos are for boards in a browser (docs/decisions/0073).
PICTURES = (".png", ".jpg", ".jpeg", ".webp")


def standing(slides: Iterable[SlideInfo], *, now: Instant, zone: str) -> tuple[SlideInfo, ...]:
    """Those whose days and times of day it is."""
    day, minute = iso_day(now, zone), minute_of_day(now, zone)
    return tuple(
        slide
        for slide in slides
        if (not slide.first or slide.first <= day)
        and (not slide.last or day <= slide.last)
        and (not slide.windows or any(each.opens <= minute < each.closes for each in slide.windows))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """The slide that is shown, and since when."""

    slide: SlideInfo | None = None
    since: Tick = 0

    def turned(self, slides: Sequence[SlideInfo], *, now: Tick, done: bool = False) -> Reel:
        """The reel now: the same slide until its time is over or it is `done`, then the one after it."""
        if not slides:
            return Reel()
        if self.slide is None or self.slide not in slides:
            return Reel(slide=slides[0], since=now)
        if not done and now - self.since < self.slide.seconds * 1000:
            return self
        return Reel(slide=slides[(slides.index(self.slide) + 1) % len(slides)], since=now)
