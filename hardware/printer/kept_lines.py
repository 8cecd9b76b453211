"""Lines that one printer keeps: which may be called by name, and their sending in a quiet moment.

Not here: what is worth keeping and the bytes of it (`album`). All of it runs in the owner's thread (`escpos`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from hardware.printer.aftermath import Aftermath
from hardware.printer.album import Dots, album_of, names_of, sending
from hardware.printer.bands import Band
from hardware.printer.talk import Patience, Talk

log = logging.getLogger(__name__)

#: What does not stay is not sent for ever: flash wears.
_SENDINGS_AT_MOST = 3


class KeptLines:
    """An album and the printer that is to have it. Without lines to keep nothing is ever asked or sent."""

    def __init__(self, talk: Talk, aftermath: Aftermath, *, patience: Patience) -> None:
        self._talk, self._aftermath, self._patience = talk, aftermath, patience
        self._album: Mapping[Dots, bytes] = {}
        self._sendings = 0
        # On which line it was asked, and had them all.
        self._asked_on = self._kept_on = 0

    @property
    def at_hand(self) -> Mapping[Dots, bytes] | None:
        """The pictures that may be called by name: None unless the printer that is now on the line has all."""
        return self._album if self._talk.line and self._talk.line == self._kept_on else None

    def choose(self, bands: Iterable[Band]) -> None:
        """From now on these are to be kept."""
        self._album = album_of(bands)
        self._sendings = 0
        self.trust_no_more()

    def trust_no_more(self) -> None:
        """It may be another printer: none is called by name until it has been asked again."""
        self._asked_on = self._kept_on = 0

    def see_to(self) -> None:
        """Once on each line: does this printer have all of them? If not, send them. Raises as `Talk` does."""
        if not self._album or self._asked_on == self._talk.line:
            return
        wanted, self._asked_on = names_of(self._album), self._talk.line
        self._aftermath.end_picture()
        names = self._talk.names_kept(within=self._patience.reply)
        if names is not None and not wanted <= names and self._sendings < _SENDINGS_AT_MOST:
            data = sending(self._album)
            self._sendings += 1
            self._aftermath.begin()
            self._talk.send(data)
            self._aftermath.end()
            log.info("%d pictures for the printer to keep", len(wanted), extra={"action": "album_sent"})
            names = self._talk.names_kept(within=self._talk.seconds_for(data) + self._patience.evidence)
        if names is not None and wanted <= names:
            self._kept_on = self._talk.line
        else:
            log.warning("the printer does not keep its pictures", extra={"action": "album_not_kept"})
