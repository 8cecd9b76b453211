"""Puts a document in force, whoever it comes from: one at a time, as an event of the journal, kept as a version.

Administrators come here through their pages, a province through the uplink. Not responsible for reading: see catalogue.
"""

from __future__ import annotations

import asyncio
import secrets

from queue_server.catalogue.problems import Problem
from queue_server.catalogue.read import examine_text
from queue_server.catalogue.versions import Version, Versions
from queue_server.core.commands import AdoptPlan
from queue_server.live import LiveCentre

#: What problems of a document that is no file are said to be in.
DOCUMENT = "cau-hinh.yaml"


class NotInForce(Exception):
    """The document stays out of force. `code`: unusable (`problems`), changed_meanwhile (`by`), other_centre."""

    def __init__(self, code: str, *, problems: tuple[Problem, ...] = (), by: str = "") -> None:
        super().__init__(code)
        self.code, self.problems, self.by = code, problems, by


class InForce:
    """The document of one centre that is in force."""

    def __init__(self, live: LiveCentre, versions: Versions) -> None:
        self._live = live
        self.versions = versions
        self._one_at_a_time = asyncio.Lock()

    async def put(self, text: str, *, based_on: int, by: str, note: str, shared: int | None = None) -> Version:
        """Put a document in force that was made from the version `based_on`; `shared` numbers the province's settings.

        Raises `NotInForce`, and `Refusal` where the centre cannot take it now.
        """
        findings = await asyncio.to_thread(examine_text, text, name=DOCUMENT)
        if not findings.usable:
            raise NotInForce("unusable", problems=findings.problems)
        plan = findings.centres[0].plan
        async with self._one_at_a_time:
            latest = self.versions.latest()
            if latest is not None and latest.number != based_on:
                raise NotInForce("changed_meanwhile", by=latest.by)
            if plan.id != self._live.centre.plan.id:
                raise NotInForce("other_centre")
            await self._live.do(AdoptPlan(plan=plan), actor=by, request=secrets.token_urlsafe(9))
            if shared is None:
                shared = latest.shared if latest else 0
            return self.versions.add(text, at=self._live.now, by=by, note=note, shared=shared)
