"""What a supervisor has changed in the hall today, over the plan: it ends with the service day. Data only.

Who may change it, and how, is in `in_hall`; what follows for a citizen who wants a number, in `intake`.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any

from queue_server.core.plan import DeskPlan, Instant, Skill, Words
from queue_server.core.record import record


@record
class Notice:
    """Something to read on boards and kiosks; `id` is the version of the event that posted it."""

    id: int
    words: Words
    at: Instant
    until: Instant | None
    urgent: bool
    withdrawn: bool = False
    aloud: bool = False


@dataclass(slots=True, kw_only=True)
class Alert:
    """Something that is wrong. `told` is when it was told outside, `note` what became of the telling."""

    cause: str
    level: str
    words: Words
    since: Instant
    over: Instant | None = None
    told: Instant | None = None
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Hall:
    """Today's changes. `moved` are the tickets that were given to one desk; `acts` all events of supervisors, by id."""

    skills: dict[str, tuple[Skill, ...]] = field(default_factory=dict)
    closed: dict[str, Words] = field(default_factory=dict)
    quotas: dict[str, int | None] = field(default_factory=dict)
    cap: int | None = None
    notices: dict[int, Notice] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    acts: dict[int, Any] = field(default_factory=dict)

    def today(self, desk: DeskPlan, *, known: Container[str]) -> DeskPlan:
        """The desk with the services that it serves today, of those that there are."""
        skills = tuple(skill for skill in self.skills.get(desk.id, ()) if skill.service in known)
        return replace(desk, skills=skills) if skills else desk
