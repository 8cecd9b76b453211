"""How many citizens come on a usual day, when, and for what. Used to replay a day; a live centre does not need it."""

from __future__ import annotations

from dataclasses import dataclass

from queue_server.core.plan import Window


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A day's visits. `mix` is each service's part of them; the parts make 1 together.

    `monday_factor` multiplies the visits of a Monday. Of all citizens, `priority_share` claim a priority class,
    `no_show_share` do not answer their call, and `leave_share` give up before it.
    """

    visits_per_day: int
    mix: dict[str, float]
    peaks: tuple[Window, ...] = ()
    monday_factor: float = 1.0
    priority_share: float = 0.15
    no_show_share: float = 0.03
    leave_share: float = 0.02
