"""Protections taken away on purpose, one at a time: the tests that docs/security.md names must notice.

    python -m chaos.protections [--only 3]

Done as errors are put in, in `mutations`.
"""

from __future__ import annotations

from chaos import mutations
from chaos.mutations import Mutation
from chaos.row import Row


def _web(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/queue_server/web/test_{name}.py" for name in names)


def _of(file: str, tests: tuple[str, ...], *pairs: tuple[str, str]) -> tuple[Mutation, ...]:
    return tuple(Mutation(file=file, right=right, wrong=wrong, tests=tests) for right, wrong in pairs)


_LOBBY = ("tests/security/test_lobby_network.py",)
_HANDED_DOWN = ("tests/queue_server/hub/test_published.py",)
_WRONG_HUB = ("tests/security/test_hub_in_wrong_hands.py",)

PROTECTIONS: tuple[Mutation, ...] = (
    *_of(
        "web/access.py",
        _web("access"),
        ("if known is None or known.role is not role:", "if known is None:"),
        ("file.sessions.pop(_hash(cookie), None)", "pass"),
        ('file.note("pin_changed", name, by=by)\n            _end_sessions(file, name)', "pass"),
        ("os.fchmod(file.fileno(), 0o600)", "os.fchmod(file.fileno(), 0o644)"),
        ("if self._trying[address] >= _AT_ONCE:", "if False:"),
    ),
    *_of("web/access.py", _web("readiness"), ("run_in_executor(self._hashing,", "run_in_executor(None,")),
    *_of(
        "web/gate.py",
        _web("gate", "sockets"),
        ("headers.get(OWN_HEADER) is None\n        or ", ""),
        ('or headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")', ""),
        ('\n        or (origin is not None and origin.partition("://")[2] != headers.get("Host"))', ""),
        (
            'if origin is not None and origin.partition("://")[2] != headers.get("Host"):\n        return',
            "if False:\n        return",
        ),
    ),
    *_of("web/gate.py", _web("sign_in"), ('return f"__Host-{COOKIE}" if over_tls else COOKIE', "return COOKIE")),
    *_of(
        "web/sign_in.py",
        _web("sign_in"),
        ('samesite="strict"', 'samesite="lax"'),
        ("httponly=True", "httponly=False"),
        ("secure=over_tls", "secure=False"),
    ),
    *_of(
        "web/app.py",
        _LOBBY,
        ("default-src 'self'; img-src", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src"),
        ("frame-ancestors 'none'; ", ""),
        ('    "Referrer-Policy": "no-referrer",\n', ""),
        ("request_max_body_size=65_536", "request_max_body_size=None"),
        ("        before_request=_a_name_of_a_file,\n", ""),
    ),
    *_of("serving.py", _LOBBY, ("        http=Unhurried,\n", "")),
    *_of("web/guessing.py", _web("access"), ("return min(delay, _LONGEST_DELAY)", "return 0.0")),
    *_of("web/setup.py", _web("setup"), ('guesses.admit("", address)', "pass")),
    *_of("web/devices.py", _web("devices"), ("            guesses.admit(*who)\n", "")),
    *_of(
        "web/pairing.py",
        _web("pairing"),
        ("            del self._waiting[secret]\n", "            pass\n"),
        ("if each.given is None and secrets", "if secrets"),
        (" if each.until > now}", "}"),
    ),
    *_of(
        "web/sockets.py",
        _web("sockets", "sign_in"),
        ("return desk is None or desk in self._access.desks_of(listener.device)", "return True"),
        ("(hello.role in PEOPLE or edition != former) and not", "hello.role in PEOPLE and not"),
    ),
    *_of("protocol/session.py", _web("sockets"), ("        if self.left < 1:\n            return False\n", "")),
    *_of("web/metrics.py", _web("metrics"), (" or any(name in request.headers for name in _PROXIED):", ":")),
    *_of("web/strangers.py", _web("strangers"), ("    if not here:\n        return peer\n", "")),
    *_of("web/cells.py", _web("cells"), ("if text.startswith(_BEGINS_A_FORMULA) else text", "if False else text")),
    *_of("web/media_folder.py", _web("media_folder"), ("[offset : offset + len(wanted)] != wanted:", " is None:")),
    *_of("day_key.py", ("tests/queue_server/test_day_key.py",), (" or self._present.service_day != day:", ":")),
    *_of(
        "keeping.py",
        ("tests/queue_server/test_keeping.py",),
        ("os.open(part, _NEW, 0o600)", "os.open(part, _NEW, 0o644)"),
    ),
    *_of(
        "hub/tokens.py",
        ("tests/queue_server/hub/test_server.py",),
        ('hmac.compare_digest(self._read().get(centre, ""), _hash(token))', "centre in self._read()"),
    ),
    *_of(
        "from_province.py",
        _HANDED_DOWN,
        ("if not signature.genuine(", "if False and not signature.genuine("),
        ("while shared.number > self.number:", "while shared.number != self.number:"),
    ),
    *_of("signature.py", _HANDED_DOWN, ("motcua settings {number}", "motcua settings")),
    *_of("protocol/uplink.py", _WRONG_HUB, (", UnicodeDecodeError, RecursionError)", ",)")),
    *_of("client/straight.py", _WRONG_HUB, ("return exc", "return super().process_redirect(exc)")),
)


def measure(*, only: int | None = None) -> Row:
    """All of them, or so many spread over the list."""
    return mutations.measure(PROTECTIONS, what="protections taken away", only=only)


if __name__ == "__main__":
    mutations.main(measure, __doc__)
