from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.errors import AddressError
from hardware.printer.abilities import Abilities, abilities_text, read_abilities


@given(
    st.builds(
        Abilities,
        **{field.name: st.booleans() for field in fields(Abilities) if field.type == "bool"},
        dots=st.integers(0, 2000),
        rows_per_second=st.floats(1, 1e6),
        model=st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"]), max_size=30),
    )
)
def test_what_is_written_is_read_again(abilities: Abilities) -> None:
    said = tomllib.loads(abilities_text(abilities, notes={"sensor": "đã hỏi GS r"}))
    assert Abilities(**said) == replace(abilities, model=said["model"])
    assert said["model"].split() == abilities.model.split()


def test_keys_left_out_say_what_is_true_of_most_printers(tmp_path: Path) -> None:
    file = tmp_path / "printer.toml"
    file.write_text('sensor = false\nmodel = "XP-Q80"\n', "utf-8")
    assert read_abilities(file) == Abilities(sensor=False, model="XP-Q80")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("dots = 570", "dots = 570: phải là bội của 16"),
        ("dots = 128", "from 256 to 1280"),
        ("dots = -16", "from 256 to 1280"),
        ("rows_per_second = 0", "rows_per_second = 0: phải từ 10 đến"),
        ("rows_per_second = nan", "rows_per_second = nan"),
        ("sensors = true", "sensors: không có khóa này"),
        ('sensor = "yes"', "sai kiểu"),
        ("dots = true", "dots = True: sai kiểu"),
        ("sensor = ", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, content: str | None, complaint: str) -> None:
    file = tmp_path / "printer.toml"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(AddressError, match=complaint) as refused:
        read_abilities(file)
    assert str(file) in str(refused.value)
