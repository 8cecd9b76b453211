"""The list of procedures, and the way out for who does not know the name."""

from __future__ import annotations

from kiosk.window import OFFERED
from tests.kiosk.conftest import ACROSS, Opened
from tools.kiosk_samples import centre


def test_all_procedures_and_something_else_are_offered(kiosk: Opened) -> None:
    for size in ((1080, 1920), ACROSS):
        stage = kiosk(of="kt-truongchinh", size=size)
        stage.touch("service:ho-tich")
        civil = next(service for service in centre("kt-truongchinh").services if service.id == "ho-tich")
        names = [each.test_name for each in stage.touchables() if each.test_name.startswith("procedure:")]
        assert names == [f"procedure:{procedure.id}" for procedure in civil.procedures] + ["procedure:other"]
        assert "14 phút" in stage.texts()


def test_something_else_goes_on_without_a_procedure(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("service:dat-dai")
    stage.touch("procedure:other")
    assert stage.screen.name == "before"
    assert stage.app.state.visit is not None
    assert stage.app.state.visit.procedure is None


def test_back_is_home(kiosk: Opened) -> None:
    stage = kiosk()
    stage.touch("service:dat-dai")
    stage.touch("back")
    assert stage.screen.name == "home"


def test_the_first_list_that_is_ever_shown_is_laid_out_for_its_citizen(kiosk: Opened) -> None:
    """Its rows must not change under the finger: they are counted before the screen was ever given its size."""
    stage = kiosk(modes=OFFERED)
    manager = stage.app.root.ids.screens
    if manager.has_screen("procedures"):
        manager.current = "home"
        manager.remove_widget(manager.get_screen("procedures"))
    stage.touch("service:dat-dai")
    stage.touch("procedure:dd-ld")
    assert stage.screen.name == "before"
