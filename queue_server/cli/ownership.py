"""Whose files the command writes: root would leave some in a server's data folder that the server may not open."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def act_as_owner(folder: Path) -> None:
    """Be the owner of a data folder from now on, where root was typed at and somebody else owns it."""
    if os.geteuid() != 0 or not folder.is_dir():
        return
    owner = folder.stat()
    if owner.st_uid == 0:
        return
    try:
        os.initgroups(pwd.getpwuid(owner.st_uid).pw_name, owner.st_gid)
    except KeyError:  # a number without a name
        os.setgroups([])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)
