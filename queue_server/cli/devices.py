"""`motcua devices`: signs, keypads and relays of this machine."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from queue_server.cli.failures import refused
from queue_server.cli.words import Commands, servers
from queue_server.config import Settings


def add(commands: Commands, settings: Settings) -> None:
    """Add this word to the command."""
    devices = commands.add_parser("devices", help="attach the signs, keypads and relays of this machine")
    devices.add_argument("--file", type=Path, required=True, help="what is attached (docs/devices.md)")
    devices.add_argument("--server", type=servers, default=settings.server, help="MOTCUA_SERVER")
    devices.add_argument("--device", default=settings.device, help="its id (MOTCUA_DEVICE)")
    devices.add_argument("--token", default=settings.token, help="from `motcua device --role devices` (MOTCUA_TOKEN)")
    devices.add_argument("--check", action="store_true", help="only read the file")
    devices.set_defaults(command=_devices)


def _devices(options: argparse.Namespace, _: Settings) -> int:
    from devices.app import attend
    from devices.attach import attach
    from devices.settings import SettingsProblem, read_settings
    from queue_server.client.link import Link
    from queue_server.protocol.messages import Role

    try:
        settings = read_settings(options.file)
        attach(settings, pressed=lambda _: None, changed=lambda *_: None)
    except SettingsProblem as error:
        return refused("Tệp thiết bị chưa đúng", str(error), status=2)
    if options.check:
        counts = f"{len(settings.sign)} signs, {len(settings.keypad)} keypads, {len(settings.relay)} relays"
        print(f"{options.file}: {counts}")
        return 0
    link = Link(options.server, role=Role.DEVICES, device=options.device, token=options.token)
    asyncio.run(attend(link, settings))
    return 0
