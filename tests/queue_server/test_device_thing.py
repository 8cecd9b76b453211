from __future__ import annotations

from queue_server.device_thing import said_of_itself
from queue_server.protocol.messages import Check, Device, ReportHealth, Role

KIOSK = Device(id="k1", role=Role.KIOSK, online=True, since=0)


def test_a_kiosk_says_how_long_it_has_run_and_what_ended_it() -> None:
    report = ReportHealth(request="r", health="ready", version="1.2", up=60, failure="RuntimeError", clock=190_000)
    seen = said_of_itself(KIOSK, report, now=100_000)
    assert (seen.version, seen.started, seen.failure, seen.skew) == ("1.2", 40_000, "RuntimeError", 90)


def test_a_beginning_that_seems_to_move_a_little_is_no_news() -> None:
    report = ReportHealth(request="r", health="ready", up=60)
    seen = said_of_itself(KIOSK, report, now=100_000)
    assert said_of_itself(seen, report, now=103_000) == seen
    assert said_of_itself(seen, report, now=400_000).started == 340_000, "it was started again"


def test_what_it_found_before_opening_stays_until_it_tries_again() -> None:
    found = (Check(what="printer", good=False, found="failed, paper_out"),)
    tested = ReportHealth(request="r", health="paper_out", tested=5, checks=found)
    seen = said_of_itself(said_of_itself(KIOSK, tested, now=10), ReportHealth(request="s", health="ready"), now=20)
    assert (seen.tested, seen.checks, seen.health) == (5, found, "ready")
