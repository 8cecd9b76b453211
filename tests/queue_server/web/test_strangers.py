"""Who has connected and not said who they are: counted by the address they really come from."""

from __future__ import annotations

import pytest

from queue_server.web.strangers import Strangers, address_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.168.1.7", [], "192.168.1.7"),
        ("192.168.1.7", ["10.0.0.1"], "192.168.1.7"),  # nobody but our own proxy is believed
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["10.0.0.1, 203.0.113.9"], "203.0.113.9"),  # only the last is the proxy's own word
        ("::1", ["10.0.0.1", "2001:db8::5"], "2001:db8::5"),
        ("127.0.0.1", [], None),
        ("127.0.0.1", [""], None),
        ("", [], None),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(peer: str, forwarded: list[str], address: str | None) -> None:
    assert address_of(peer, forwarded) == address


def test_so_many_of_one_address_wait_and_others_are_not_kept_out_by_them() -> None:
    strangers = Strangers(at_most=2)
    assert [strangers.come(who, "a") for who in range(4)] == [True, True, False, False]
    assert strangers.come("other", "b")
    assert all(strangers.come(("here", who), None) for who in range(10))
    strangers.leave(0)
    strangers.leave(0)
    strangers.leave(3)  # was never let in
    assert [strangers.come(who, "a") for who in (5, 6)] == [True, False]
