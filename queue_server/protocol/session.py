"""The rules of a conversation, for both ends: who may ask what, who may resume, what comes when, who is too slow.

Pure: time comes in as an argument, in seconds of a steady clock. No sockets, no frames; see codec.py for those.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from queue_server.protocol import messages as msg

_DEVICES = frozenset(
    {
        msg.ReportSlip,
        msg.ReportCall,
        msg.ReportHealth,
        msg.ReportErrand,
        msg.LeaseNumbers,
        msg.DeliverTicket,
        msg.Rate,
        msg.SignInAtDesk,
    }
)
#: What a supervisor may change in the hall.
_ACTS = frozenset(
    {
        msg.ReassignDesk,
        msg.CloseService,
        msg.OpenService,
        msg.SetQuota,
        msg.MoveLine,
        msg.PostNotice,
        msg.WithdrawNotice,
        msg.SetAdmission,
    }
)

#: The requests that each role may make; everything else is answered with `not_allowed`.
ALLOWED: dict[msg.Role, frozenset[type]] = {
    msg.Role.KIOSK: frozenset(
        {
            msg.TakeTicket,
            msg.FindTicket,
            msg.FindDossier,
            msg.FindAppointment,
            msg.ReturnTicket,
            msg.StepOut,
            msg.StepIn,
            msg.ReportSlip,
            msg.ReportHealth,
            msg.ReportErrand,
            msg.LeaseNumbers,
            msg.DeliverTicket,
        }
    ),
    msg.Role.BOARD: frozenset({msg.ReportCall, msg.ReportHealth, msg.ReportErrand}),
    msg.Role.DESK: frozenset(msg.Command.__args__) - _DEVICES - _ACTS,
    # At the desks of its token only; see web.sockets.
    msg.Role.DEVICES: frozenset(
        {
            msg.SignInAtDesk,
            msg.CloseDesk,
            msg.CallNext,
            msg.Recall,
            msg.StartServing,
            msg.Finish,
            msg.MarkAbsent,
            msg.Transfer,
            msg.Park,
            msg.Rate,
            msg.ReportHealth,
        }
    ),
    msg.Role.HALL: _ACTS | {msg.FindTicket},
    # At the desks of its token only, too.
    msg.Role.RATING: frozenset({msg.Rate}),
}

#: Close codes after which knocking again soon is of no use: somebody has to come and look.
UNWANTED = {
    msg.Close.NOT_ALLOWED: "not_allowed",
    msg.Close.WRONG_VERSION: "wrong_version",
    msg.Close.SESSION_ENDED: "session_ended",
    msg.Close.REPLACED: "replaced",
}


def resume(position: msg.Position | None, *, epoch: str, version: int, oldest: int) -> bool:
    """Whether the changes since `position` bring a client up to `version`; if not, it needs a snapshot.

    `oldest` is the earliest version since which all changes are kept. Things that change with time alone (`Day`,
    `Line`, `Device`) have no version: send them anew to whoever resumes.
    """
    return position is not None and position.epoch == epoch and oldest <= position.version <= version


# ----------------------------------------------------------------------------------------------- the client's end


class OutOfTurn(Exception):
    """The server said something that cannot come now: hang up and connect anew."""


@dataclass(slots=True, kw_only=True)
class Following:
    """The client's end of one connection: make one when it opens, and tell it of every message that comes.

    `current`: everything up to now is known. `heard` is when the server last spoke. `complaint` is the code of its last
    failure that was about no request: why it hangs up, if it does.
    """

    #: Silence, in heartbeats, after which the line counts as dead; and in seconds, before the first is announced.
    PATIENCE = 2.5
    FIRST_PATIENCE = 12.0

    heard: float
    welcome: msg.Welcome | None = None
    current: bool = False
    complaint: str | None = None

    def hear(self, message: msg.FromServer | None, *, now: float) -> None:
        """Take note of a message (None: of a kind not known here). Raises `OutOfTurn`."""
        self.heard = now
        match message:
            case msg.Welcome():
                if self.welcome is not None:
                    raise OutOfTurn("a second welcome")
                self.welcome = message
            case msg.Failure():
                self.complaint = message.code if message.request is None else self.complaint
            case None:
                return
            case _ if self.welcome is None:
                raise OutOfTurn(f"{type(message).__name__} before a welcome")
            case msg.Snapshot():
                self.current = True
            case msg.Update() if not (self.current or self.welcome.recovered):
                raise OutOfTurn("an update before a snapshot")
            case msg.Update() | msg.Beat():
                # A resumed client has missed nothing once it is at the version of the welcome.
                self.current = self.current or (self.welcome.recovered and message.version >= self.welcome.version)
            case _:
                return

    def patience(self, *, now: float) -> float:
        """Seconds that the server may still be silent; 0 or less: hang up and connect anew."""
        allowed = self.FIRST_PATIENCE if self.welcome is None else self.PATIENCE * self.welcome.beat
        return self.heard + allowed - now


# ----------------------------------------------------------------------------------------------- the server's end


@dataclass(slots=True, kw_only=True)
class Allowance:
    """How much one client may ask: so many requests at once, and so many a second in the long run.

    A person presses once a second; a board that was away for a while reports hundreds of calls at once. Beyond that
    only a client gone wrong asks: it is told `too_fast`, and the others go on.
    """

    BURST = 1000.0
    PER_SECOND = 500.0

    left: float = BURST
    since: float | None = None

    def take(self, *, now: float) -> bool:
        """Whether one more may be asked now; it then counts."""
        passed = 0.0 if self.since is None else now - self.since
        self.left = min(self.BURST, self.left + passed * self.PER_SECOND)
        self.since = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Pace(Enum):
    """What to do for a listener now: tell it the news, nothing yet, everything anew, or goodbye."""

    NEWS = "news"
    WAIT = "wait"
    SNAPSHOT = "snapshot"
    CLOSE = "close"


@dataclass(slots=True, kw_only=True)
class Backlog:
    """How far one listener is behind. Ask `pace` before each sending, and often while `behind`; do what it says.

    A listener that is behind is told nothing until its line has drained, and then everything anew: what it shows is
    always a state, never old news. One that is behind for ten seconds a second time is sent away.
    """

    #: Behind is: more than this many messages or bytes written since the line was last empty.
    MESSAGES = 64
    BYTES = 65_536
    #: Seconds behind that are forgiven once; keeping up for so long afterwards makes it forgotten.
    FORGIVEN = 10.0
    FORGOTTEN = 60.0

    written: int = 0
    behind_since: float | None = None
    strikes: int = 0
    struck: float = 0.0

    @property
    def behind(self) -> bool:
        """Whether news is held back until there is a snapshot."""
        return self.behind_since is not None

    def pace(self, *, buffered: int, now: float) -> Pace:
        """What to do now; `buffered` is what lies in the line unsent, in bytes."""
        if self.behind_since is not None:
            return self._behind(self.behind_since, drained=buffered == 0, now=now)
        if buffered == 0:
            self.written = 0
        elif buffered > self.BYTES or self.written >= self.MESSAGES:
            self.behind_since = now
            return Pace.WAIT
        self.written += 1
        if self.strikes and now - self.struck >= self.FORGOTTEN:
            self.strikes = 0
        return Pace.NEWS

    def _behind(self, since: float, *, drained: bool, now: float) -> Pace:
        if now - since > self.FORGIVEN:
            self.strikes, self.struck, self.behind_since = self.strikes + 1, now, now
            if self.strikes > 1:
                return Pace.CLOSE
        if not drained:
            return Pace.WAIT
        self.behind_since, self.written, self.struck = None, 1, now
        return Pace.SNAPSHOT
