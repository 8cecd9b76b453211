"""Addresses of a file, and a webhook that is really told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from queue_server.alerts.outward import AddressUnusable, Outward


@pytest.fixture
def webhook() -> Iterator[tuple[int, list[bytes]]]:
    heard: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:
            del format

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, heard
        server.shutdown()


def test_a_webhook_is_told(tmp_path: Path, webhook: tuple[int, list[bytes]]) -> None:
    port, heard = webhook
    file = tmp_path / "alerts.txt"
    file.write_text(f"# trực ban\n\njson://127.0.0.1:{port}/hook\n", "utf-8")
    assert Outward(file).send("Trung tâm", "Kiosk k1 mất kết nối")
    assert "Kiosk k1 mất kết nối".encode() in heard[0] or b"Kiosk k1 m" in heard[0]


def test_a_dead_line_is_said_and_keeps_its_secret(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "alerts.txt"
    file.write_text("json://someone:hidden-word@127.0.0.1:9/\n", "utf-8")
    with caplog.at_level(logging.DEBUG, logger="queue_server"):
        assert not Outward(file).send("Trung tâm", "Kiosk k1")
    assert "hidden-word" not in caplog.text


def test_a_line_that_is_no_address_is_named_by_its_number_only(tmp_path: Path) -> None:
    file = tmp_path / "alerts.txt"
    file.write_text("# one\nnonsense-hidden-word\n", "utf-8")
    with pytest.raises(AddressUnusable, match="line 2") as refused:
        Outward(file)
    assert "hidden-word" not in str(refused.value)
