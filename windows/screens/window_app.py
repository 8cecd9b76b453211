"""What a kiosk's and a board's window have in common as Kivy's app: how it ends."""

from __future__ import annotations

from kivy.app import App
from kivy.base import stopTouchApp


class WindowApp(App):
    """An app that is there until its window has ended."""

    def stop(self, *_: object) -> None:
        """End the window after this frame.

        Kivy's own `stop` takes the app away at once; what is still to be laid out in the frame asks for it, and the
        process that was told to end ends with an error.
        """
        stopTouchApp()
