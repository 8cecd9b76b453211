"""What a centre and its hub (or its spare) say to each other: the journal goes up, word of it and settings come down.

One JSON object per text frame, told apart by `type`, on a websocket of its own. The centre begins with `uplink`; the
hub answers with `held`, and again after each `batch` that is on its disk. The journal itself is the outbox: whatever
was not confirmed is sent again, and what the hub has already it passes over. `shared` comes at any time to a centre
that takes settings, and is answered by `shared_taken`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import DecodeError, Meta, Struct

from queue_server.protocol.messages import Id, Instant

#: What the other end's frame may be instead of a message: no JSON, no text, or brackets without end.
UNREADABLE = (DecodeError, UnicodeDecodeError, RecursionError)
#: The most records in one batch.
BATCH = 200
#: The longest settings, in characters; a province with a hundred centres takes a few hundred thousand.
LARGEST_SETTINGS = 1024 * 1024


class Uplink(Struct, frozen=True, kw_only=True, tag="uplink", tag_field="type"):
    """The first frame of a centre: whose journal, which epoch, and the token that the hub gave it.

    `shared` is the number of the province's settings that it has; without it, it takes none.
    """

    centre: Id
    epoch: Id
    token: Annotated[str, Meta(max_length=200)]
    shared: int | None = None


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

    version: Annotated[int, Meta(ge=0)]


class Rejected(Struct, frozen=True, kw_only=True, tag="rejected", tag_field="type"):
    """The hub ends the conversation. `code`: not_allowed, forked (its records differ from ours), not_understood."""

    code: str
    detail: str = ""


class Shared(Struct, frozen=True, kw_only=True, tag="shared", tag_field="type"):
    """Settings for all centres, a file of `kind: province` as it was published, signed with its number."""

    number: Annotated[int, Meta(ge=1)]
    text: Annotated[str, Meta(max_length=LARGEST_SETTINGS)]
    signature: Annotated[str, Meta(max_length=200)]


class SharedTaken(Struct, frozen=True, kw_only=True, tag="shared_taken", tag_field="type"):
    """These settings are in force at the centre; or not, and `problem` begins with a code that says why."""

    number: int
    problem: Annotated[str, Meta(max_length=300)] = ""


FromCentre = Uplink | Batch | SharedTaken
FromHub = Held | Rejected | Shared
