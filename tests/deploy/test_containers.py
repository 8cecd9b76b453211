"""The container files: parsed, and every name in them is one that is there."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from chaos.killable import free_port
from queue_server.cli import parser
from queue_server.config import Settings
from queue_server.web.configuration import LARGEST_DOCUMENT
from queue_server.web.media import LARGEST
from tests.conftest import program
from tests.end_to_end.conftest import until

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


class Upstream(BaseHTTPRequestHandler):
    """Reads what it is sent to its end, as a server must before it can say that it is too much."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Not here."""


@pytest.mark.skipif(program("caddy") is None, reason="its package would start a server: not installed for tests")
def test_a_body_that_is_too_large_is_told_to_its_sender_as_such(tmp_path: Path) -> None:
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    port, behind = free_port(), f"127.0.0.1:{upstream.server_port}"
    text = (HERE / "Caddyfile").read_text("utf-8").replace("server-a:8800 server-b:8800", behind)
    file = tmp_path / "Caddyfile"
    file.write_text(text.replace("tls {$TLS}", "").replace("{\n", "{\n\tadmin off\n", 1))
    with (tmp_path / "log").open("wb") as log:
        caddy = subprocess.Popen(
            ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)],
            env={**os.environ, "SITE": f"http://127.0.0.1:{port}", "HOME": str(tmp_path)},
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: answer(port, b"a") == 200, within=60, what="the proxy lets through")
        assert answer(port, b"a" * 100_000) == 413
        assert answer(port, b"a" * 60_000) == 200, "nobody else is sent away for it"
    finally:
        caddy.terminate()
        caddy.wait()
        upstream.shutdown()
        upstream.server_close()


def answer(port: int, body: bytes) -> int:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("POST", "/sign-in", body)
        return line.getresponse().status
    except OSError:
        return 0
    finally:
        line.close()


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
