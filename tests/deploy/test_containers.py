"""The container files: parsed, and every name in them is one that is there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from queue_server.cli import parser
from queue_server.config import Settings
from queue_server.web.configuration import LARGEST_DOCUMENT
from queue_server.web.media import LARGEST
from tests.conftest import program

ROOT = Path(__file__).parents[2]
HERE = ROOT / "deploy" / "container"
SETTINGS = {f"MOTCUA_{name.upper()}" for name in Settings.__dataclass_fields__}


@pytest.fixture
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / "compose.yaml").read_text("utf-8"))
    return found


def test_every_name_in_the_compose_file_is_one_that_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"database", "server-a", "server-b", "caddy"}
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service["networks"]) <= set(compose["networks"])
        for volume in service["volumes"]:
            source = volume.partition(":/")[0]
            assert source.startswith("${") or source in compose["volumes"] or (HERE / source).exists(), volume
    build = services["server-a"]["build"]
    assert (HERE / build["context"] / build["dockerfile"]).is_file()


def test_both_servers_are_alike_and_start_with_options_and_settings_that_exist(compose: dict[str, Any]) -> None:
    first, second = compose["services"]["server-a"], compose["services"]["server-b"]
    assert first == second
    assert parser(Settings()).parse_args(first["command"]).centre == "/etc/motcua/centre.yaml"
    assert {name for name in first["environment"] if name.startswith("MOTCUA_")} <= SETTINGS
    assert (
        first["environment"]["FORWARDED_ALLOW_IPS"]
        == compose["services"]["caddy"]["networks"]["inside"]["ipv4_address"]
    )


def test_every_variable_is_explained_in_the_example() -> None:
    used = set(re.findall(r"\$\{(\w+)", (HERE / "compose.yaml").read_text("utf-8")))
    given = set(re.findall(r"^(\w+)=", (HERE / "motcua.env.example").read_text("utf-8"), re.MULTILINE))
    assert used == given


def test_what_the_container_copies_is_what_is_packaged() -> None:
    text = (HERE / "Containerfile").read_text("utf-8")
    copied = {word for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE) for word in line.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = re.search(r"^packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert packages is not None
    assert set(re.findall(r'"(\w+)"', packages[1])) <= copied
    extras = set(re.findall(r"--extra (\w+)", text))
    assert extras == {"server", "postgresql", "oidc"}
    assert set(re.findall(r"(MOTCUA_\w+)=", text)) <= SETTINGS


def test_what_cannot_be_compiled_later_is_compiled_in_the_image(compose: dict[str, Any]) -> None:
    assert compose["services"]["server-a"]["read_only"], "else the first start would compile it for all others"
    installing = re.search(r"^RUN uv sync (.*)$", (HERE / "Containerfile").read_text("utf-8"), re.MULTILINE)
    assert installing is not None
    assert "--compile-bytecode" in installing[1].split()


@pytest.mark.skipif(program("caddy") is None, reason="its package would start a server: not installed for tests")
def test_caddy_takes_its_file(tmp_path: Path) -> None:
    environment = {**os.environ, "SITE": "queue.example", "TLS": "internal", "HOME": str(tmp_path)}
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(HERE / "Caddyfile")]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_proxy_asks_a_page_that_exists_and_hides_the_figures() -> None:
    text = (HERE / "Caddyfile").read_text("utf-8")
    assert "health_uri /ready" in text
    assert re.search(r"@inside path /metrics\s+respond @inside 404", text)
    assert "read_header 10s" in text


def test_nobody_can_have_the_proxy_give_up_the_server() -> None:
    directives = re.sub(r"#.*", "", (HERE / "Caddyfile").read_text("utf-8"))
    assert "fail_duration" not in directives, "one body that is too large would count as a dead server, for everybody"


def test_the_proxy_lets_through_what_the_server_takes() -> None:
    text = (HERE / "Caddyfile").read_text("utf-8")
    sizes = {kind: int(size) << 10 * ("KB", "MB").index(unit) + 10 for kind, size, unit in
             re.findall(r"request_body @(\w+) \{\s+max_size (\d+)(KB|MB)", text)}  # fmt: skip
    assert sizes["media"] >= LARGEST
    assert sizes["documents"] >= LARGEST_DOCUMENT
    assert sizes["rest"] >= 65_536


def test_the_standby_is_synchronous_and_disks_are_waited_for() -> None:
    node = yaml.safe_load((ROOT / "deploy" / "patroni" / "patroni.yml").read_text("utf-8"))
    cluster = node["bootstrap"]["dcs"]
    assert cluster["synchronous_mode"] is True
    assert cluster["synchronous_mode_strict"] is True
    parameters = cluster["postgresql"]["parameters"]
    assert (parameters["fsync"], parameters["synchronous_commit"]) == ("on", "on")


def test_the_rules_for_alerts_are_rules() -> None:
    file = ROOT / "deploy" / "prometheus" / "motcua-alerts.yml"
    rules = yaml.safe_load(file.read_text("utf-8"))["groups"][0]["rules"]
    assert all({"alert", "expr", "labels", "annotations"} <= set(rule) for rule in rules)
