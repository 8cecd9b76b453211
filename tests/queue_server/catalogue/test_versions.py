"""Versions are numbered, kept, and never written over."""

from __future__ import annotations

from pathlib import Path

from queue_server.catalogue.versions import FOLDER, Versions


def test_versions_follow_one_another_and_stay(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    assert versions.latest() is None
    first = versions.add("id: a\n", at=1, by="lan", note="đầu tiên", source="digest")
    second = versions.add("id: b\n", at=2, by="an", note="")
    assert [each.number for each in versions.all()] == [1, 2]
    again = Versions(tmp_path)
    assert again.latest() == second
    assert again.get(1) == first
    assert again.get(3) is None


def test_half_a_version_left_by_a_power_cut_is_none(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    versions.add("id: a\n", at=1, by="lan", note="")
    (tmp_path / FOLDER / "000002.new").write_text('{"numb')
    assert [each.number for each in versions.all()] == [1]
    assert versions.add("id: b\n", at=2, by="lan", note="").number == 2
