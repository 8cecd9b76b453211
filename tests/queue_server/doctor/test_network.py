"""Ports that are free, ours or somebody else's; certificates by the days they have left."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from queue_server.doctor.network import certificate, judged_certificate, port

DAY = 86_400


@pytest.fixture
def answering() -> Iterator[int]:
    """Our server's /health on a port."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"ok": true}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_our_own_server_may_have_the_port(answering: int) -> None:
    found = port("127.0.0.1", answering)
    assert (found.verdict.value, "runs" in found.found["en"]) == ("OK", True)


def test_somebody_elses_port_is_told_with_how_to_find_them() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        number = other.getsockname()[1]
        found = port("127.0.0.1", number)
        assert found.verdict.value == "BAD"
        assert str(number) in found.advice["en"]
    assert port("127.0.0.1", number).verdict.value == "OK"


@pytest.mark.parametrize(("days", "verdict"), [(80, "OK"), (5, "WARN"), (-1, "BAD")])
def test_a_certificate_is_judged_by_its_days(days: int, verdict: str) -> None:
    assert judged_certificate(1000.0 + days * DAY, now=1000.0).verdict.value == verdict


def test_without_https_there_is_no_certificate() -> None:
    assert certificate("http://127.0.0.1:8800") is None
    assert certificate("") is None


def test_an_address_where_nobody_speaks_tls_is_bad(answering: int) -> None:
    found = certificate(f"https://127.0.0.1:{answering}")
    assert found is not None
    assert found.verdict.value == "BAD"
