"""Who may ask what: hosts, the token, forged requests, and the headers of every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.store import Store
from dragoman.web import create_app
from dragoman.web.security import is_loopback


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "store"
    Store.create(path).close()
    return path


@pytest.fixture
def client(store: Path) -> TestClient:
    return TestClient(create_app(store), base_url="http://127.0.0.1")


def csrf(client: TestClient) -> dict[str, str]:
    return {"X-Dragoman-CSRF": client.app.state.site.csrf}


def test_every_answer_carries_a_strict_policy(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/app.js", "/reports.csv"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_holds_a_script_or_style_of_its_own(client: TestClient) -> None:
    page = client.get("/").text
    assert "<style" not in page and "style=" not in page and " onclick" not in page
    assert page.count("<script") == page.count("<script src=")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8181"])
def test_other_hosts_are_not_served_on_loopback(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8181", "[::1]:8181", "LOCALHOST"])
def test_the_machine_s_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Dragoman-CSRF": "guessed"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_forged_change_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    right = csrf(client) if "X-Dragoman-CSRF" not in headers and headers else {}
    answer = client.post("/try", json={"text": "x"}, headers={**right, **headers})
    assert answer.status_code == 403


def test_elsewhere_readers_bring_the_token(store: Path) -> None:
    with TestClient(create_app(store, token="secret"), base_url="http://news.example") as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/reports", headers={"Authorization": "Bearer secret"}).status_code == 200
        answer = client.get("/reports?country=RUS&token=secret", follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"] == "/reports?country=RUS"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie
        assert client.get("/").status_code == 200
        assert (
            client.get("//evil.example/?token=secret", follow_redirects=False).headers.get("location", "/")[:2] != "//"
        )


def test_a_body_without_bounds_is_refused(client: TestClient) -> None:
    headers = {**csrf(client), "Content-Length": "99999999"}
    assert client.post("/try", content=b"{}", headers=headers).status_code == 413


def test_loopback_is_known() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3")))
    assert not any(map(is_loopback, ("0.0.0.0", "192.168.1.2", "::", "127evil.example")))
