"""What a centre and its hub (or its spare) say to each other: the journal goes up, word of what arrived comes down.

One JSON object per text frame, told apart by `type`, on a websocket of its own. The centre begins with `uplink`; the
hub answers with `held`, and again after each `batch` that is on its disk. The journal itself is the outbox: whatever
was not confirmed is sent again, and what the hub has already it passes over.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.messages import Id, Instant

#: The most records in one batch.
BATCH = 200


class Uplink(Struct, frozen=True, kw_only=True, tag="uplink", tag_field="type"):
    """The first frame of a centre: whose journal, which epoch, and the token that the hub gave it."""

    centre: Id
    epoch: Id
    token: Annotated[str, Meta(max_length=200)]


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A record of a journal, as docs/decisions/0040 describes it."""

    version: int
    at: Instant
    kind: str
    body: str
    hash: str
    request: str | None = None
    actor: str | None = None


class Batch(Struct, frozen=True, kw_only=True, tag="batch", tag_field="type"):
    """Records in order, without a gap."""

    records: Annotated[tuple[Entry, ...], Meta(max_length=BATCH)]


class Held(Struct, frozen=True, kw_only=True, tag="held", tag_field="type"):
    """The hub has this epoch on disk up to `version`, the highest without a gap; 0 when it has none of it."""

    version: int


class Rejected(Struct, frozen=True, kw_only=True, tag="rejected", tag_field="type"):
    """The hub ends the conversation. `code`: not_allowed, forked (its records differ from ours), not_understood."""

    code: str
    detail: str = ""


FromCentre = Uplink | Batch
FromHub = Held | Rejected
