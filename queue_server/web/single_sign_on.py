"""Optional sign-in by a province's OpenID Connect provider: authorization code with PKCE, state and nonce.

Who they are is said by a claim of the identity token, which must be the name of an officer known here; roles are ours.
Off unless a provider is configured. Not responsible for sessions: see `access`.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from litestar import MediaType, Request, Response, get
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery
from litestar.response import Redirect

from queue_server.web.access import Access
from queue_server.web.provider import Provider
from queue_server.web.sign_in import Lasts, session_cookie

log = logging.getLogger(__name__)

BACK = "/sign-in/sso/back"
#: How long somebody may take at the provider, in seconds.
_PATIENCE = 600
_MOST = 200
_TIMEOUT = 10
_COOKIE = "motcua_sso"
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")


class Refused(Exception):
    """The provider's answer proves nothing; the message is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """What only we and the browser know of a sign-in under way."""

    nonce: str
    verifier: str
    next: str
    until: float


class SingleSignOn:
    """Sign-ins under way at one provider. `site` is the address of this server as browsers reach it."""

    def __init__(self, provider: Provider, *, site: str) -> None:
        self._provider = provider
        self._back = site.rstrip("/") + BACK
        self._begun: dict[str, _Begun] = {}

    async def begin(self, *, next: str) -> tuple[str, str]:
        """Where to send the browser, and the state that it has to bring back."""
        now = time.monotonic()
        self._begun = {state: each for state, each in self._begun.items() if each.until > now}
        if len(self._begun) >= _MOST:
            raise Refused("too many sign-ins under way")
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
            found = await self._discover(client)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._provider.client,
            "redirect_uri": self._back,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        self._begun[state] = _Begun(nonce=nonce, verifier=verifier, next=next, until=now + _PATIENCE)
        return str(httpx.URL(found["authorization_endpoint"]).copy_merge_params(asked)), state

    async def finish(self, *, state: str, code: str) -> tuple[str, str]:
        """The claimed name and the page to go on to. Raises `Refused`. A state is good once."""
        begun = self._begun.pop(state, None)
        if begun is None or begun.until <= time.monotonic():
            raise Refused("no such sign-in is under way")
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": begun.verifier,
        }
        async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
            found = await self._discover(client)
            ourselves = (self._provider.client, self._provider.secret)
            answer = await client.post(found["token_endpoint"], data=asked, auth=ourselves)
            token = answer.raise_for_status().json()
            keys = (await client.get(found["jwks_uri"])).raise_for_status().json()
        claims = self._claims(str(token.get("id_token", "")), keys, nonce=begun.nonce)
        name = claims.get(self._provider.claim)
        if not isinstance(name, str) or not name:
            raise Refused(f"the token has no claim {self._provider.claim}")
        return name, begun.next

    def _claims(self, token: str, keys: Any, *, nonce: str) -> dict[str, Any]:  # noqa: ANN401  # as sent
        found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)
        must: dict[str, Any] = {"iss": self._provider.issuer, "aud": self._provider.client, "nonce": nonce}
        rules = {name: {"essential": True, "value": value} for name, value in must.items()}
        jwt.JWTClaimsRegistry(leeway=60, exp={"essential": True}, **rules).validate(found.claims)  # type: ignore[arg-type]
        return dict(found.claims)

    async def _discover(self, client: httpx.AsyncClient) -> dict[str, str]:
        address = self._provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found: dict[str, str] = (await client.get(address)).raise_for_status().json()
        if found.get("issuer") != self._provider.issuer:
            raise Refused(f"{address} speaks for {found.get('issuer')}")
        return found


_FAILED = (Refused, JoseError, httpx.HTTPError, KeyError, ValueError)


def routes(access: Access, sign_on: SingleSignOn, *, lasts: Lasts) -> list[HTTPRouteHandler]:
    """The routes of this file."""

    @get("/sign-in/sso")
    async def begin(request: Request[Any, Any, Any], next: FromQuery[str] = "/") -> Redirect:
        try:
            address, state = await sign_on.begin(next=next if _ours(next) else "/")
        except _FAILED as error:
            return _failed(request, error)
        # Lax: the browser brings it back from the provider's site.
        secure = request.url.scheme == "https"
        cookie = Cookie(
            key=_COOKIE, value=state, httponly=True, samesite="lax", secure=secure, max_age=_PATIENCE, path=BACK
        )
        return Redirect(address, cookies=[cookie])

    @get(BACK)
    async def back(request: Request[Any, Any, Any]) -> Response[Any]:
        state, code = (str(request.query_params.get(name, "")) for name in ("state", "code"))
        try:
            if not state or not secrets.compare_digest(request.cookies.get(_COOKIE, "").encode(), state.encode()):
                raise Refused("another browser's sign-in")
            name, next_page = await sign_on.finish(state=state, code=code)
        except _FAILED as error:
            return _failed(request, error)
        if not any(each.name == name and not each.disabled for each in access.officers()):
            return Redirect("/sign-in?problem=sso_unknown")
        seconds = await lasts()
        cookie = session_cookie(request, access.open_session(name, lasts=seconds), seconds=seconds)
        # A page of ours goes on, so that the browser brings the strict cookie along.
        go_on = f'<meta http-equiv="refresh" content="0;url={next_page}">'
        page = f'<!doctype html><meta charset="utf-8"><title>Motcua</title>{go_on}'
        return Response(page, media_type=MediaType.HTML, cookies=[cookie])

    return [begin, back]


def _ours(target: str) -> bool:
    """Whether this is the address of a page here: a link that somebody sent must not lead elsewhere."""
    plain = all(letter.isalnum() or letter in "/-_." for letter in target)
    return target.startswith("/") and plain and "//" not in target


def _failed(request: Request[Any, Any, Any], error: Exception) -> Redirect:
    log.warning("no single sign-on", extra={"action": "sso_failed", "path": request.url.path, "error": repr(error)})
    return Redirect("/sign-in?problem=sso_failed")
