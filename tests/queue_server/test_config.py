from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from queue_server.config import Settings


def test_nothing_set_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()


def test_each_setting_has_its_variable() -> None:
    given = {"MOTCUA_DATA": "/srv/motcua", "MOTCUA_PORT": "9000", "MOTCUA_HOST": "0.0.0.0", "DISPLAY": ":7"}
    settings = Settings.from_environment(given)
    assert (settings.data, settings.port, settings.host, settings.display) == (
        Path("/srv/motcua"), 9000, "0.0.0.0", ":7",
    )  # fmt: skip


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match=r"MOTCUA_PORT: found 'eighty', expected a port"):
        Settings.from_environment({"MOTCUA_PORT": "eighty"})


def test_a_wayland_desktop_is_a_display_too() -> None:
    assert Settings.from_environment({"WAYLAND_DISPLAY": "wayland-0"}).display == "wayland-0"


def test_other_programs_variables_change_nothing() -> None:
    assert Settings.from_environment(
        {each.name.upper(): "x" for each in fields(Settings) if each.name != "display"}
    ) == (Settings())
