"""Which device a path in an address means: a pattern stands for the first that is there, as plugs change numbers."""

from __future__ import annotations

import glob

from hardware.errors import DeviceGone


def find(pattern: str) -> str:
    """The device's own path; a pattern such as /dev/ttyACM* gives the first in order. Raises `DeviceGone`."""
    if not glob.has_magic(pattern):
        return pattern
    found = sorted(glob.glob(pattern))  # noqa: PTH207 — an absolute pattern
    if not found:
        raise DeviceGone(f"{pattern}: nothing is plugged in there")
    return found[0]
