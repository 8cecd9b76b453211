"""Words that come from the server: said at once and after a restart; what cannot be said is left out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import language, packs
from kiosk.brought import Brought
from kiosk.language import FALLBACK, FOLDER, Words
from queue_server.client.fake import FakeServer
from queue_server.protocol.messages import Role


@pytest.fixture(autouse=True)
def shelf() -> Iterator[None]:
    """As it was, afterwards."""
    before = list(language.SHELF)
    yield
    language.SHELF[:] = before
    language.read_again()
    packs.named.cache_clear()


def whole(name: str, *, back: str) -> str:
    """Every sentence, one of them of its own."""
    text = (FOLDER / f"{FALLBACK}.toml").read_text("utf-8")
    lines = [f"back = '{back}'" if line.startswith("back = ") else line for line in text.splitlines()]
    made = "\n".join(lines).replace('name = "Tiếng Việt"', f'name = "{name}"', 1)
    return made.replace('status = "official"', 'status = "community"', 1)


class Scene:
    """A kiosk and what its server has."""

    def __init__(self, folder: Path) -> None:
        self.server = FakeServer()
        self.link = self.server.link(Role.KIOSK, "k1")
        self.texts: dict[str, str] = {}
        self.fails = False
        self.changed = asyncio.Event()
        self.asked = asyncio.Event()
        self.brought = Brought(self.link, self._fetch, folder=folder, changed=self.changed.set)

    async def _fetch(self) -> dict[str, str]:
        self.asked.set()
        if self.fails:
            raise OSError("no line")
        return self.texts


async def test_words_are_said_as_soon_as_they_are_there_and_after_a_restart(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.brought.begin()
    assert packs.offered(("vi", "jra")) == ("vi",)
    scene.texts = {"jra": whole("Gia Rai", back="…")}
    tasks = [asyncio.create_task(scene.brought.run()), asyncio.create_task(scene.link.run())]
    await asyncio.wait_for(scene.changed.wait(), 60)
    assert packs.offered(("vi", "jra")) == ("vi", "jra")
    assert Words("jra")("button.back") == "…"
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    language.SHELF[:] = [FOLDER]
    language.read_again()
    assert Words("jra")("button.back") == Words(FALLBACK)("button.back")
    Scene(tmp_path).brought.begin()
    assert Words("jra")("button.back") == "…", "without asking anybody"


async def test_a_line_that_is_down_leaves_what_is_there(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.brought.begin()
    assert scene.brought.keep({"jra": whole("Gia Rai", back="…")})
    scene.fails = True
    tasks = [asyncio.create_task(scene.brought.run()), asyncio.create_task(scene.link.run())]
    await asyncio.wait_for(scene.asked.wait(), 60)
    assert (tmp_path / "jra.toml").exists()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("jra", "no TOML"),
        ("jra", '[pack]\nname = "Gia Rai"\nstatus = "community"\n[home]\nhotline = "{other}"'),
        ("jra", '[pack]\nname = "Gia Rai"\nstatus = "community"\n[home]\ntitle = ["a", "list"]'),
        ("jra", '[pack]\nname = "Gia Rai"\nstatus = "community"\n[home]\ntitle = "{"'),
        ("jra", '[pack]\nname = "Gia Rai"\nstatus = "community"\n[home]\ntitle = 5'),
        ("jra", '[pack]\nname = "Gia Rai"\nstatus = "community"\n[date]\nweekdays = ["one"]'),
        ("jra", 'loose = "key"\n[pack]\nname = "Gia Rai"\nstatus = "community"'),
        ("vi", whole("Tiếng Việt", back="…")),
        ("../jra", whole("Gia Rai", back="…")),
    ],
)
def test_what_could_stop_a_kiosk_is_left_out(tmp_path: Path, code: str, text: str) -> None:
    scene = Scene(tmp_path / "words")
    scene.brought.begin()
    assert not scene.brought.keep({code: text})
    assert list(tmp_path.rglob("*.toml")) == []
    (tmp_path / "words" / "jra.toml").write_text("of an older release", "utf-8")
    Scene(tmp_path / "words").brought.begin()
    assert list(tmp_path.rglob("*.toml")) == []


def test_what_the_server_has_no_more_goes(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.brought.begin()
    text = whole("Gia Rai", back="…")
    assert scene.brought.keep({"jra": text})
    assert not scene.brought.keep({"jra": text}), "nothing new"
    assert scene.brought.keep({})
    assert Words("jra")("button.back") == Words(FALLBACK)("button.back")
