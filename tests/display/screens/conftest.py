"""The screens' parts need their typefaces, as the app registers them."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def faces() -> None:
    import tests.kivy_harness  # noqa: F401  # before anything of Kivy's
    from display.screens.parts import register_faces

    register_faces()
