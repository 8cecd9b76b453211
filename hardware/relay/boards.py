"""Two makes of relay boards: Modbus coils, which answer, and framed ones such as LCUS, which do not."""

from __future__ import annotations

from dataclasses import dataclass

from hardware.bus import modbus
from hardware.bus.exchange import Exchange
from hardware.bus.framed import Template
from hardware.bus.presets import PRESETS


@dataclass(frozen=True, slots=True)
class ModbusCoil:
    """A coil of a Modbus unit, counted from 0."""

    unit: int
    coil: int = 0

    def switch(self, *, on: bool) -> Exchange:
        """See `RelayLanguage`."""
        return modbus.write_coil(self.unit, self.coil, on=on)


@dataclass(frozen=True, slots=True)
class FramedRelay:
    """A channel of a framed board, counted as the board does."""

    channel: int = 1
    template: Template = PRESETS["lcus"]

    def switch(self, *, on: bool) -> Exchange:
        """See `RelayLanguage`."""
        return Exchange(self.template.wrap(bytes((int(on),)), address=self.channel))
