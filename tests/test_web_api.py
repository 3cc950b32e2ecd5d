"""The API under whatever its description allows: no request makes the server fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from dragoman.coding.explanation import Explanation
from dragoman.records import Document
from dragoman.store import Store
from dragoman.web import create_app
from fake_coder import FakeCoder

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install -e '.[dev]'")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    coder = FakeCoder()
    path = tmp_path_factory.mktemp("api") / "store"
    with Store.create(path) as made:
        documents = [Document(id="d", text="China condemned Japan. France visited Russia.", published="2022-10-27")]
        made.add(list(coder.code(documents)), coder.coder)
    app = create_app(path)
    app.state.site.trier = _Trier()
    return app


class _Trier:
    """In the place of the coder, which is tested elsewhere."""

    def attempt(self, text: str, published: str | None = None) -> tuple[Document, list[Any], Explanation]:
        return Document(id="x", text=text), [], Explanation(text, [], [], [], [])


@pytest.fixture(scope="module")
def described(app: Any) -> Any:
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"Host": "127.0.0.1"})


def test_no_request_that_the_description_allows_makes_the_server_fail(described: Any, app: Any) -> None:
    headers = {"X-Dragoman-CSRF": app.state.site.csrf, "Host": "127.0.0.1"}
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:

        @settings(
            max_examples=6,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            assert case.call(headers=headers).status_code < 500

        ask()


def test_the_description_names_every_record_and_path(app: Any) -> None:
    client = TestClient(app, base_url="http://127.0.0.1")
    found, page = client.get("/api/openapi.json").json(), client.get("/api").text
    assert [path for path in found["paths"] if f"<code>{path}</code>" not in page] == []
    assert {"Report", "Event", "Document", "Correction"} <= set(found["components"]["schemas"])


@pytest.mark.parametrize("offset", [0, 1, 2, 10_000_000])
def test_pages_of_a_list_tell_where_the_next_begins(app: Any, offset: int) -> None:
    client = TestClient(app, base_url="http://127.0.0.1")
    found = client.get(f"/api/reports?limit=1&offset={offset}").json()
    assert found["total"] == 2
    assert found["next"] == (1 if offset == 0 else None)
    assert len(found["reports"]) == (offset < 2)
