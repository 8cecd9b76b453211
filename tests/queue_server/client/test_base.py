"""What a link is: both kinds have all of it, and its errors say what they have to."""

from __future__ import annotations

import inspect

import pytest

from queue_server.client.base import AnyLink, NoAnswer, Refusal, fresh_request
from queue_server.client.fake import FakeLink, FakeServer
from queue_server.client.link import Link
from queue_server.protocol.messages import Role

MEMBERS = {name for name in vars(AnyLink) if not name.startswith("_")}


@pytest.mark.parametrize(
    "link",
    [Link("ws://127.0.0.1:1/ws", role=Role.KIOSK, device="k1"), FakeServer().link(Role.KIOSK)],
    ids=lambda link: type(link).__name__,
)
def test_both_links_have_everything_that_a_link_has(link: AnyLink) -> None:
    assert len(MEMBERS) == 11
    for name in MEMBERS:
        wanted = getattr(AnyLink, name)
        if inspect.isfunction(wanted):
            assert inspect.signature(getattr(type(link), name)) == inspect.signature(wanted)
        else:
            assert hasattr(link, name)


def test_a_link_is_no_more_than_it_says() -> None:
    public = {name for name in vars(Link) if not name.startswith("_")}
    assert public <= MEMBERS
    assert {name for name in vars(FakeLink) if not name.startswith("_")} - MEMBERS == {
        "asked",
        "connect",
        "hear",
        "lost",
        "pass_deadlines",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [({"vi": "Hết.", "en": "None."}, "full: None."), ({"vi": "Hết."}, "full: Hết."), ({}, "full: ")],
)
def test_a_refusal_says_its_code_and_words(words: dict[str, str], said: str) -> None:
    refusal = Refusal("full", words)
    assert str(refusal) == said
    assert (refusal.code, refusal.words) == ("full", words)
    assert not isinstance(refusal, NoAnswer)


def test_requests_are_told_apart() -> None:
    made = {fresh_request() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(16 <= len(request) <= 64 for request in made)
