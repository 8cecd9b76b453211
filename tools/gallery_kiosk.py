"""Photographs every kiosk screen in each language, upright and across: `python -m tools.gallery_kiosk docs/gallery`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PIL import Image

from hardware.printer.base import JobState, PrinterStatus
from kiosk import events as ev
from kiosk.modes import Mode
from kiosk.scanned import Unusable
from kiosk.state import LIT
from queue_server.client.base import LinkState
from queue_server.core.refusals import REFUSALS
from queue_server.protocol.messages import AppointmentFound, DossierFound, Found, NeighbourInfo, Notice, TicketState
from tools.kiosk_samples import appointment, at, centre, day, dossier, found, lines, taken
from tools.kiosk_stage import Stage, stage  # sets Kivy's switches, so it comes before what draws

# isort: split

from kiosk.window import OFFERED

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
LANGUAGES = ("vi", "en")
COLOURS = 96


@dataclass(frozen=True, slots=True)
class Picture:
    """How a screen is reached from the first one, at which centre, and when."""

    name: str
    reach: Callable[[Stage], None]
    centre: str = "kt-tp"
    instant: int = at(8, 5)
    printer: PrinterStatus = PrinterStatus.READY
    modes: frozenset[Mode] = frozenset()


def _modes(stage: Stage) -> None:
    stage.touch("modes")


def _nothing(_: Stage) -> None:
    """The first screen itself."""


def _posted(stage: Stage, *, urgent: bool = False) -> None:
    told = centre("kt-tp")
    words = {
        "vi": "Hệ thống thuế đang bảo trì đến 10 giờ: thủ tục đất đai nhận hồ sơ, chưa tính được thuế.",
        "en": "The tax system is down until 10 o'clock: land dossiers are received, their tax is not reckoned yet.",
    }
    stage.link.say(told, day(), lines(told), Notice(id=1, words=words, at=stage.instant, urgent=urgent))
    stage.play(0.5)


def _posted_urgent(stage: Stage) -> None:
    _posted(stage, urgent=True)


def _second_page(stage: Stage) -> None:
    stage.touch("later")


def _procedures(stage: Stage) -> None:
    stage.touch("service:dat-dai")


def _many_procedures(stage: Stage) -> None:
    stage.touch("service:ho-tich")


def _choose(stage: Stage, name: str) -> None:
    """Touch it, turning the pages that large letters make."""
    while all(each.test_name != name for each in stage.touchables()):
        stage.touch("later")
    stage.touch(name)


def _before(stage: Stage) -> None:
    _procedures(stage)
    stage.touch("procedure:dd-ld")
    stage.touch("priority:elderly")


def _after_three(stage: Stage) -> None:
    _choose(stage, "service:ho-tich")
    _choose(stage, "procedure:tl")


def _not_today(stage: Stage) -> None:
    _choose(stage, "service:xay-dung")


def _asking(stage: Stage) -> None:
    _before(stage)
    stage.touch("take")


def _printing(stage: Stage) -> None:
    _asking(stage)
    asked = next(effect for effect in stage.effects if isinstance(effect, ev.AskForTicket))
    number = taken(asked.service, "L012", request=asked.request, desks=("1", "2", "3", "9"))
    stage.app.happened(ev.Answered(number))
    stage.play(0.5)


def _slip(state: JobState) -> Callable[[Stage], None]:
    def reach(stage: Stage) -> None:
        _printing(stage)
        stage.app.happened(ev.SlipReported("ticket-L012", state))
        stage.play(0.5)

    return reach


def _without_paper(stage: Stage) -> None:
    stage.touch("service:dat-dai")


def _number_without_paper(stage: Stage) -> None:
    stage.touch("service:dat-dai")
    stage.touch("go_on")
    stage.touch("procedure:dd-ld")
    stage.touch("take")
    asked = next(effect for effect in stage.effects if isinstance(effect, ev.AskForTicket))
    stage.app.happened(ev.Answered(taken(asked.service, "L012", request=asked.request, experienced=False)))
    stage.app.happened(ev.SlipReported("ticket-L012", JobState.FAILED))
    stage.play(0.5)


def _before_without_paper(stage: Stage) -> None:
    stage.touch("service:dat-dai")
    stage.touch("go_on")
    stage.touch("procedure:dd-ld")


def _not_issued(reason: str, said: dict[str, str] | None = None) -> Callable[[Stage], None]:
    """Land gives no more numbers today, and the province's centre accepts what it does."""

    def reach(stage: Stage) -> None:
        told = centre("kt-tp")
        service = next(info for info in told.services if info.id == "dat-dai")
        names = {
            "vi": "Trung tâm Phục vụ hành chính công tỉnh",
            "en": "Provincial Service Centre",
        }
        near = NeighbourInfo(names=names, procedures=(service.procedures[0].id,), hotline="0260 111 1111")
        known = lines(told)
        known["dat-dai"] = msgspec.structs.replace(known["dat-dai"], issuing=False, reason=reason, left=0, words=said)
        known["tra-ket-qua"] = msgspec.structs.replace(known["tra-ket-qua"], left=3)
        opened = msgspec.structs.replace(day(), tomorrow=at(7) + DAY)
        stage.link.say(msgspec.structs.replace(told, neighbours=(near,)), opened, known)
        stage.play(0.5)

    return reach


def _refused_at_once(stage: Stage) -> None:
    _not_issued("quota_used")(stage)
    stage.touch("service:dat-dai")


def _refused(stage: Stage) -> None:
    _asking(stage)
    asked = next(effect for effect in stage.effects if isinstance(effect, ev.AskForTicket))
    words = {
        "vi": "Lĩnh vực này hôm nay không còn nhận thêm. Xin quay lại vào 07:00 ngày mai.",
        "en": "This field takes no more people today. Please come back tomorrow at 07:00.",
    }
    stage.app.happened(ev.RefusedByServer(asked.request, "day_full", words))
    stage.play(0.5)


def _unanswered(stage: Stage) -> None:
    _asking(stage)
    stage.play(9)


def _lost(stage: Stage) -> None:
    stage.link.become(LinkState.STALE)
    stage.play(240)


def _idle(stage: Stage) -> None:
    _before(stage)
    stage.play(67)


def _stopped_midway(stage: Stage) -> None:
    _slip(JobState.UNCONFIRMED)(stage)
    stage.app.happened(ev.PrinterChanged(PrinterStatus.PAPER_OUT))


def _closed(reason: str, opens: int) -> Callable[[Stage], None]:
    def reach(stage: Stage) -> None:
        told = stage.link.view
        assert told.centre is not None
        stage.link.say(told.centre, day(reason, next_opening=opens), told.lines)
        stage.play(0.5)

    return reach


def _night(stage: Stage) -> None:
    _closed("after_closing", at(7) + DAY)(stage)
    stage.play(LIT + 1)


def _enter(stage: Stage) -> None:
    stage.touch("look_up")
    for key in "H34-2210":
        stage.touch(f"key:{key}")


def _mistyped(stage: Stage) -> None:
    stage.app.happened(ev.ScannerChanged(True))
    _enter(stage)
    stage.touch("look_up")


def _card(stage: Stage) -> None:
    stage.app.happened(ev.CardShown("3f" * 32, "elderly"))
    stage.play(0.5)


def _found(answer: Found | DossierFound | AppointmentFound, *, held: bool = False) -> Callable[[Stage], None]:
    """What a scan found, or what stood in the way of a second number."""

    def reach(stage: Stage) -> None:
        if held:
            _asking(stage)
            asked = next(effect for effect in stage.effects if isinstance(effect, ev.AskForTicket))
            stage.app.happened(ev.RefusedByServer(asked.request, "already_holding", {"vi": "…"}, "ticket-L012"))
        else:
            stage.app.happened(_shown(answer))
        asking = next(effect for effect in reversed(stage.effects) if isinstance(effect, ev.Question))
        stage.app.happened(ev.FoundOut(asking.request, answer))
        stage.play(0.5)

    return reach


def _shown(answer: Found | DossierFound | AppointmentFound) -> ev.Event:
    match answer:
        case DossierFound(code=code):
            return ev.DossierShown(code, "r1")
        case AppointmentFound(code=code):
            return ev.AppointmentShown(code, "r1")
        case _:
            return ev.TicketShown("t", "r1")


def _checking_in(standing: str) -> Callable[[Stage], None]:
    def reach(stage: Stage) -> None:
        _found(appointment(at(9) if standing == "in_time" else at(7, 30), standing))(stage)
        stage.touch("take_number")

    return reach


def _checked_in(standing: str) -> Callable[[Stage], None]:
    """The number that was taken with an appointment, its slip in the slot."""

    def reach(stage: Stage) -> None:
        _checking_in(standing)(stage)
        stage.touch("take")
        asked = next(effect for effect in stage.effects if isinstance(effect, ev.AskForTicket))
        assert asked.appointment == "LH-7KQ2M9"
        late = standing == "late"
        number = taken(asked.service, "L012", request=asked.request, appointed=at(7, 30) if late else at(9), late=late)
        stage.app.happened(ev.Answered(number))
        stage.app.happened(ev.SlipReported("ticket-L012", JobState.CONFIRMED))
        stage.play(0.5)

    return reach


def _appointment_unseen(stage: Stage) -> None:
    stage.app.happened(ev.AppointmentShown("LH-7KQ2M9", "r1"))
    stage.play(9)


def _appointment_unknown(stage: Stage) -> None:
    stage.app.happened(ev.AppointmentShown("LH-7KQ2M9", "r1"))
    stage.app.happened(ev.RefusedByServer("r1", "unknown_appointment", REFUSALS["unknown_appointment"]))
    stage.play(0.5)


def _looking(stage: Stage) -> None:
    stage.app.happened(ev.TicketShown("t", "r1"))
    stage.play(0.5)


def _nothing_found(stage: Stage) -> None:
    stage.app.happened(ev.DossierShown("H34-221013-0012", "r1"))
    stage.app.happened(ev.RefusedByServer("r1", "unknown_dossier", REFUSALS["unknown_dossier"]))
    stage.play(0.5)


def _useless(kind: Unusable) -> Callable[[Stage], None]:
    def reach(stage: Stage) -> None:
        stage.app.happened(ev.UselessShown(kind))
        stage.play(0.5)

    return reach


DAY = 24 * 60 * 60 * 1000
PICTURES = (
    Picture("home", _nothing),
    Picture("home-notice", _posted),
    Picture("home-notice-urgent", _posted_urgent),
    Picture("home-19", _nothing, centre="kt-tinh"),
    Picture("home-19-page-2", _second_page, centre="kt-tinh"),
    Picture("home-6", _nothing, centre="kt-bhxh"),
    Picture("home-7", _nothing, centre="kt-truongchinh"),
    Picture("home-no-paper", _nothing, printer=PrinterStatus.PAPER_OUT),
    Picture("procedures", _procedures),
    Picture("procedures-10", _many_procedures, centre="kt-truongchinh"),
    Picture("before", _before),
    Picture("before-after-three", _after_three, centre="kt-truongchinh", instant=at(14, 50)),
    Picture("before-not-today", _not_today, instant=at(15, 40)),
    Picture("before-no-paper", _before_without_paper, printer=PrinterStatus.PAPER_OUT),
    Picture("asking", _asking),
    Picture("printing", _printing),
    Picture("take", _slip(JobState.CONFIRMED)),
    Picture("number-unconfirmed", _slip(JobState.UNCONFIRMED)),
    Picture("number-stopped", _stopped_midway),
    Picture("number-no-paper", _number_without_paper, printer=PrinterStatus.PAPER_OUT),
    Picture("no-paper", _without_paper, printer=PrinterStatus.PAPER_OUT),
    Picture("home-not-issued", _not_issued("service_closed")),
    Picture("not-issued", _refused_at_once),
    Picture("refused", _refused),
    Picture("unanswered", _unanswered),
    Picture("out-of-order", _lost),
    Picture("closed-lunch", _closed("lunch", at(13)), instant=at(11, 20)),
    Picture("closed-evening", _closed("after_closing", at(7) + DAY), instant=at(16, 50)),
    Picture("closed-holiday", _closed("holiday", at(7) + 3 * DAY)),
    Picture("night", _night, instant=at(21, 40)),
    Picture("idle", _idle),
    Picture("home-card", _card),
    Picture("enter", _enter),
    Picture("enter-mistyped", _mistyped),
    Picture("looking", _looking),
    Picture("standing-waiting", _found(found(TicketState.WAITING))),
    Picture("standing-held", _found(found(TicketState.WAITING), held=True)),
    Picture("standing-called", _found(found(TicketState.CALLED))),
    Picture("standing-absent", _found(found(TicketState.ABSENT))),
    Picture("dossier-done", _found(dossier(9))),
    Picture("dossier-pay", _found(dossier(6))),
    Picture("dossier-processing", _found(dossier(4))),
    Picture("appointment", _found(appointment(at(9)))),
    Picture("appointment-late", _found(appointment(at(7, 30), "late"))),
    Picture("appointment-other-day", _found(appointment(at(8, 30) + 2 * DAY, "other_day"))),
    Picture("appointment-day-over", _found(appointment(at(8, 30) - DAY, "other_day"))),
    Picture("appointment-unseen", _appointment_unseen),
    Picture("appointment-unknown", _appointment_unknown),
    Picture("before-appointment", _checking_in("in_time")),
    Picture("take-appointment", _checked_in("in_time")),
    Picture("take-appointment-late", _checked_in("late")),
    Picture("not-found", _nothing_found),
    Picture("useless-insurance", _useless(Unusable.INSURANCE_CARD)),
    Picture("useless-damaged", _useless(Unusable.DAMAGED)),
    Picture("useless-unknown", _useless(Unusable.UNKNOWN)),
)
#: The same screens as they are made easier.
EASIER = (
    Picture("modes", _modes),
    Picture("home-large", _nothing, modes=frozenset({Mode.LARGE})),
    Picture("home-stark", _nothing, modes=frozenset({Mode.STARK})),
    Picture("home-low", _nothing, modes=frozenset({Mode.LOW})),
    Picture("before-large", _before, modes=frozenset({Mode.LARGE})),
    Picture("number-all", _number_without_paper, printer=PrinterStatus.PAPER_OUT, modes=OFFERED),
)


def show(shown: Stage, picture: Picture, *, language: str) -> None:
    """Play a kiosk from its start to the moment of the picture."""
    shown.reset(instant=picture.instant)
    told = centre(picture.centre)
    shown.app.happened(ev.PrinterChanged(picture.printer))
    shown.link.say(told, day(), lines(told))
    shown.play(0.5)
    if language != "vi":
        shown.touch(f"language:{language}")
    picture.reach(shown)
    if picture.modes:
        shown.app.state = replace(shown.app.state, modes=picture.modes)
    shown.play(0.6)


def photograph(shown: Stage, path: Path) -> None:
    """What is on the window now, small enough to keep in the repository."""
    shown.photograph(path)
    with Image.open(path) as full:
        small = full.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main(folder: Path, *wanted: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for orientation, size in SIZES.items():
        with stage(size=size, instant=at(8, 5)) as shown:
            for picture in (*PICTURES, *EASIER):
                for language in LANGUAGES if not wanted or picture.name in wanted else ():
                    show(shown, picture, language=language)
                    photograph(shown, folder / f"kiosk-{picture.name}-{language}-{orientation}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
