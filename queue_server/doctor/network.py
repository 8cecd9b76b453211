"""Whether the server's port is free or ours, and how long a certificate is still good."""

from __future__ import annotations

import json
import socket
import ssl
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from queue_server.doctor.finding import Finding, Verdict, well, wrong

_PATIENCE = 5.0
_DAY = 86_400
_SOON = 21


def port(host: str, number: int) -> Finding:
    """Whether the server could listen here, or does."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, number))
        except OSError as error:
            if _is_ours(host, number):
                return well("port", vi=f"Motcua đang chạy ở cổng {number}", en=f"Motcua runs on port {number}")
            return wrong(
                "port",
                vi=f"không dùng được {host}:{number}: {error.strerror}",
                en=f"{host}:{number} cannot be used: {error.strerror}",
                do_vi=f"Xem chương trình nào giữ cổng (ss -ltnp 'sport = :{number}'), hoặc chọn --port khác.",
                do_en=f"See who has it (ss -ltnp 'sport = :{number}'), or choose another --port.",
            )
    return well("port", vi=f"cổng {number} còn trống", en=f"port {number} is free")


def _is_ours(host: str, number: int) -> bool:
    here = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104  # compared, not listened on
    try:
        with urllib.request.urlopen(f"http://{here}:{number}/health", timeout=_PATIENCE) as answer:
            return bool(json.load(answer)["ok"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def certificate(url: str, *, authority: Path | None = None) -> Finding | None:
    """How long the certificate of the public address is good; None where that address is not https."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return None
    try:
        context = ssl.create_default_context(cafile=authority)
        with (
            socket.create_connection((parts.hostname, parts.port or 443), timeout=_PATIENCE) as line,
            context.wrap_socket(line, server_hostname=parts.hostname) as secure,
        ):
            shown = secure.getpeercert() or {}
    except OSError as error:
        return wrong(
            "certificate",
            vi=f"{parts.hostname}: {error}",
            en=f"{parts.hostname}: {error}",
            do_vi="Xem Caddy có chạy không, tên máy và chứng thư có khớp không; cài chứng thư gốc nội bộ vào máy này.",
            do_en="Is Caddy running, do name and certificate agree? Install the local authority's certificate here.",
        )
    return judged_certificate(ssl.cert_time_to_seconds(str(shown["notAfter"])), now=time.time())


def judged_certificate(until: float, *, now: float) -> Finding:
    """What an expiry in seconds means."""
    days = int((until - now) // _DAY)
    if days >= _SOON:
        return well("certificate", vi=f"chứng thư còn {days} ngày", en=f"the certificate is good for {days} days")
    return wrong(
        "certificate",
        verdict=Verdict.WARN if days >= 0 else Verdict.BAD,
        vi=f"chứng thư còn {days} ngày" if days >= 0 else "chứng thư đã hết hạn",
        en=f"the certificate is good for {days} days" if days >= 0 else "the certificate has expired",
        do_vi="Caddy tự gia hạn: xem nhật ký của nó. Chứng thư riêng: thay tệp mới rồi nạp lại Caddy.",
        do_en="Caddy renews its own: look at its log. Own certificates: put new files in place and reload Caddy.",
    )
