"""All that one picture of the kiosk shows: where the visit stands, what the server told, what time it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.language import Words
from kiosk.modes import Mode
from kiosk.offer import find_procedure, find_service
from kiosk.state import State
from queue_server.protocol.messages import Centre, Day, Line, ProcedureInfo, ServiceInfo
from windows.notices import Posted


@dataclass(frozen=True, slots=True)
class Scene:
    """`alone`: the server is away and the kiosk gives numbers of its own; `used_up`: it has none left.

    `offered`: how this kiosk can be made easier. `posted`: what a supervisor wants read. `dark`: nobody is here, and it
    is night.

    `now` is the centre's wall clock to the minute, so that two scenes are equal when nothing is to be redrawn."""

    state: State
    words: Words
    now: datetime
    centre: Centre | None = None
    day: Day | None = None
    lines: Mapping[str, Line] = field(default_factory=dict)
    seconds_left: int = 0
    lost_at: datetime | None = None
    fault: str = ""
    alone: bool = False
    used_up: bool = False
    offered: frozenset[Mode] = frozenset()
    posted: Posted = field(default_factory=Posted)
    dark: bool = False

    @property
    def service(self) -> ServiceInfo | None:
        """The service of the visit under way."""
        visit = self.state.visit
        return find_service(self.centre, visit.service) if self.centre and visit else None

    @property
    def procedure(self) -> ProcedureInfo | None:
        visit = self.state.visit
        return find_procedure(self.service, visit.procedure) if visit else None

    @property
    def line(self) -> Line | None:
        service = self.service
        return self.lines.get(service.id) if service else None
