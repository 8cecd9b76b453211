"""What is on the slip, as lines; where the dots go is the printer's business."""

from __future__ import annotations

import msgspec
import pytest

from hardware.printer.base import (
    PAPER_58_MM,
    PAPER_80_MM,
    Align,
    NumberLine,
    PairLine,
    QrLine,
    RuleLine,
    Size,
    Slip,
    TextLine,
)
from kiosk.slip import USUAL, common_lines, known_lines, slip
from queue_server.core.plan import SLIP_PARTS
from queue_server.protocol.messages import Centre, ProcedureInfo, SlipPartInfo
from tools.kiosk_samples import at, centre, taken

CITY = centre("kt-tp")
TAKEN = taken("dat-dai", "L012", procedure="dd-cd")


def texts(lines: Slip) -> list[str]:
    return [line.text for line in lines if isinstance(line, TextLine)]


def pairs(lines: Slip) -> dict[str, str]:
    return {line.left: line.right for line in lines if isinstance(line, PairLine)}


def with_procedure(**more: object) -> Centre:
    info = ProcedureInfo(id="p", names={"vi": "Thủ tục", "en": "Procedure"}, minutes=10, **more)  # type: ignore[arg-type]
    land = msgspec.structs.replace(CITY.services[0], procedures=(info,))
    return msgspec.structs.replace(CITY, services=(land, *CITY.services[1:]))


def test_a_vietnamese_slip() -> None:
    lines = slip(TAKEN, CITY)
    assert texts(lines)[:2] == ["Bộ phận Tiếp nhận và Trả kết quả thành phố Kon Tum", "PHIẾU SỐ THỨ TỰ"]
    assert TextLine("Đất đai", Size.LARGE, bold=True) in lines
    assert "Cấp đổi, cấp lại giấy chứng nhận" in texts(lines)
    assert [line for line in lines if isinstance(line, NumberLine)] == [NumberLine("L012")]
    assert pairs(lines) == {
        "Lấy số lúc": "08:05  11/10/2022",
        "Người chờ trước": "5",
        "Dự kiến chờ": "khoảng 10–25 phút",
        "Chờ gần quầy": "1, 2, 3",
    }
    assert QrLine(TAKEN.follow) in lines
    assert CITY.hotline is not None
    assert any(CITY.hotline in text for text in texts(lines))
    assert not any("English" in text or "Land" in text for text in texts(lines))


def test_an_appointment_stands_on_the_slip_with_what_it_means() -> None:
    lines = slip(taken("dat-dai", "L012", appointed=at(9)), CITY, language="en")
    assert PairLine("Giờ hẹn", "09:00", bold=True, also="Appointment") in lines
    assert "Được gọi vào khoảng giờ hẹn, sớm hơn nếu không còn ai chờ." in texts(lines)
    assert "You are called at about that time, sooner if nobody else waits." in texts(lines)
    assert not {"Người chờ trước", "Dự kiến chờ"} & pairs(lines).keys(), "it waits for its time, and for no line"
    due = slip(taken("dat-dai", "L012", appointed=at(8)), CITY)
    assert {"Người chờ trước", "Dự kiến chờ"} <= pairs(due).keys()
    assert pairs(due)["Giờ hẹn"] == "08:00"
    assert not any("khoảng giờ hẹn" in text for text in texts(due)), "that time has come"
    late = slip(taken("dat-dai", "L012", appointed=at(7, 30), late=True), CITY, short=True)
    assert pairs(late)["Giờ hẹn"] == "07:30"
    assert "Đến sau giờ hẹn: chờ như người lấy số tại chỗ." in texts(late)


def test_a_second_language_stands_beneath_the_vietnamese() -> None:
    lines = slip(TAKEN, CITY, language="en")
    said = texts(lines)
    assert said.index("Land") == said.index("Đất đai") + 1
    assert "Kon Tum City Reception and Results Section" in said
    assert PairLine("Người chờ trước", "5", bold=True, also="People ahead") in lines
    assert PairLine("Expected wait", "about 10–25 min", size=Size.FINE) in lines
    assert TextLine("Land", Size.FINE) in lines, "letters without marks are told apart in a fine size"


def test_what_a_second_language_does_not_have_is_not_said_twice_in_the_first() -> None:
    lines = slip(TAKEN, CITY, language="jra")
    said = [*texts(lines), *pairs(lines)]
    assert len(said) == len(set(said)) == len(texts(lines)) + sum(isinstance(line, PairLine) for line in lines)


def test_a_second_language_with_marks_is_as_large_as_the_first() -> None:
    taken = msgspec.structs.replace(TAKEN, ticket=msgspec.structs.replace(TAKEN.ticket, procedure="p"))
    lines = slip(taken, with_procedure(papers=({"vi": "Tờ khai", "en": "Tơ̆ bar plaih"},)), language="en")
    assert TextLine("   Tơ̆ bar plaih", Size.SMALL, align=Align.LEFT) in lines


def test_a_reprint_carries_the_mark_and_the_first_slip_does_not() -> None:
    assert any("BẢN IN LẠI" in text for text in texts(slip(TAKEN, CITY, copy=1)))
    assert not any("BẢN IN LẠI" in text for text in texts(slip(TAKEN, CITY)))


def test_little_experience_and_a_day_too_short_are_said() -> None:
    unsure = msgspec.structs.replace(TAKEN, experienced=False, fits_today=False)
    said = texts(slip(unsure, CITY))
    assert "(ước tính khi chưa đủ dữ liệu)" in said
    assert "Có thể không kịp trong hôm nay." in said


def test_before_the_first_desk_opens_no_wait_is_promised() -> None:
    unsure = msgspec.structs.replace(TAKEN, experienced=False)
    lines = slip(unsure, CITY, desk_open=False)
    assert pairs(lines)["Dự kiến chờ"] == "Quầy chưa mở"
    assert "(ước tính khi chưa đủ dữ liệu)" not in texts(lines)


def test_of_a_priority_only_that_there_is_one() -> None:
    ticket = msgspec.structs.replace(TAKEN.ticket, priority="disabled")
    said = texts(slip(msgspec.structs.replace(TAKEN, ticket=ticket), CITY))
    assert "ƯU TIÊN" in said
    assert not any("khuyết tật" in text for text in said)


def test_what_to_bring_the_fee_and_the_rule_of_three_o_clock() -> None:
    rules = with_procedure(papers=({"vi": "Căn cước"},), fee={"vi": "5.000 đồng"}, next_day_after=900)
    said = texts(slip(taken("dat-dai", "L012", procedure="p"), rules))
    assert "• Căn cước" in said
    assert "Phí, lệ phí: 5.000 đồng" in said
    assert "Nộp sau 15 giờ: nhận kết quả ngày làm việc tiếp theo." in said


@pytest.mark.parametrize(("dots", "shown"), [(576, 8), (PAPER_58_MM, 5)])
def test_a_long_list_ends_with_how_many_more(dots: int, shown: int) -> None:
    papers = tuple({"vi": f"Giấy số {i}"} for i in range(12))
    lines = slip(taken("dat-dai", "L012", procedure="p"), with_procedure(papers=papers), dots=dots)
    assert sum(text.startswith("• ") for text in texts(lines)) == shown
    assert any(f"và {12 - shown} giấy tờ khác" in text for text in texts(lines))


def test_a_ticket_of_a_service_that_is_gone_still_has_a_slip() -> None:
    lines = slip(taken("gone", "Z001"), CITY)
    assert NumberLine("Z001") in lines


def test_without_an_address_there_is_no_empty_code() -> None:
    lines = slip(msgspec.structs.replace(TAKEN, follow=""), CITY)
    assert not any(isinstance(line, QrLine) for line in lines)


def test_a_short_slip_has_what_is_needed_to_be_called() -> None:
    whole = slip(TAKEN, CITY)
    short = slip(TAKEN, CITY, short=True)
    assert NumberLine(TAKEN.ticket.number) in short
    assert any(isinstance(line, QrLine) for line in short)
    assert set(short) <= set(whole), "it leaves out, and says nothing else"
    assert len(short) < len(whole) / 1.5
    assert any("BẢN IN LẠI" in text for text in texts(slip(TAKEN, CITY, short=True, copy=1)))


def test_a_decision_of_another_authority_is_said_and_one_of_ones_own_is_not() -> None:
    def said(decides: str) -> list[str]:
        ticket = msgspec.structs.replace(TAKEN.ticket, decides=decides)
        return texts(slip(msgspec.structs.replace(TAKEN, ticket=ticket), CITY, language="en"))

    assert CITY.authority == "ubnd-tp-kon-tum"
    elsewhere = said("ubnd-truong-chinh")
    place = elsewhere.index("Kết quả do UBND phường Trường Chinh giải quyết")
    assert elsewhere[place + 1] == "Decided by People's Committee of Trường Chinh Ward"
    for nobody in ("", CITY.authority, "unknown"):
        assert not any("giải quyết" in text or "Decided" in text for text in said(nobody))


def laid_out(*parts: SlipPartInfo, **more: object) -> Centre:
    return msgspec.structs.replace(CITY, slip=parts, **more)


def test_a_centre_draws_its_own_slip() -> None:
    keep = {"vi": "Giữ phiếu đến khi xong việc", "en": "Keep this slip"}
    centre = laid_out(
        SlipPartInfo(part="number"),
        SlipPartInfo(part="text", text=keep, size="large"),
        SlipPartInfo(part="rule"),
        SlipPartInfo(part="address", size="normal"),
        SlipPartInfo(part="a-later-idea"),
        address={"vi": "Số 1 Lê Hồng Phong"},
    )
    assert slip(TAKEN, centre) == (
        NumberLine("L012"),
        TextLine("Giữ phiếu đến khi xong việc", Size.LARGE),
        RuleLine(),
        TextLine("Số 1 Lê Hồng Phong", Size.NORMAL),
    )
    assert "Keep this slip" in texts(slip(TAKEN, centre, language="en"))


def test_no_layout_takes_the_mark_off_a_reprint() -> None:
    centre = laid_out(SlipPartInfo(part="centre"), SlipPartInfo(part="number"))
    assert "BẢN IN LẠI" in texts(slip(TAKEN, centre, copy=1))[0]
    headed = laid_out(SlipPartInfo(part="number"), SlipPartInfo(part="heading"))
    assert sum("BẢN IN LẠI" in text for text in texts(slip(TAKEN, headed, copy=1))) == 1


def test_every_part_that_a_file_may_name_is_known_here() -> None:
    usual = {each.part for each in USUAL}
    assert set(SLIP_PARTS) - usual == {"address", "text"}
    for part in set(SLIP_PARTS) - {"priority", "decides", "text"}:
        written = laid_out(SlipPartInfo(part=part), address={"vi": "Số 1"})
        assert slip(TAKEN, written) != (), part


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("dots", [PAPER_80_MM, PAPER_58_MM])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_that_is_known_before_the_ticket_is_on_its_slip(language: str, dots: int, short: bool) -> None:
    """A line that differed would be drawn in vain, while the citizen waits for the other."""
    for service in CITY.services:
        for procedure in service.procedures:
            known = known_lines(service.id, procedure.id, CITY, language=language, dots=dots, short=short)
            ticket = taken(service.id, "L012", procedure=procedure.id)
            said = slip(ticket, CITY, language=language, dots=dots, short=short)
            assert set(known) == {line for line in said if isinstance(line, TextLine)}


def test_of_a_layout_of_ones_own_too() -> None:
    centre = laid_out(SlipPartInfo(part="number"), SlipPartInfo(part="service"), SlipPartInfo(part="wait"))
    assert known_lines("dat-dai", None, centre) == (TextLine("Đất đai", Size.LARGE, bold=True),)


def test_what_stands_on_many_slips_is_known_in_every_language_and_nothing_else() -> None:
    common = common_lines(CITY)
    assert common == common_lines(CITY), "in one order, or it would be sent anew"
    said = {line.text for line in common if isinstance(line, TextLine)}
    assert {"PHIẾU SỐ THỨ TỰ", "QUEUE NUMBER", "Land", "Đất đai", "Scan to follow your turn"} <= said
    assert not {"Cấp đổi, cấp lại giấy chứng nhận", "Hợp đồng chuyển nhượng, tặng cho"} & said, "of one procedure"
    alone = msgspec.structs.replace(CITY, services=())
    assert common_lines(alone) == (), "without services there are no slips"
