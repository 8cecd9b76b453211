"""What is fuzzed: each takes any bytes and must neither fail nor hang. An answer of "no" is an answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from hardware.printer.status import ReplyParser
from kiosk.scanned import meaning
from queue_server.catalogue.read import examine_text
from queue_server.protocol.codec import NotUnderstood, decode_from_client, read_from_server, request_of
from queue_server.protocol.dossiers import parse_dossier_code


def protocol(data: bytes) -> None:
    """Frames from clients, and from servers that may be newer."""
    request_of(data)
    with contextlib.suppress(NotUnderstood):
        decode_from_client(data)
    with contextlib.suppress(NotUnderstood):
        read_from_server(data)


def configuration(data: bytes) -> None:
    """A centre's file."""
    examine_text(data.decode("utf-8", "replace"), name="fuzz")


def scans(data: bytes) -> None:
    """What a scanner reads, and what somebody types: cards, slips, receipts, codes of dossiers."""
    text = data.decode("utf-8", "replace")
    meaning(text)
    parse_dossier_code(text)


def printer(data: bytes) -> None:
    """What a printer answers, whole and in pieces."""
    middle = len(data) // 2
    answers = ReplyParser()
    answers.feed(data[:middle])
    answers.feed(data[middle:])


TARGETS: dict[str, Callable[[bytes], None]] = {
    "protocol": protocol,
    "configuration": configuration,
    "scans": scans,
    "printer": printer,
}
