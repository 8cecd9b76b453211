"""How this machine's printer says it is. Stop the kiosk first: a printer has one owner."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hardware.errors import HardwareError
from hardware.printer.base import PrinterStatus
from queue_server.doctor.finding import Finding, Verdict, well, wrong


async def printer(address: str) -> Finding | None:
    """The printer at an address; None where none is named."""
    if not address:
        return None
    from hardware.printer.open import open_printer  # needs what only kiosks have

    try:
        with tempfile.TemporaryDirectory() as folder:
            found = open_printer(address, folder=Path(folder))
            try:
                return judged_printer(await found.status())
            finally:
                await found.close()
    except HardwareError as error:
        return wrong(
            "printer",
            vi=f"{address}: {error.code}",
            en=f"{address}: {error}",
            do_vi="Dừng kiosk rồi thử lại; `motcua hardware find` liệt kê máy in đang cắm.",
            do_en="Stop the kiosk and try again; `motcua hardware find` lists what is plugged in.",
        )


def judged_printer(status: PrinterStatus) -> Finding:
    """What a printer's own word means."""
    if status is PrinterStatus.READY:
        return well("printer", vi="máy in sẵn sàng", en="the printer is ready")
    return wrong(
        "printer",
        verdict=Verdict.WARN if status.can_print else Verdict.BAD,
        vi=f"máy in báo: {status.value}",
        en=f"the printer says: {status.value}",
        do_vi="Xem sổ tay vận hành máy in (docs/operators-guide.md), dòng của mã này.",
        do_en="See the operator's guide (docs/operators-guide.md), the line of this code.",
    )
