"""The three ways to organise reception, and a commune's dossier at the provincial centre: the same code, other files.

One file of configuration each, a real server, a kiosk's and an officer's links; what the ticket keeps is read where
officers, citizens and the province read it: at the desk, on the phone's page, in the table of the journal.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from queue_server.catalogue.read import read
from queue_server.catalogue.shipped import example
from queue_server.client.link import Link, fresh_request
from queue_server.clock import Clock
from queue_server.core.events import KINDS
from queue_server.core.plan import Instant
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.protocol import messages as msg
from queue_server.serving import JOURNAL, Address, serving
from queue_server.web.access import Access
from tests.end_to_end.conftest import local
from tests.queue_server.web.house import PIN, House


@dataclass(frozen=True)
class Case:
    """A centre under an option, what a citizen asks of which desk, and what the ticket then keeps.

    `changes` are further words replaced in the centre's file; `says` is what the officer names where the plan alone
    does not know who decides.
    """

    centre: str
    option: str
    service: str
    procedure: str
    desk: str
    employer: str
    received: str
    decides: str
    changes: tuple[tuple[str, str], ...] = ()
    says: str | None = None


#: The commune's and the province's services were never offered together; in one centre no two share a letter.
A_LETTER_OF_ITS_OWN = ("prefix: H\n    icon: family", "prefix: I\n    icon: family")

CASES = {
    "civil servants": Case(
        *("kt-truongchinh", "option1", "ho-tich", "ks", "1", "civil_servant"),
        received="ubnd-truong-chinh",
        decides="ubnd-truong-chinh",
    ),
    "interlinked": Case(  # the city decides what the ward received
        *("kt-truongchinh", "option2", "dat-dai", "dd-cd", "3", "civil_servant"),
        received="ubnd-truong-chinh",
        decides="ubnd-tp-kon-tum",
        says="ubnd-tp-kon-tum",
    ),
    "reception by the post": Case(
        *("kt-tinh", "option3", "doanh-nghiep", "dn", "2", "post"),
        received="ubnd-tinh",
        decides="ubnd-tinh",
    ),
    "whatever the boundary": Case(  # a birth in a commune, helped and received at the provincial centre
        *("kt-tinh", "option2", "ho-tich", "ks", "3", "civil_servant"),
        received="ubnd-tinh",
        decides="ubnd-ia-chim",
        changes=(
            ("  - ly-lich-tu-phap\n", "  - ly-lich-tu-phap\n  - ho-tich\n"),
            ("services: [ly-lich-tu-phap,", "services: [ho-tich, ly-lich-tu-phap,"),
            ("    ly-lich-tu-phap: 0.15", "    ly-lich-tu-phap: 0.10\n    ho-tich: 0.05"),
        ),
        says="ubnd-ia-chim",
    ),
}


@asynccontextmanager
async def house(folder: Path, case: Case, now: Instant) -> AsyncIterator[House]:
    """A server with the case's file and one officer of its employer."""
    shared = example("kontum-2022").read_text("utf-8")
    (folder / "kontum-2022.yaml").write_text(shared.replace(*A_LETTER_OF_ITS_OWN), "utf-8")
    option = re.compile(r"^organisation: \w+", re.MULTILINE)
    text = option.sub(f"organisation: {case.option}", example(case.centre).read_text("utf-8"))
    for old, new in case.changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / f"{case.centre}.yaml"
    file.write_text(text, "utf-8")
    plan = read(file).centres[0].plan
    access = Access(folder / "access.json", clock=time.time)
    access.add_officer("an", pin=PIN, display="An", employer=case.employer)
    journal = await SqlJournal.open(folder / JOURNAL, centre=plan.id)
    try:
        async with serving(
            plan, journal, EventCodec(KINDS), access, address=Address(port=0), clock=Clock.starting(now, speed=1)
        ) as server:
            here = House(port=server.port, live=server.live, access=access)
            yield here
            for task in here.tasks:
                task.cancel()
            await asyncio.gather(*here.tasks, return_exceptions=True)
    finally:
        await journal.close()


async def ask(link: Link, request: msg.Command) -> msg.Answer:
    return await link.ask(request, timeout=20)


async def served(here: House, case: Case) -> msg.Ticket:
    """A citizen takes a number at the kiosk, is called, served and sent home; the ticket before it was finished."""
    kiosk, officer = await here.device("k1", msg.Role.KIOSK), await here.officer("an")
    taken = await ask(kiosk, msg.TakeTicket(request=fresh_request(), service=case.service, procedure=case.procedure))
    assert isinstance(taken, msg.Taken)
    ticket = taken.ticket.id
    await ask(officer, msg.OpenDesk(request=fresh_request(), desk=case.desk))
    await ask(officer, msg.CallTicket(request=fresh_request(), desk=case.desk, ticket=ticket, reason="thử"))
    answer = await ask(officer, msg.StartServing(request=fresh_request(), desk=case.desk, ticket=ticket))
    if case.says:
        assert isinstance(answer, msg.Done)
        assert answer.ticket is not None
        assert answer.ticket.decides == "", "nobody can know that but the officer"
        answer = await ask(officer, msg.Amend(request=fresh_request(), ticket=ticket, decides=case.says))
    assert isinstance(answer, msg.Done)
    assert answer.ticket is not None
    await ask(officer, msg.Finish(request=fresh_request(), desk=case.desk, ticket=ticket))
    return answer.ticket


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_an_option_is_configuration_and_the_ticket_keeps_who_did_what(case: Case, tmp_path: Path) -> None:
    async with house(tmp_path, case, local("2026-11-23 08:00")) as here:
        ticket = await served(here, case)
        assert (ticket.received, ticket.decides) == (case.received, case.decides)
        async with httpx.AsyncClient() as phone:
            page = (await phone.get(f"{here.url}/api/tickets/{ticket.id}")).json()
        assert page["decides"]["vi"].startswith("UBND "), "the citizen's phone says who decides"
    table = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "queue_server.cli", "authorities", "--data", str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await table.communicate()
    [row] = csv.DictReader(io.StringIO(said.decode()))
    assert row == {
        "helped": case.centre,
        "received": case.received,
        "employer": case.employer,
        "decides": case.decides,
        "procedure": case.procedure,
        "visits": "1",
    }
