"""Signing in by a real OpenID Connect provider on this machine, and every way in which its answer proves nothing."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from oidc_provider_mock import User, run_server_in_thread

from queue_server.web import sign_in
from queue_server.web.access import Access
from queue_server.web.gate import COOKIE
from queue_server.web.provider import Provider
from queue_server.web.single_sign_on import BACK, SingleSignOn, routes

SITE = "http://testserver.local"
#: What a provider may tell of somebody beside the name that is asked for.
TOLD = {
    "name": "Y Thử Nghiệm Danh Tính",
    "citizen_id": "062299077777",
    "phone_number": "+84905077777",
    "birthdate": "1990-02-03",
}
#: The provider is somebody else's: what it warns its own authors of, and how it leaves its socket, is not ours.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    users = [
        User(sub="1", claims={"preferred_username": "lan"}),
        User(sub="2", claims={"preferred_username": "nobody"}),
        User(sub="3"),
        User(sub="4", claims={"preferred_username": "lan", **TOLD}),
    ]
    with run_server_in_thread(user_claims=users, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def access(tmp_path: Path) -> Access:
    access = Access(tmp_path / "access.json", clock=lambda: 1000.0)
    access.add_officer("lan", pin="741852", display="Trần Thị Lan")
    return access


def app(access: Access, issuer: str) -> Litestar:
    async def lasts() -> int:
        return 3600

    sign_on = SingleSignOn(Provider(issuer=issuer, client="motcua", secret="secret"), site=SITE)
    made = sign_in.routes(access, lasts=lasts, sign_on=lambda known, long: routes(known, sign_on, lasts=long))
    return Litestar(made, openapi_config=None)


async def at_the_provider(address: str, sub: str) -> dict[str, str]:
    """What the provider sends back with the browser of this person."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(address, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    parts = urllib.parse.urlsplit(answer.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == SITE + BACK
    return dict(urllib.parse.parse_qsl(parts.query))


async def begin(client: AsyncTestClient[Litestar], next_page: str = "/desk") -> str:
    answer = await client.get("/sign-in/sso", params={"next": next_page}, follow_redirects=False)
    address = answer.headers["Location"]
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
    assert asked["code_challenge_method"] == "S256"
    assert asked["nonce"]
    assert asked["state"]
    return str(address)


async def test_an_officer_of_the_provider_is_signed_in_here(access: Access, issuer: str) -> None:
    async with AsyncTestClient(app(access, issuer), base_url=SITE) as client:
        assert (await client.get("/api/sign-in")).json() == {"single_sign_on": True}
        back = await at_the_provider(await begin(client), "1")
        answer = await client.get(BACK, params=back, follow_redirects=False)
        assert answer.status_code == 200
        assert "url=/desk" in answer.text
        assert (await client.get("/api/me")).json()["officer"] == "lan"
        again = await client.get(BACK, params=back, follow_redirects=False)
        assert again.headers["Location"].endswith("sso_failed"), "a code is good once"


async def test_of_what_the_provider_tells_only_the_name_is_kept(
    access: Access, issuer: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with AsyncTestClient(app(access, issuer), base_url=SITE) as client:
        back = await at_the_provider(await begin(client), "4")
        caplog.clear()  # until here it was the provider's own, in this process
        assert (await client.get(BACK, params=back, follow_redirects=False)).status_code == 200
        told = (await client.get("/api/me")).text
        cookie = client.cookies[COOKIE]
    ours = "\n".join(
        f"{each.getMessage()} {each.__dict__}" for each in caplog.records if each.name.startswith("queue_server")
    )
    kept = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert "lan" in told
    assert "lan" in kept
    for secret in (*TOLD.values(), back["code"], "secret"):
        assert secret not in told + kept + ours
    assert cookie not in kept + ours


@pytest.mark.parametrize(("sub", "problem"), [("2", "sso_unknown"), ("3", "sso_failed")])
async def test_who_is_no_officer_here_stays_outside(access: Access, issuer: str, sub: str, problem: str) -> None:
    async with AsyncTestClient(app(access, issuer), base_url=SITE) as client:
        back = await at_the_provider(await begin(client), sub)
        answer = await client.get(BACK, params=back, follow_redirects=False)
        assert answer.headers["Location"].endswith(problem)
        assert (await client.get("/api/me")).json() is None


async def test_somebody_elses_sign_in_is_not_finished_in_this_browser(access: Access, issuer: str) -> None:
    made = app(access, issuer)
    async with AsyncTestClient(made, base_url=SITE) as theirs, AsyncTestClient(made, base_url=SITE) as mine:
        back = await at_the_provider(await begin(theirs), "1")
        for asked in (back, {"code": back["code"]}, {"state": back["state"]}, {}):
            answer = await mine.get(BACK, params=asked, follow_redirects=False)
            assert answer.headers["Location"].endswith("sso_failed")
        assert (await mine.get("/api/me")).json() is None


async def test_a_token_for_another_sign_in_proves_nothing(access: Access, issuer: str) -> None:
    sign_on = SingleSignOn(Provider(issuer=issuer, client="motcua", secret="secret"), site=SITE)
    first, _ = await sign_on.begin(next="/")
    _, second = await sign_on.begin(next="/")
    back = await at_the_provider(first, "1")
    with pytest.raises(Exception, match=r"nonce|400"):
        await sign_on.finish(state=second, code=back["code"])


async def test_a_provider_that_is_away_or_speaks_for_another_is_said(access: Access, issuer: str) -> None:
    for wrong in ("http://127.0.0.1:9", issuer.replace("localhost", "127.0.0.1") + "/x"):
        async with AsyncTestClient(app(access, wrong), base_url=SITE) as client:
            answer = await client.get("/sign-in/sso", follow_redirects=False)
            assert answer.headers["Location"].endswith("sso_failed")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/a b", '/"><script>', "/x;url=//e"])
async def test_nobody_is_led_elsewhere(access: Access, issuer: str, target: str) -> None:
    async with AsyncTestClient(app(access, issuer), base_url=SITE) as client:
        back = await at_the_provider(await begin(client, target), "1")
        answer = await client.get(BACK, params=back, follow_redirects=False)
        assert 'url=/">' in answer.text
