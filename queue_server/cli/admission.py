"""`motcua officer` and `motcua device`: who may come in."""

from __future__ import annotations

import argparse
import secrets
import time
from pathlib import Path

from queue_server.cli.failures import refused
from queue_server.cli.words import Commands, name
from queue_server.config import Settings
from queue_server.web.rights import OfficerRole

#: Who changed something where nobody is signed in: whoever may write the data folder.
_CONSOLE = "motcua"


def add(commands: Commands, settings: Settings) -> None:
    """Add these words to the command."""
    officer = commands.add_parser("officer", help="let an officer sign in, or give a new PIN")
    officer.add_argument("name", type=name, help="to sign in with")
    officer.add_argument("--display", help="name as others see it")
    officer.add_argument("--employer", choices=("civil_servant", "vertical_agency", "post", "volunteer"))
    officer.add_argument(
        "--role",
        action="append",
        type=OfficerRole,
        choices=tuple(OfficerRole),
        help="may be given more than once (officer)",
    )
    officer.add_argument("--data", type=Path, default=settings.data, help="MOTCUA_DATA")
    officer.set_defaults(command=_officer)

    device = commands.add_parser("device", help="let a kiosk or board connect; prints its token once")
    device.add_argument("id", type=name, help="its id in the centre's file")
    device.add_argument("--role", required=True, choices=("kiosk", "board", "devices", "rating"))
    device.add_argument(
        "--desk", action="append", default=[], help="a desk whose keypad or rating page it is; repeatable"
    )
    device.add_argument("--data", type=Path, default=settings.data, help="MOTCUA_DATA")
    device.set_defaults(command=_device)


def _officer(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.web.access import Access

    _say_if_nobody_served_here(options.data)
    pin = f"{secrets.randbelow(10**6):06d}"
    Access(options.data / "access.json", clock=time.time).add_officer(
        options.name,
        pin=pin,
        display=options.display or options.name,
        employer=options.employer,
        roles=tuple(options.role or [OfficerRole.OFFICER]),
        by=_CONSOLE,
    )
    print(f"{options.name}: PIN {pin}")
    return 0


def _say_if_nobody_served_here(folder: Path) -> None:
    """A key that lies in another folder than the server's opens nothing, and nobody would know why."""
    from queue_server.serving import JOURNAL
    from queue_server.shared_files import NOTE

    if not (folder / JOURNAL).exists() and not (folder / NOTE).exists():
        refused(
            f"Chưa có máy chủ nào dùng thư mục {folder}; nếu không phải thư mục này, chỉ đúng bằng --data",
            "no server has used this folder yet; if it is another, name it with --data",
        )


def _device(options: argparse.Namespace, _: Settings) -> int:
    from queue_server.protocol.messages import Role
    from queue_server.web.access import Access

    _say_if_nobody_served_here(options.data)
    access = Access(options.data / "access.json", clock=time.time)
    token = access.add_device(options.id, role=Role(options.role), desks=tuple(options.desk), by=_CONSOLE)
    print(token)
    return 0
