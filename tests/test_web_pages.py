"""The pages: they open, escape what articles say, and answer mistakes plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.records import Document, Event, EventParty, Reading, Told
from dragoman.store import Store
from dragoman.store.events import enter_events, write_events
from dragoman.store.texts import Keep
from dragoman.web import create_app
from fake_coder import FakeCoder

HOSTILE = "<script>alert(1)</script>"
DOCUMENTS = [
    Document(
        id="d",
        text="China condemned Japan. France visited Russia.",
        title=HOSTILE,
        published="2022-10-27",
        source="A & B",
        url="javascript:alert(1)",
    ),
    Document(
        id="e/../<e>?",
        text=f"{HOSTILE} Japan visited China. \u202e\ufffe",
        published="2023-01-02",
        url="https://example.org/e",
    ),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "store"
    coder = FakeCoder()
    with Store.create(path) as made:
        made.add(list(coder.code(DOCUMENTS)), coder.coder)
    return path


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(store), base_url="http://127.0.0.1") as made:
        yield made


PATHS = (
    "/",
    "/reports",
    "/reports?order=unsure",
    "/documents",
    "/document?id=d",
    "/compare?one=d&other=d",
    "/events",
    "/relations",
    "/relations?a=China&b=Japan&by=year",
    "/relations?a=China&b=SYR:REB",
    "/map",
    "/network",
    "/try",
    "/review",
    "/review/corrections",
    "/review/agreement",
    "/api",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_with_its_first_rows(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert HOSTILE not in answer.text
    assert "javascript:" not in answer.text


def test_reports_are_filtered_by_their_address(client: TestClient) -> None:
    assert "1 report<" in client.get("/reports?country=France").text
    assert "No report matches" in client.get("/reports?country=France&type=AID").text


def test_htmx_gets_the_part_that_changes(client: TestClient) -> None:
    part = client.get("/reports?country=France", headers={"HX-Request": "true"}).text
    assert "1 report<" in part and "<html" not in part


def test_an_article_shows_its_words_with_their_roles(client: TestClient) -> None:
    page = client.get("/document", params={"id": DOCUMENTS[1].id}).text
    assert "m-predicate" in page and "&lt;script&gt;" in page
    assert 'href="https://example.org/e"' in page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "no such page"),
        ("/event/nothing", 404, "no event has the id"),
        ("/relations?a=China&b=SYR:XXX", 400, "XXX"),
        ("/document?id=nothing", 404, "no document has the id"),
        ("/report/nothing", 404, "no report has the id"),
        ("/reports?country=Atlantis", 400, "no country is called Atlantis"),
        ("/reports?page=0", 422, "page"),
        ("/reports?since=2023&until=2022", 400, "wrong way round"),
        ("/reports?text=%22", 400, "cannot be read"),
        ("/static/../../../etc/passwd", 404, ""),
        ("/static/%2e%2e/app.py", 404, ""),
    ],
)
def test_mistakes_are_told_on_a_page(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize("value", ["' OR 1=1 --", '"; DROP TABLE documents; --', "\x00", "%", "CHN') OR TRUE --"])
@pytest.mark.parametrize("name", ["source", "document", "party", "place", "country", "text", "id"])
def test_injected_words_find_nothing_and_break_nothing(client: TestClient, name: str, value: str) -> None:
    for path in ("/reports", "/documents", "/document"):
        answer = client.get(path, params={name: value})
        assert answer.status_code < 500
    assert "3 reports" in client.get("/reports").text


def test_tables_are_csv_without_formulas(client: TestClient) -> None:
    lines = client.get("/reports.csv").text.splitlines()
    assert len(lines) == 4 and lines[0].startswith("report_id,")
    assert len(client.get("/documents.csv").text.splitlines()) == 3


def test_a_new_report_appears_while_the_dashboard_runs(tmp_path: Path) -> None:
    coder = FakeCoder()
    with (
        Store.create(tmp_path / "s") as made,
        TestClient(create_app(tmp_path / "s"), base_url="http://localhost") as client,
    ):
        assert "no reports yet" in client.get("/").text
        made.add(list(coder.code(DOCUMENTS)), coder.coder)
        client.app.state.site.index.refresh()
        assert "3 reports" in client.get("/reports").text
        newer = FakeCoder("2.0")
        made.add(list(newer.code(DOCUMENTS[:1])), newer.coder)
        client.app.state.site.index.refresh()
        assert "3 reports" in client.get("/reports").text


def test_an_event_shows_what_is_disputed_and_every_report(tmp_path: Path) -> None:
    coder = FakeCoder()
    with Store.create(tmp_path / "s") as made:
        made.add(list(coder.code(DOCUMENTS)), coder.coder)
        first, second = made.reports()[:2]
        told = Told(
            field="dead",
            readings=(
                Reading(value="30", reports=(first.report_id,), outlets=1),
                Reading(value="40", reports=(second.report_id,), outlets=1),
            ),
            agreed=False,
        )
        event = Event(
            event_id="e-1",
            event_type="ACCUSE",
            actors=(EventParty(name="China", country="CHN", sector="GOV"),),
            recipients=(EventParty(name=HOSTILE, country="JPN"),),
            reports=(first.report_id, second.report_id),
            documents=("d",),
            sources=("A & B",),
            outlets=1,
            first_told="2022-10-27",
            told=(told,),
        )
        made.catalog.execute("BEGIN")
        enter_events(made, write_events(made, [event]), [event])
        made.catalog.execute("COMMIT")
    with TestClient(create_app(tmp_path / "s"), base_url="http://localhost") as client:
        page = client.get("/events?country=China").text
        assert "1 event<" in page and "disputed: dead" in page and HOSTILE not in page
        page = client.get("/event/e-1").text
        assert "disputed" in page and page.count('class="report"') == 2
        assert client.get("/api/events").json()["events"][0]["event_id"] == "e-1"
        assert client.get("/api/events/e-1").json()["told"][0]["agreed"] is False
        assert client.get("/events.csv").text.count("\n") == 2
        assert "No event matches" in client.get("/events?type=AID").text


def test_relations_count_both_ways(client: TestClient) -> None:
    page = client.get("/relations?a=China&b=Japan").text
    assert "2 reports" in page and "50% of them of conflict" in page


def test_a_store_that_keeps_no_texts_is_read_all_the_same(tmp_path: Path) -> None:
    coder = FakeCoder()
    for keep in ("none", "quotes:30"):
        with Store.create(tmp_path / keep, Keep.parse(keep)) as made:
            made.add(list(coder.code(DOCUMENTS)), coder.coder)
        with TestClient(create_app(tmp_path / keep), base_url="http://localhost") as client:
            assert "3 reports" in client.get("/reports").text
            page = client.get("/document?id=d").text
            assert ("not kept in the store" in page) == (keep == "none")
            assert client.get("/review?document=d").status_code == 200
