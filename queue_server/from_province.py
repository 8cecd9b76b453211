"""Settings that come down from the hub: checked, laid over the centre's own and put in force. Not the line; see uplink.

A signature that is not the province's, a number that was had before, or settings that this centre cannot use change
nothing; the hub is told which it was, and the next publication is tried again.
"""

from __future__ import annotations

import asyncio
import logging

from queue_server import signature
from queue_server.catalogue.document import parsed, written
from queue_server.catalogue.shared import laid_over
from queue_server.core.refusals import Refusal
from queue_server.in_force import InForce, NotInForce
from queue_server.protocol.uplink import Shared, SharedTaken

log = logging.getLogger(__name__)

#: Who puts in force what the province has published, in the journal and in the history of versions.
PROVINCE = "province"


class FromProvince:
    """What one centre takes from its province. `key` is the line that `motcua publish` prints; raises `KeyUnusable`."""

    def __init__(self, in_force: InForce, *, key: str) -> None:
        self._in_force = in_force
        self._key = signature.public_key(key)

    @property
    def number(self) -> int:
        """Of the settings in force; 0 where there are none."""
        latest = self._in_force.versions.latest()
        return latest.shared if latest else 0

    async def take(self, shared: Shared) -> SharedTaken:
        """Put settings in force, and say what came of it."""
        if not signature.genuine(self._key, number=shared.number, text=shared.text, signature=shared.signature):
            return _refused(shared, "bad_signature")
        while shared.number > self.number:
            try:
                await self._put(shared)
            except NotInForce as error:
                if error.code != "changed_meanwhile":
                    where = "; ".join(f"{each.key} {each.found.en}" for each in error.problems if not each.warning)
                    return _refused(shared, error.code, where)
            except Refusal as refusal:
                return _refused(shared, refusal.code)
            else:
                log.info("settings taken", extra={"action": "shared_taken", "number": shared.number})
        return SharedTaken(number=self.number)

    async def _put(self, shared: Shared) -> None:
        latest = self._in_force.versions.latest()
        if latest is None:
            raise NotInForce("no_document")
        text = await asyncio.to_thread(lambda: written(laid_over(parsed(latest.text), parsed(shared.text))))
        note = f"cấu hình tỉnh số {shared.number} · province's settings {shared.number}"
        await self._in_force.put(text, based_on=latest.number, by=PROVINCE, note=note, shared=shared.number)


def _refused(shared: Shared, code: str, detail: str = "") -> SharedTaken:
    log.error("settings refused", extra={"action": "shared_refused", "number": shared.number, "error": code})
    return SharedTaken(number=shared.number, problem=f"{code} {detail}".strip()[:300])
