"""What an administrator's page asks of a running server, asked by a test."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from typing import Any

from queue_server.web.gate import COOKIE, OWN_HEADER


class Office:
    """Somebody who is signed in at a server's address, over HTTP."""

    def __init__(self, url: str, cookie: str = "") -> None:
        self.url, self.cookie = url, cookie

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and answer: JSON where it is JSON, else text."""
        data = None if body is None else json.dumps(body).encode()
        headers = {OWN_HEADER: "1", "Content-Type": "application/json", "Cookie": f"{COOKIE}={self.cookie}"}
        request = urllib.request.Request(self.url + path, data, headers=headers, method=method)
        return await asyncio.to_thread(self._fetch, request)

    async def get(self, path: str) -> tuple[int, Any]:
        return await self.ask("GET", path)

    async def post(self, path: str, body: object) -> tuple[int, Any]:
        return await self.ask("POST", path, body)

    @staticmethod
    def _fetch(request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, _read(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _read(error)


def _read(answer: Any) -> Any:
    text = answer.read().decode("utf-8-sig")
    return json.loads(text) if text and "json" in answer.headers.get("Content-Type", "") else text
