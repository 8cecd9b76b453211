"""Every kind of scan is told apart; of a card only number and birth date come out; nothing scanned is an error."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanned import AppointmentCode, IdentityCard, OwnTicket, Unusable, meaning, typed
from queue_server.protocol.dossiers import DossierCode

CHIP = "062085001234|231234567|Nguyễn Thị Hồng Đào|02091955|Nữ|Tổ 3, Trường Chinh, Kon Tum|10052021"
SINCE_2024 = "062085001234||Nguyễn Thị Hồng Đào|02091955|Nữ|Tổ 3, Kon Tum|10072024|062055000001|Nguyễn Văn A|Trần Thị B"
SIX_FIELDS = "062085001234|Nguyễn Thị Hồng Đào|02091955|Nữ|Tổ 3, Kon Tum|10052021"
INSURANCE = "DN4797912345678|4e677579e1bb856e|02/09/1955|2|4b6f6e2054756d|62 - 001|01/01/2026|-|31/12/2026"


@pytest.mark.parametrize("card", [CHIP, SINCE_2024, SIX_FIELDS, CHIP + "|||", CHIP.replace("Nguyễn", "Nguy�n")])
def test_a_card_of_any_year(card: str) -> None:
    assert meaning(card) == IdentityCard("062085001234", date(1955, 9, 2))


@pytest.mark.parametrize("birth", ["", "00001955", "31021955", "1955", "0209195x"])
def test_a_card_without_a_whole_birth_date_is_still_a_card(birth: str) -> None:
    assert meaning(CHIP.replace("02091955", birth)) == IdentityCard("062085001234", None)


def test_a_card_shows_nothing_of_itself() -> None:
    shown = repr(meaning(CHIP))
    assert not any(secret in shown for secret in ("062085001234", "1955", "Nguyễn", "Kon Tum"))


@pytest.mark.parametrize(
    ("scan", "means"),
    [
        (INSURANCE, Unusable.INSURANCE_CARD),
        ("7979123456|4e67|1955|1|4b|62", Unusable.INSURANCE_CARD),
        ("06208500123|231234567|A|02091955|Nữ|B|10052021", Unusable.DAMAGED),
        ("062085001234|Nguyễn", Unusable.DAMAGED),
        ("062085001234", Unusable.DAMAGED),
        ("Nguyễn Văn Ánh|15031985|Nam|Thôn 1|10052021", Unusable.DAMAGED),
        ("15031985|Nữ|Thôn 1", Unusable.DAMAGED),
        ("712345678911", Unusable.UNKNOWN),
        ("a|b", Unusable.UNKNOWN),
        ("|", Unusable.UNKNOWN),
        ("", Unusable.UNKNOWN),
        ("8934563138165", Unusable.UNKNOWN),
        ("https://example.org/", Unusable.UNKNOWN),
        ("00020101021138570010A000000727", Unusable.UNKNOWN),
    ],
)
def test_what_is_of_no_use_is_told_apart(scan: str, means: Unusable) -> None:
    assert meaning(scan) is means


@pytest.mark.parametrize(
    ("scan", "key"),
    [
        ("http://motcua.kontum.gov.vn/t/7Q4mXb2K", "7Q4mXb2K"),
        ("https://10.0.0.2:8800/t/q7Rk2mXv9LtA", "q7Rk2mXv9LtA"),
        ("https://tinh.gov.vn/motcua/t/q7Rk-mXv_LtA/", "q7Rk-mXv_LtA"),
    ],
)
def test_our_own_slips(scan: str, key: str) -> None:
    assert meaning(scan) == OwnTicket(key)


@pytest.mark.parametrize(
    "scan",
    ["H34-221013-0012", "h34-221013-0012", "https://hanhchinhcong.kontum.gov.vn/zalo?hs=H34-221013-0012&x=1"],
)
def test_receipts(scan: str) -> None:
    found = meaning(scan)
    assert isinstance(found, DossierCode)
    assert found.text == "H34-221013-0012"


@pytest.mark.parametrize("scan", ["LH-7K3PXQ", "lh-7k3pxq\r\n", "LH–7K3PXQ"])
def test_appointments(scan: str) -> None:
    assert meaning(scan) == AppointmentCode("LH-7K3PXQ")


def test_what_is_typed() -> None:
    assert typed("LH-7K3PXQ") == AppointmentCode("LH-7K3PXQ")
    assert typed("A012") == OwnTicket("A012", typed=True)
    found = typed("H34-221013-0012")
    assert isinstance(found, DossierCode)
    for other in ("", "A0", "H34-2210", "LH-7K3", "062085001234"):
        assert typed(other) is None


@given(st.one_of(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=12).map("|".join)))
def test_whatever_is_scanned_or_typed_has_an_answer(text: str) -> None:
    assert isinstance(meaning(text), IdentityCard | DossierCode | OwnTicket | AppointmentCode | Unusable)
    assert typed(text) is None or typed(text)


@given(
    number=st.from_regex(r"\A[0-9]{12}\Z"),
    born=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    tail=st.lists(st.text(alphabet=st.characters(exclude_characters="|"), max_size=20), max_size=5),
)
def test_no_tail_hides_a_card(number: str, born: date, tail: list[str]) -> None:
    card = "|".join([number, "", "TÊN", f"{born:%d%m%Y}", "Nam", "ĐỊA CHỈ", *tail])
    assert meaning(card) == IdentityCard(number, born)
