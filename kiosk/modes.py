"""How a citizen has the kiosk made easier for one visit. EN 301 549 clauses 5.1 and 8.3, WCAG 2.2 SC 1.4.6."""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """Any of them may be on together; all are forgotten with the visit.

    `LARGE`: texts a third larger, none below 36 units (32 where there is less room). `STARK`: a contrast of 7 to 1.
    `LOW`: all that is touched lies in the lower part of the panel, within reach from a wheelchair. `SPOKEN`: each
    screen is read out, and four keys do what fingers do.
    """

    LARGE = "large"
    STARK = "stark"
    LOW = "low"
    SPOKEN = "spoken"
