"""`/metrics` of a real server: who may read it, what is in it, and that nobody in the hall is."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from queue_server.protocol import messages as msg
from queue_server.web.exposition import exposition
from queue_server.web.metrics import _of_copies, may_read
from tests.queue_server.web.house import House

LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e-]+$')
DASHBOARD = Path(__file__).parents[3] / "deploy" / "grafana" / "motcua.json"
ALERTS = Path(__file__).parents[3] / "deploy" / "prometheus" / "motcua-alerts.yml"


def fetch(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


async def page_of(house: House) -> str:
    status, text = await asyncio.to_thread(fetch, f"{house.url}/metrics")
    assert status == 200
    return text


async def test_a_ticket_and_a_kiosk_are_seen_as_figures_only(house: House) -> None:
    kiosk = await house.device("k1", msg.Role.KIOSK)
    await kiosk.ask(msg.TakeTicket(request="r1", service="ho-tich"))
    text = await page_of(house)
    assert 'motcua_tickets{service="ho-tich",state="waiting"} 1\n' in text
    assert 'motcua_device_up{device="k1",role="kiosk",health="ready"} 1\n' in text
    assert re.search(r'^motcua_events_total\{kind="ticket_\w+"\} 1$', text, re.MULTILINE)
    assert "motcua_commit_seconds_count" in text
    assert [line for line in text.splitlines() if not line.startswith("#") and not LINE.match(line)] == []
    ticket = next(iter(house.live.centre.tickets.values()))
    assert ticket.id not in text
    assert ticket.number not in text
    assert not any(f'"{officer}"' in text for officer in ("an", "binh", "chi"))


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded"])
async def test_who_comes_through_a_proxy_needs_the_token(house: House, header: str) -> None:
    for authorization in ("", "Bearer "):  # no token is set, so none opens it
        headers = {header: "127.0.0.1", "Authorization": authorization}
        assert (await asyncio.to_thread(fetch, f"{house.url}/metrics", **headers))[0] == 403


@pytest.mark.parametrize("file", [DASHBOARD, ALERTS], ids=lambda file: file.name)
async def test_every_figure_that_is_drawn_or_watched_exists(house: House, file: Path) -> None:
    await house.device("k1", msg.Role.KIOSK)
    known = set(re.findall(r"^# TYPE (\w+) ", await page_of(house), re.MULTILINE))
    drawn = set(re.findall(r"\b(?:motcua|process)_[a-z_]+", file.read_text("utf-8")))
    drawn = {re.sub(r"_(bucket|sum|count)$", "", name) for name in drawn}
    assert drawn
    assert drawn - known == set()


def test_each_folder_of_copies_says_when_its_last_one_was_made() -> None:
    text = exposition([_of_copies({"/media/stick": 1_764_000_000.5, "/mnt/share": 0})])
    assert 'motcua_last_copy_timestamp_seconds{folder="/media/stick"} 1764000000.5\n' in text
    assert 'motcua_last_copy_timestamp_seconds{folder="/mnt/share"} 0\n' in text


def test_the_dashboard_is_one_that_grafana_reads() -> None:
    board = json.loads(DASHBOARD.read_text("utf-8"))
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(set(places)) == len(places) >= 8
    assert all(target["expr"] for panel in board["panels"] for target in panel["targets"])
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in board["panels"])


@pytest.mark.parametrize(
    ("client", "header", "may"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("192.168.1.7", "", False),
        ("192.168.1.7", "Bearer wrong", False),
        ("192.168.1.7", "Bearer the-token", True),
    ],
)
def test_this_machine_or_the_token(client: str, header: str, may: bool) -> None:
    asked = SimpleNamespace(client=SimpleNamespace(host=client), headers={"Authorization": header})
    assert may_read(asked, "the-token") is may  # type: ignore[arg-type]
