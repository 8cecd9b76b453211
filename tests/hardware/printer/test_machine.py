"""The printer in memory, by the bytes: our own driver is not in here."""

from __future__ import annotations

import pytest

from hardware.printer.machine import Fault, Machine, Printout

ASK = {n: bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)}


def picture(rows: int, *, mode: int = 0, row: bytes = b"\xff\x81") -> bytes:
    return b"\x1dv0" + bytes((mode, len(row), 0, rows % 256, rows // 256)) + row * rows


CUT = b"\x1dVB\x00"


class Bench:
    """A machine and what came out of it."""

    def __init__(self, *, knows_clearing: bool = True, knows_process_id: bool = True, buffer: int = 65536) -> None:
        self.papers: list[Printout] = []
        self.machine = Machine(
            dots=64,
            cut_off=self.papers.append,
            knows_clearing=knows_clearing,
            knows_process_id=knows_process_id,
            buffer=buffer,
        )

    def says(self, data: bytes) -> bytes:
        self.machine.receive(data)
        return self.machine.take_answers()


def test_pictures_are_drawn_from_the_bytes() -> None:
    bench = Bench()
    job = b"\x1b@" + picture(2) + b"\x1ba\x01" + picture(1, mode=3) + b"\x1bJ\x05" + CUT
    assert bench.says(job) == b""
    (paper,) = bench.papers
    assert paper.data == job
    assert paper.picture.size == (64, 2 + 2 + 5)
    rows = ["".join(" #"[not paper.picture.getpixel((x, y))] for x in range(64)) for y in range(9)]
    assert rows[0] == rows[1] == "#########      #" + " " * 48
    assert rows[2] == rows[3] == " " * 16 + "##################            ##" + " " * 16
    assert set("".join(rows[4:])) == {" "}


def test_bytes_may_come_one_by_one() -> None:
    whole, dripping = Bench(), Bench()
    job = b"\x1b@" + picture(3) + b"\x1ba\x02" + picture(2) + b"\x1bd\x01" + CUT
    whole.says(job)
    for byte in job:
        dripping.says(bytes((byte,)))
    assert dripping.papers[0].picture.tobytes() == whole.papers[0].picture.tobytes()
    assert dripping.papers[0].data == whole.papers[0].data


def test_a_reset_puts_it_back_to_the_left_and_silent_and_begins_a_job() -> None:
    bench = Bench()
    bench.says(b"\x1ba\x02\x1da\x0e" + picture(1))
    job = b"\x1b@" + picture(1) + CUT
    bench.says(job)
    (paper,) = bench.papers
    assert paper.data == job
    assert [paper.picture.getpixel((x, 1)) for x in (0, 63)] == [0, 1], "at the left again"
    bench.machine.put(Fault.PAPER_LOW)
    assert bench.machine.take_answers() == b"", "it was told to tell by itself, before the reset"


def test_answers_wait_behind_what_came_before() -> None:
    bench = Bench()
    assert bench.says(picture(1)[:-1] + b"") == b""
    assert bench.says(b"\x81" + b"\x1dr\x01" + b"\x1d(H\x06\x00\x30\x300042") == b"\x00\x37\x220042\x00"
    assert bench.says(b"\x1dI\x43") == b"\x5fMOTCUA\x00"


def test_what_it_does_not_know_is_noted() -> None:
    bench = Bench(knows_process_id=False)
    assert bench.says(b"\x1d(H\x06\x00\x30\x300042" + b"A") == b""
    assert list(bench.machine.unknown) == [b"\x1d(H\x06\x00\x30\x300042", b"A"]


FAULTS = [
    (Fault.PAPER_LOW, {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}),
    (Fault.PAPER_OUT, {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}),
    (Fault.COVER_OPEN, {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}),
    (Fault.CUTTER, {1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}),
    (Fault.HOT, {1: 0x1A, 2: 0x52, 3: 0x52, 4: 0x12}),
]


@pytest.mark.parametrize(("fault", "answers"), FAULTS)
def test_a_fault_is_said_in_real_time_and_ends_when_mended(fault: Fault, answers: dict[int, int]) -> None:
    bench = Bench()
    bench.machine.put(fault)
    assert {n: bench.says(ask)[0] for n, ask in ASK.items()} == answers
    bench.machine.mend(fault)
    assert bench.says(ASK[1]) == b"\x12"


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.HOT])
def test_the_held_rest_comes_out_late(fault: Fault) -> None:
    bench = Bench()
    bench.machine.put(fault, after_rows=3)
    assert bench.says(picture(10) + CUT + b"\x1dr\x01") == b""
    assert bench.machine.rows_printed == 3
    assert bench.machine.holding
    assert bench.says(ASK[1]) == b"\x1a", "real-time commands pass what is held"
    bench.machine.mend(fault)
    assert bench.machine.take_answers() == b"\x00"
    assert bench.papers[0].picture.height == 10
    assert not bench.machine.holding


def test_a_cutter_put_for_later_jams_at_the_next_cut() -> None:
    bench = Bench()
    bench.machine.put(Fault.CUTTER, after_rows=0)
    bench.says(picture(4) + CUT)
    assert bench.papers == []
    assert bench.says(ASK[3]) == b"\x1a"
    bench.says(b"\x10\x05\x02")
    assert bench.says(ASK[3]) == b"\x1a", "the paper is still in it"
    bench.machine.mend(Fault.CUTTER)
    bench.says(b"\x10\x05\x02")
    assert bench.says(ASK[3]) == b"\x12"
    assert not bench.machine.holding, "DLE ENQ 2 drops the rest"


def test_the_buffer_is_cleared_where_the_model_can() -> None:
    clear = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
    bench, cheap = Bench(), Bench(knows_clearing=False)
    for each in (bench, cheap):
        each.machine.put(Fault.PAPER_OUT, after_rows=1)
        each.says(picture(5) + CUT)
    assert bench.says(clear) == b"\x37\x25\x00"
    assert cheap.says(clear) == b""
    for each in (bench, cheap):
        each.machine.mend(Fault.PAPER_OUT)
    assert len(bench.papers) == 0
    assert len(cheap.papers) == 1


def test_what_came_before_a_word_to_forget_is_forgotten_also_where_they_came_together() -> None:
    clear = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
    bench = Bench()
    bench.machine.put(Fault.PAPER_OUT, after_rows=1)
    bench.says(picture(5)[:-4])
    assert bench.says(picture(2)[-4:] + CUT + b"AB" + clear[:4]) == b""
    assert bench.says(clear[4:] + b"C") == b"\x37\x25\x00"
    bench.machine.mend(Fault.PAPER_OUT)
    assert list(bench.machine.unknown) == [b"C"], "what came after it stays"


def test_a_strip_with_nothing_on_it_is_no_paper() -> None:
    bench = Bench()
    bench.says(CUT + picture(3, row=b"\0\0") + CUT)
    assert (bench.papers, bench.machine.blank_strips) == ([], 2)


def test_a_full_buffer_and_a_stalled_printer_take_no_more() -> None:
    bench = Bench(buffer=100)
    assert bench.machine.room == 100
    bench.machine.put(Fault.PAPER_OUT)
    bench.says(picture(20))
    assert bench.machine.room == 100 - 48
    bench.machine.mend(Fault.PAPER_OUT)
    bench.machine.put(Fault.STALLED)
    assert bench.machine.room == 0


def test_silent_gone_and_automatic_status() -> None:
    bench = Bench()
    assert bench.says(b"\x1da\xff") == b"\x10\x00\x00\x00"
    bench.machine.put(Fault.PAPER_LOW)
    assert bench.machine.take_answers() == b"\x10\x00\x03\x00"
    bench.machine.put(Fault.SILENT)
    assert bench.says(ASK[1] + picture(3) + b"\x1dr\x01" + CUT) == b""
    assert len(bench.papers) == 1, "it prints, and says nothing"
    bench.machine.mend(Fault.SILENT)
    bench.machine.put(Fault.PAPER_OUT)
    bench.says(picture(3))
    bench.machine.put(Fault.GONE)
    assert not bench.machine.holding, "without power it forgets"
    assert bench.says(ASK[1]) == b""


def test_codes_inside_a_picture_act_as_on_many_real_printers() -> None:
    bench = Bench()
    assert bench.says(picture(1, row=b"\x10\x04\x01")) == b"\x12"
