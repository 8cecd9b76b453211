"""The transcript in docs/protocol.md is what a real server says, frame for frame.

The scene is played with plain websockets and JSON, as a stranger's client would; nothing of ours reads or writes a
frame except to check it. When the server's words change, the test writes the new transcript beside its complaint.
"""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from queue_server.catalogue.read import read
from queue_server.core.events import KINDS
from queue_server.journal.codec import EventCodec
from queue_server.journal.sql import SqlJournal
from queue_server.protocol.codec import decode_from_client, decode_from_server, encode
from queue_server.protocol.messages import Role
from queue_server.serving import Address, Serving, serving
from queue_server.web.access import Access

DOCS = Path(__file__).parents[3] / "docs"
SITE = "http://192.168.1.10:8800"
PIN = "246810"
WIDTH = 110


class Still:
    """A clock that shows what it is set to."""

    speed, replayed = 1.0, False

    def __init__(self) -> None:
        self.set("08:00:00")

    def set(self, time: str) -> None:
        self.now = int(datetime.fromisoformat(f"2026-11-23T{time}+07:00").timestamp() * 1000)

    def __call__(self) -> int:
        return self.now


@dataclass
class Scene:
    """What was said, act by act, in the order in which somebody read it. `masks` are what differs each time."""

    clock: Still = field(default_factory=Still)
    acts: list[list[tuple[str, str, Any]]] = field(default_factory=list)
    masks: dict[str, str] = field(default_factory=dict)

    def act(self, time: str) -> None:
        self.clock.set(time)
        self.acts.append([])

    def text(self, act: int) -> str:
        text = "\n".join(f"{who} {way} {laid_out(said, indent=0, before=8)}" for who, way, said in self.acts[act])
        for secret, name in self.masks.items():
            text = text.replace(secret, name)
        return text


@dataclass
class Actor:
    """One end of the conversation."""

    name: str
    scene: Scene
    connection: ClientConnection

    async def says(self, **message: Any) -> None:
        self.scene.acts[-1].append((self.name, ">", message))
        await self.connection.send(json.dumps(message))

    async def hears(self, *kinds: str) -> list[Any]:
        """The next frames, which have to be of these kinds; heartbeats are left out."""
        heard = []
        for kind in kinds:
            while (said := json.loads(await self.connection.recv()))["type"] == "beat":
                continue
            self.scene.acts[-1].append((self.name, "<", said))
            assert said["type"] == kind, said
            heard.append(said)
            keys = [thing["key"] for thing in said.get("things", ()) if thing["type"] == "day_key"]
            self.scene.masks |= dict.fromkeys(keys, "key-of-this-day-m3Vt8QxZ2pLc7RkD")
        return heard


def laid_out(value: Any, *, indent: int, before: int) -> str:
    """JSON on one line where it fits, else filled into lines like words."""
    line = json.dumps(value, ensure_ascii=False)
    if before + len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    keyed = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    lines, space = [""], " " * (indent + 2)
    for key, each in keyed:
        name = "" if key is None else f"{json.dumps(key)}: "
        whole = f"{name}{json.dumps(each, ensure_ascii=False)},"
        if lines[-1] and indent + 2 + len(lines[-1]) + 1 + len(whole) <= WIDTH and "\n" not in lines[-1]:
            lines[-1] += f" {whole}"
        else:
            lines.append(f"{name}{laid_out(each, indent=indent + 2, before=indent + 3 + len(name))},")
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    inside = "\n".join(space + each for each in lines[1:]).removesuffix(",")
    return f"{opening}\n{inside}\n{' ' * indent}{closing}"


# ------------------------------------------------------------------------------------------------------ the server


@asynccontextmanager
async def a_server(folder: Path, access: Access, clock: Still) -> AsyncIterator[Serving]:
    """The smallest centre of docs/configuration.md, open for business."""
    page = (DOCS / "configuration.md").read_text("utf-8")
    example = re.search(r"## The smallest centre\n+```yaml\n(.*?)```", page, re.S)
    assert example is not None
    (folder / "centre.yaml").write_text(example[1], "utf-8")
    plan = read(folder / "centre.yaml").centres[0].plan
    address = Address(port=0, public_url=SITE)
    async with AsyncExitStack() as stack:
        journal = await SqlJournal.open(folder / "journal.sqlite", centre=plan.id)
        stack.push_async_callback(journal.close)
        server = await stack.enter_async_context(
            serving(plan, journal, EventCodec(KINDS), access, address=address, clock=clock)  # type: ignore[arg-type]
        )
        await at_the_door(server.port)
        yield server


async def at_the_door(port: int) -> None:
    """Until the server answers its door, which may be a moment after it was put together."""
    while True:
        with suppress(ConnectionRefusedError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return await writer.wait_closed()
        await asyncio.sleep(0)


def sign_in(port: int) -> tuple[str, Any]:
    """As docs/protocol.md says: the cookie, and what the server answered."""
    body = json.dumps({"name": "lan", "pin": PIN}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sign-in", data=body, headers={"Content-Type": "application/json", "X-Motcua": "1"}
    )
    with urllib.request.urlopen(request) as answer:
        return answer.headers["Set-Cookie"], json.loads(answer.read())


async def rehearse(server: Serving, access: Access) -> None:
    """Let a server that has just begun tell its first wait figures, so that they do not come in between later."""
    hello = {"type": "hello", "protocol": 1, "role": "kiosk", "device": "k1"}
    async with connect(url_of(server)) as connection:
        await connection.send(json.dumps({**hello, "token": access.add_device("k1", role=Role.KIOSK)}))
        while json.loads(await connection.recv())["type"] not in {"update", "beat"}:
            continue


def url_of(server: Serving) -> str:
    return f"ws://127.0.0.1:{server.port}/ws"


async def play(scene: Scene, server: Serving, access: Access, stack: AsyncExitStack) -> None:
    """A citizen takes a ticket, is called, and is served; a board shows the call and says it."""

    async def enter(name: str, *, cookie: str = "", **hello: Any) -> Actor:
        headers = {"Cookie": cookie} if cookie else {}
        actor = Actor(name, scene, await stack.enter_async_context(connect(url_of(server), additional_headers=headers)))
        await actor.says(type="hello", protocol=1, role=name, **hello)
        welcome, _ = await actor.hears("welcome", "snapshot")
        scene.masks[welcome["epoch"]] = "5b1e7c9a40d2"
        return actor

    def token(device: str, role: Role) -> str:
        made = access.add_device(device, role=role)
        scene.masks[made] = f"token-of-{device}-9fKq3ZbX7tLm"
        return made

    scene.act("08:00:00")
    kiosk = await enter("kiosk", device="k1", token=token("k1", Role.KIOSK))
    scene.act("08:00:05")
    board = await enter("board", device="b1", token=token("b1", Role.BOARD))

    scene.act("08:00:20")
    cookie, _ = await asyncio.to_thread(sign_in, server.port)
    desk = await enter("desk", cookie=cookie.partition(";")[0], device="pc-1")
    await desk.says(type="open_desk", request="aXmJ0sPqH3Vw", desk="1")
    await desk.hears("done", "update", "update")
    await board.hears("update", "update")
    await kiosk.hears("update")

    scene.act("08:01:00")
    await kiosk.says(type="take_ticket", request="Zt81QpWe5nLk", service="chung-thuc", procedure="ctbs")
    taken, _ = await kiosk.hears("taken", "update")
    ticket = taken["ticket"]["id"]
    scene.masks[ticket] = "q7Rk2mXv9LtA"
    await desk.hears("update", "update")
    await board.hears("update")
    scene.act("08:01:04")
    await kiosk.says(type="report_slip", request="b7Yc2RvTn0Ds", ticket=ticket, state="confirmed")
    await kiosk.hears("done")
    await desk.hears("update")

    scene.act("08:03:00")
    await desk.says(type="call_next", request="kE4uH9sXf1Ga", desk="1")
    called, _, _ = await desk.hears("called", "update", "update")
    call = called["call"]["id"]
    await board.hears("update", "update")
    await kiosk.hears("update")

    scene.act("08:03:01")
    await board.says(type="report_call", request="nU3wB6dKz8Mq", call=call, drawn=True)
    await board.hears("done")
    await desk.hears("update")
    scene.act("08:03:08")
    await board.says(type="report_call", request="pS5xC7eLa9Nr", call=call, spoken=True)
    await board.hears("done")
    await desk.hears("update")

    scene.act("08:03:20")
    await desk.says(type="start_serving", request="rV2yD8fMb0Ot", desk="1", ticket=ticket)
    await desk.hears("done", "update")
    await board.hears("update")
    scene.act("08:09:00")
    await desk.says(type="finish", request="tW3zE9gNc1Pu", desk="1", ticket=ticket)
    await desk.hears("done", "update", "update")
    await board.hears("update", "update")
    await kiosk.hears("update")
    scene.act("08:09:10")
    await desk.says(type="call_next", request="vX4aF0hOd2Qv", desk="1")
    await desk.hears("refused")


def written() -> list[str]:
    """The acts as they stand in the page."""
    page = (DOCS / "protocol.md").read_text("utf-8").partition("# A transcript")[2]
    return re.findall(r"^```text\n(.*?)\n```$", page, re.S | re.M)


async def test_the_transcript_is_what_a_server_says(tmp_path: Path) -> None:
    access = Access(tmp_path / "access.json", clock=lambda: 0.0)
    access.add_officer("lan", pin=PIN, display="Nguyễn Thị Lan")
    scene = Scene()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(a_server(tmp_path, access, scene.clock))
        await rehearse(server, access)
        await play(scene, server, access, stack)
    said = [scene.text(act) for act in range(len(scene.acts))]
    if written() != said:
        anew = tmp_path / "transcript.md"
        anew.write_text("\n\n".join(f"```text\n{act}\n```" for act in said), "utf-8")
        pytest.fail(f"docs/protocol.md does not say what the server says; the acts as they are now: {anew}")


def test_every_frame_of_it_is_a_message_and_nothing_but() -> None:
    frames = [frame for act in written() for frame in re.split(r"^(?=\w+ [<>] )", act, flags=re.M) if frame]
    assert len(frames) > 40
    for frame in frames:
        who, way, text = frame.split(" ", 2)
        message = decode_from_client(text) if way == ">" else decode_from_server(text)
        told, read = json.loads(text), json.loads(encode(message))
        assert {key: read[key] for key in told} == told, f"{who} {way} {told['type']}: something that is no field"


async def test_signing_in_is_as_written(tmp_path: Path) -> None:
    access = Access(tmp_path / "access.json", clock=lambda: 0.0)
    access.add_officer("lan", pin=PIN, display="Nguyễn Thị Lan")
    async with a_server(tmp_path, access, Still()) as server:
        cookie, answer = await asyncio.to_thread(sign_in, server.port)
    page = (DOCS / "protocol.md").read_text("utf-8")
    assert json.dumps(answer, ensure_ascii=False) in page
    name, _, attributes = cookie.partition("=")
    assert name in page
    for attribute in attributes.split("; ")[1:]:
        assert attribute in page
