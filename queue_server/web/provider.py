"""Which OpenID Connect provider signs officers in, if any. Data only: `single_sign_on` needs the extra `oidc`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`claim` of the identity token is the officer's name here."""

    issuer: str
    client: str
    secret: str
    claim: str = "preferred_username"
