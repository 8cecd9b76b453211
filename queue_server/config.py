"""Settings of a process, read once from the environment and passed down. The only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each is also an option of `motcua`; the variable is MOTCUA_ and the name in capitals."""

    data: Path = Path("var")
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8800
    public_url: str = ""
    server: str = "ws://127.0.0.1:8800/ws"
    device: str = ""
    token: str = ""
    printer: str = ""
    scanner: str = ""
    speaker: str = ""
    light: str = ""
    alerts: str = ""
    log: str = "text"
    metrics_token: str = ""
    language: str = "vi"
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_claim: str = "preferred_username"
    #: The X display, if there is one. Set by the desktop, not by us.
    display: str = ""
    #: Where systemd wants to hear how we are. Set by systemd, not by us.
    notify: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the variables. Raises ValueError naming the variable that cannot be read."""
        given = os.environ if environment is None else environment
        found: dict[str, object] = {
            "display": given.get("DISPLAY") or given.get("WAYLAND_DISPLAY") or "",
            "notify": given.get("NOTIFY_SOCKET", ""),
        }
        for each in fields(cls):
            variable = f"MOTCUA_{each.name.upper()}"
            if each.name in ("display", "notify") or variable not in given:
                continue
            kind, expected = _KINDS.get(each.name, (str, ""))
            try:
                found[each.name] = kind(given[variable])
            except ValueError as error:
                raise ValueError(f"{variable}: found {given[variable]!r}, expected {expected}") from error
        return cls(**found)  # type: ignore[arg-type]


def port_number(written: str) -> int:
    """Raises ValueError for what is no port."""
    if not written.isdecimal() or not 0 <= int(written) <= 65535:
        raise ValueError(written)
    return int(written)


def _one_of(*words: str) -> Callable[[str], str]:
    def read(written: str) -> str:
        if written not in words:
            raise ValueError(written)
        return written

    return read


#: Those that are not any text: how they are read, and what is expected.
_KINDS: dict[str, tuple[Callable[[str], object], str]] = {
    "data": (Path, ""),
    "port": (port_number, "a port, 1 to 65535"),
    "log": (_one_of("text", "json"), "text or json"),
    "language": (_one_of("vi", "en"), "vi or en"),
}


def with_display(display: str) -> dict[str, str]:
    """The environment for a window on this X display."""
    return {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
