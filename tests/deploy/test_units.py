"""The units and rules of deploy/: what they start exists, what they promise to lock is locked."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from queue_server.cli import parser
from queue_server.config import Settings
from tests.conftest import program

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
WINDOWS = [unit for unit in UNITS if unit.stem in ("motcua-kiosk", "motcua-display")]
#: Set by the desktop or by systemd.
NOT_OURS = {"display", "notify"}


def lines_of(unit: Path) -> list[tuple[str, str]]:
    """Every assignment, in order; a key may come more than once."""
    assigned = (line.partition("=") for line in unit.read_text("utf-8").splitlines() if re.match(r"\w+=", line))
    return [(key, value) for key, _, value in assigned]


def by_name(unit: Path) -> str:
    return unit.stem


@pytest.mark.parametrize("unit", UNITS, ids=by_name)
def test_what_is_started_is_a_command_of_ours(unit: Path) -> None:
    line = dict(lines_of(unit))["ExecStart"]
    words = shlex.split(line)
    begin = next(place for place, word in enumerate(words) if word.endswith("/motcua"))
    options = parser(Settings()).parse_args(words[begin + 1 :])
    assert isinstance(options, argparse.Namespace)


@pytest.mark.parametrize("unit", UNITS, ids=by_name)
def test_every_setting_is_one_that_is_read(unit: Path) -> None:
    named = {name.lower() for name in re.findall(r"MOTCUA_(\w+)=", unit.read_text("utf-8"))}
    assert named
    assert named <= set(Settings.__dataclass_fields__) - NOT_OURS


@pytest.mark.parametrize("unit", UNITS, ids=by_name)
def test_each_is_confined_and_comes_back(unit: Path) -> None:
    told = dict(lines_of(unit))
    wanted = {
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "LimitCORE": "0",
        "UMask": "0077",
        "User": "motcua",
        "Restart": "always",
        "StartLimitIntervalSec": "0",
    }
    assert {key: told.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("unit", UNITS, ids=by_name)
@pytest.mark.skipif(program("systemd-analyze") is None, reason="this machine has no systemd")
def test_systemd_understands_every_line(unit: Path) -> None:
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    # The programs are not installed where this is checked.
    complaints = [line for line in said.splitlines() if unit.stem in line and "is not executable" not in line]
    assert complaints == []


@pytest.mark.skipif(program("systemd-analyze") is None, reason="this machine has no systemd")
def test_the_server_is_exposed_to_little() -> None:
    unit = ROOT / "deploy" / "systemd" / "motcua-server.service"
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold=20", str(unit)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-400:]


@pytest.mark.parametrize("unit", WINDOWS, ids=by_name)
def test_a_kiosk_has_no_terminal_to_flee_to(unit: Path) -> None:
    told = dict(lines_of(unit))
    words = shlex.split(told["ExecStart"])
    assert words[0] == "/usr/bin/cage"
    assert "-s" not in words[: words.index("--")], "it would allow to change to another terminal"
    assert told["Conflicts"] == "getty@tty1.service"
    recipe = (ROOT / "deploy" / "kiosk" / "make-kiosk").read_text("utf-8")
    for lock in ("NAutoVTs=0", "ReserveVT=0", "kernel.sysrq = 0", "ctrl-alt-del.target", "swapoff", "core_pattern"):
        assert lock in recipe


def test_the_kiosks_watchdog_fits_its_beat() -> None:
    from kiosk.watchdog import BEAT

    told = dict(lines_of(ROOT / "deploy" / "systemd" / "motcua-kiosk.service"))
    assert (told["Type"], told["NotifyAccess"]) == ("notify", "all")
    assert int(told["WatchdogSec"]) >= 2 * BEAT


@pytest.mark.needs("shellcheck")
def test_the_recipe_is_clean() -> None:
    scripts = [ROOT / "deploy" / "kiosk" / "make-kiosk", *(ROOT / "tools" / name for name in ("prepare", "components"))]
    run = subprocess.run(["shellcheck", *map(str, scripts)], capture_output=True, text=True, check=False)
    assert run.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "usage"),
        (["fridge", "ws://x"], "kiosk or display"),
        (["kiosk", "http://x"], "ws://"),
        (["kiosk", "ws://x", "--fast"], "--read-only"),
    ],
)
def test_wrong_use_of_the_recipe_changes_nothing(arguments: list[str], said: str) -> None:
    script = ROOT / "deploy" / "kiosk" / "make-kiosk"
    run = subprocess.run(["bash", str(script), *arguments], capture_output=True, text=True, check=False)
    assert (run.returncode, said in run.stderr) == (1, True)


def test_a_line_of_the_device_rules_is_a_rule() -> None:
    rules = (ROOT / "deploy" / "udev" / "60-motcua.rules").read_text("utf-8").splitlines()
    pair = r'[A-Z]+(\{[\w/]+\})?(==|!=|=|\+=|:=)"[^"]*"'
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    assert len(rules) == 5
    assert [rule for rule in rules if not re.fullmatch(rf"{pair}(, {pair})*", rule)] == []
