"""What was signed is known again; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from queue_server.signature import KeyUnusable, genuine, private_key, public_key, public_text, sign


def test_a_signature_is_for_one_text_one_number_and_one_key(tmp_path: Path) -> None:
    key = private_key(tmp_path / "province.key")
    again = private_key(tmp_path / "province.key")
    other = private_key(tmp_path / "other.key")
    signature = sign(again, number=3, text="kind: province\n")
    public = public_key(public_text(key))
    assert genuine(public, number=3, text="kind: province\n", signature=signature)
    assert not genuine(public, number=4, text="kind: province\n", signature=signature)
    assert not genuine(public, number=3, text="kind: province\nx", signature=signature)
    assert not genuine(public_key(public_text(other)), number=3, text="kind: province\n", signature=signature)
    assert not genuine(public, number=3, text="kind: province\n", signature="không phải")


def test_the_private_key_is_for_its_owner_only(tmp_path: Path) -> None:
    private_key(tmp_path / "province.key")
    assert oct((tmp_path / "province.key").stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("text", ["", "ngắn", "YWJj"])
def test_what_is_no_key_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.key").write_text(text, "utf-8")
    with pytest.raises(KeyUnusable):
        public_key(text)
    with pytest.raises(KeyUnusable):
        private_key(tmp_path / "wrong.key")
