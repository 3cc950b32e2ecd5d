"""Corrections through the dashboard: entered, shown, in conflict, on a sample, exported, and agreed upon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.evaluation.reviewers import alpha, kappa
from dragoman.records import Document
from dragoman.store import Store
from dragoman.web import create_app
from fake_coder import FakeCoder

TEXT = "China condemned Japan. France visited Russia. Japan praised France."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    coder = FakeCoder()
    with Store.create(tmp_path / "s") as made:
        made.add(list(coder.code([Document(id="d", text=TEXT, title="Of four states")])), coder.coder)
    with TestClient(create_app(tmp_path / "s"), base_url="http://127.0.0.1") as made_client:
        made_client.headers["X-Dragoman-CSRF"] = made_client.get("/api/session").json()["csrf"]
        yield made_client


def reports(client: TestClient) -> list[dict[str, Any]]:
    return client.get("/api/document/reports?id=d").json()


def judge(client: TestClient, reviewer: str, number: int = 0, verdict: str = "right", **more: Any) -> dict[str, Any]:
    body = {"document": "d", "report": ids(client)[number], "verdict": verdict, "reviewer": reviewer, **more}
    answer = client.post("/api/corrections/judge", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def change(client: TestClient, reviewer: str, field: str, value: Any, number: int = 0, **more: Any) -> Any:
    body = {
        "document": "d",
        "report": ids(client)[number],
        "field": field,
        "value": value,
        "reviewer": reviewer,
        **more,
    }
    return client.post("/api/corrections/change", json=body)


def ids(client: TestClient) -> list[str]:
    with client.app.state.site.index.asking(as_coded=True) as asking:
        return [row[0] for row in asking.rows("SELECT report_id FROM asked ORDER BY predicate_start")]


def test_a_correction_shows_at_once_in_tables_and_counts(client: TestClient) -> None:
    assert change(client, "Ann", "event_type", "REJECT").status_code == 200
    assert client.get("/api/reports?type=REJECT").json()["total"] == 1
    assert "reviewed by Ann" in client.get("/reports?type=REJECT").text
    judge(client, "Ann", 1, "wrong")
    assert client.get("/api/reports").json()["total"] == 1
    assert ids(client)[1] not in client.get("/reports.csv").text


def test_undo_brings_the_report_back(client: TestClient) -> None:
    made = judge(client, "Ann", 0, "wrong")
    answer = client.post(f"/api/corrections/{made['id']}/undo", json={"reviewer": "Bob"})
    assert answer.json()["undone"]["reviewer"] == "Bob"
    assert client.get("/api/reports").json()["total"] == 2
    assert client.get("/api/corrections").json()["total"] == 0
    assert client.get("/api/corrections?undone=true").json()["total"] == 1
    assert client.post("/api/corrections/c-nothing/undo", json={"reviewer": "Bob"}).status_code == 404


def test_two_people_on_one_field_are_told_and_neither_correction_is_lost(client: TestClient) -> None:
    assert change(client, "Ann", "status", "negated").status_code == 200
    late = change(client, "Bob", "status", "future")
    assert late.status_code == 409 and "Ann" in late.json()["error"]["message"]
    assert change(client, "Bob", "contexts", ["military"]).status_code == 200
    assert change(client, "Bob", "status", "future", overrule=True).status_code == 200
    assert reports(client)[0]["status"] == "future"
    assert client.get("/api/corrections").json()["total"] == 3


def test_a_missed_report_is_added(client: TestClient) -> None:
    start = TEXT.index("praised")
    values = {"predicate": {"text": "praised", "start": start, "end": start + 7}, "event_type": "SUPPORT"}
    body = {"document": "d", "values": values, "reviewer": "Ann"}
    assert client.post("/api/corrections/missed", json=body).status_code == 200
    assert client.get("/api/counts/type").json()[-1]["value"] in ("SUPPORT", "CONSULT", "ACCUSE")
    assert client.get("/api/reports?type=SUPPORT").json()["total"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"document": "d", "report": "r-no", "field": "status", "value": "actual", "reviewer": "A"}, 404),
        ({"document": "x", "report": "r-no", "field": "status", "value": "actual", "reviewer": "A"}, 404),
        ({"document": "d", "report": "", "field": "status", "value": "maybe", "reviewer": ""}, 422),
    ],
)
def test_what_cannot_be_kept_is_told(client: TestClient, body: dict[str, Any], status: int) -> None:
    answer = client.post("/api/corrections/change", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_wrong_value_is_told_with_what_is_known(client: TestClient) -> None:
    told = change(client, "Ann", "status", "maybe").json()["error"]
    assert told["code"] == "E214" and "negated" in told["remedy"]


def test_reviewers_of_a_sample_do_not_see_each_other_and_their_agreement_is_measured(client: TestClient) -> None:
    page = client.get("/review?sample=pilot&size=2")
    assert page.status_code == 200 and "2 reports" in page.text
    assert change(client, "Ann", "status", "negated", sample="pilot").status_code == 200
    assert change(client, "Bob", "status", "future", sample="pilot").status_code == 200, "no conflict: Bob is blind"
    for reviewer in ("Ann", "Bob"):
        judge(client, reviewer, 0, sample="pilot")
        judge(client, reviewer, 1, sample="pilot")
    rows = {row["field"]: row for row in client.get("/api/agreement?sample=pilot").json()}
    assert rows["status"]["units"] == 2 and rows["status"]["same"] == 0.5
    assert rows["event_type"]["alpha"] == 1.0 and rows["event_type"]["kappa"] == 1.0
    assert "event type" in client.get("/review/agreement?sample=pilot").text


def test_judged_sentences_become_gold_that_evaluate_reads(client: TestClient, tmp_path: Path) -> None:
    from dragoman.evaluation.reports import read_gold, score

    change(client, "Ann", "event_type", "REJECT")
    judge(client, "Ann", 1, "right")
    path = tmp_path / "gold.json"
    path.write_bytes(client.get("/review/gold-reports.json").content)
    gold = read_gold(path)
    assert [(r["types"], r["trigger"]) for r in gold["reports"]] == [
        (["REJECT"], "condemned"),
        (["CONSULT"], "visited"),
    ]
    coded = client.get("/api/reports").json()["reports"]
    assert score(gold, coded)["f1"] == 1.0
    lines = client.get("/review/gold-relations.jsonl").text.splitlines()
    assert len(lines) == 2 and "<s>China</s> condemned <t>Japan</t>" in lines[0]


@pytest.mark.parametrize("path", ["/review", "/review/corrections", "/review/agreement", "/review?order=newest"])
def test_the_pages_of_the_review_open(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
    judge(client, "<b>Ann</b>", 0)
    page = client.get(path)
    assert page.status_code == 200 and "<b>Ann</b>" not in page.text
    assert client.get("/review/corrections.csv").text.count("\n") == 2


def test_alpha_and_kappa_as_published() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: nominal alpha 0.743.
    judges = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = [[value for value in unit if value is not None] for unit in zip(*judges, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: kappa 0.4.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert alpha([]) is None and alpha([[1, 1]]) is None and kappa([]) is None and kappa([(1, 1)]) is None


def test_corrections_are_listed_and_written_as_gold_on_the_command_line(client: TestClient, tmp_path: Path) -> None:
    runner = CliRunner()
    change(client, "Ann", "status", "negated", why="it was denied")
    judge(client, "Ann", 1)
    store = ["--store", str(tmp_path / "s")]
    shown = runner.invoke(app, ["corrections", "list", *store])
    assert "it was denied" in shown.stdout and "2 corrections" in shown.stderr
    lines = runner.invoke(app, ["corrections", "list", "--format", "csv", "--reviewer", "Ann", *store]).stdout
    assert lines.splitlines()[1].split(",")[3:5] == ["change", "status"]
    assert "No corrections" in runner.invoke(app, ["corrections", "list", "--reviewer", "Bob", *store]).stderr
    made = runner.invoke(app, ["corrections", "gold", "reports", str(tmp_path / "gold.json"), *store])
    assert made.exit_code == 0 and "2 reports" in made.stderr
    assert runner.invoke(app, ["corrections", "gold", "relations", str(tmp_path), *store]).exit_code == 2
