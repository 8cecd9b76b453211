"""The installer's questions: against our own machines, clever and plain, and against a printer nobody here wrote."""

from __future__ import annotations

import pytest
from PIL import Image

from hardware.errors import DeviceGone
from hardware.printer.abilities import Abilities
from hardware.printer.interview import abilities_from, interview
from hardware.printer.machine import Fault, Machine
from hardware.printer.open import open_transport
from hardware.printer.simulator import MachineTransport
from hardware.printer.talk import Patience, Talk
from tests.hardware.witness import Witness


def talk_to(machine: Machine) -> Talk:
    return Talk(MachineTransport(machine), patience=Patience(chunk=0.1))


def learned(talk: Talk, *, patience: float = 0.05) -> Abilities:
    return abilities_from(list(interview(talk, patience=patience)), cutter=True, dots=576, album=True)


def test_a_clever_printer_says_everything_it_can() -> None:
    machine = Machine(dots=576, presents=True, keeps=True)
    machine.album = {bytes((65, 33 + place)): Image.new("1", (8, 1)) for place in range(90)}
    assert learned(talk_to(machine)) == Abilities(
        process_id=True,
        clears_buffer=True,
        auto_status=True,
        presenter=True,
        album=True,
        dots=576,
        model="MOTCUA MOTCUA",
    )
    assert not machine.unknown


def test_a_plain_printer_is_not_credited_with_more() -> None:
    machine = Machine(dots=576, knows_process_id=False, knows_clearing=False)
    can = learned(talk_to(machine))
    assert (can.replies, can.sensor, can.auto_status) == (True, True, True)
    assert (can.process_id, can.clears_buffer, can.presenter) == (False, False, False)


def test_no_answer_is_no_ability() -> None:
    machine = Machine(dots=576)
    machine.put(Fault.SILENT)
    assert learned(talk_to(machine)) == Abilities(replies=False, sensor=False, dots=576)


@pytest.mark.parametrize("fault", [Fault.STALLED, Fault.GONE])
def test_a_printer_that_is_not_there_is_no_printer_to_set_up(fault: Fault) -> None:
    machine = Machine(dots=576)
    machine.put(fault)
    with pytest.raises(DeviceGone):
        learned(talk_to(machine))


@pytest.mark.needs("emupos")
@pytest.mark.xdist_group("emupos")
def test_a_stranger_is_understood(witness_printer: Witness) -> None:
    talk = Talk(open_transport(witness_printer.address), patience=Patience())
    can = learned(talk, patience=1.0)
    talk.hang_up()
    assert (can.replies, can.sensor, can.auto_status) == (True, True, True)
    assert (can.process_id, can.presenter) == (False, False), "emupos knows neither"
