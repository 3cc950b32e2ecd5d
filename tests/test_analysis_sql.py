"""SQL over a store: what it answers, and all that it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.analysis.sql import query
from dragoman.errors import DragomanError
from dragoman.store import Filters, Store
from made_reports import document, fill, party, report

CHINA, JAPAN = party("China", "CHN:GOV"), party("Japan", "JPN:GOV")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    a = document("a", "2024-01-15", "Words of a.", source="Post", language="en")
    b = document("b", "2024-02-20", "Words of b.", language="en")
    reports = {a: [report(a, [CHINA], "AID", [JAPAN]), report(a, [JAPAN], "ACCUSE", [CHINA], at=1)], b: []}
    return Store.open(fill(tmp_path_factory.mktemp("made") / "s", reports))


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT event_type FROM reports ORDER BY 1", [{"event_type": "ACCUSE"}, {"event_type": "AID"}]),
        ("SELECT actors[1].country AS c FROM reports WHERE event_type = 'AID'", [{"c": "CHN"}]),
        ("SELECT id, reports FROM documents ORDER BY id", [{"id": "a", "reports": 2}, {"id": "b", "reports": 0}]),
        ("SELECT text FROM documents WHERE id = 'b'", [{"text": "Words of b."}]),
        ("SELECT count(*) AS n FROM events", [{"n": 0}]),
        ("SELECT d.source FROM reports r JOIN documents d ON d.id = r.document_id LIMIT 1", [{"source": "Post"}]),
        ("WITH x AS (SELECT 1 AS one) FROM x", [{"one": 1}]),
    ],
)
def test_questions_are_answered(store: Store, sql: str, rows: list[dict[str, object]]) -> None:
    assert query(store, sql).to_pylist() == rows


def test_the_views_tell_their_columns(store: Store) -> None:
    names = {row["column_name"] for row in query(store, "DESCRIBE reports").to_pylist()}
    assert {"report_id", "actor_countries", "predicate_lemma"} <= names
    assert query(store, "SHOW TABLES").num_rows >= 3
    assert query(store, "EXPLAIN SELECT * FROM reports").num_rows
    assert query(store, "SELECT * FROM reports", limit=1).num_rows == 1


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO documents VALUES (1)",
        "DELETE FROM reports",
        "UPDATE reports SET status = 'actual'",
        "DROP VIEW reports",
        "COPY reports TO '{folder}/out.csv'",
        "COPY (SELECT 1) TO '{segment}'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{segment}'",
        "EXPLAIN ANALYZE /* - */ COPY (SELECT 1) TO '{segment}'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/new.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA version",
        "CALL pragma_version()",
        "SELECT 1; DROP VIEW reports",
        "",
    ],
)
def test_what_is_no_query_is_refused(store: Store, tmp_path: Path, sql: str) -> None:
    (segment,) = (store.path / "reports").iterdir()
    before = segment.read_bytes()
    with pytest.raises(DragomanError, match=r"E68[01]"):
        query(store, sql.format(folder=tmp_path, segment=segment))
    assert segment.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_parquet('http://127.0.0.1/x.parquet')",
        "SELECT * FROM store",
        "SELECT * FROM sqlite_scan('{folder}/x', 'documents')",
    ],
)
def test_a_query_sees_the_store_alone(store: Store, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(DragomanError, match="E681"):
        query(store, sql.format(file=file, folder=tmp_path))


def test_a_mistake_is_told_in_one_line(store: Store) -> None:
    with pytest.raises(DragomanError, match="event_typo") as told:
        query(store, "SELECT event_typo FROM reports")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("kind", ["arrow", "pandas", "polars"])
def test_frames_hold_the_same_reports_and_documents(store: Store, kind: str) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(kind, kind))
    chosen = store.frame(Filters(types=("AID",)), kind=kind)
    assert list(chosen["event_type"].to_pylist() if kind == "arrow" else chosen["event_type"]) == ["AID"]
    documents = store.frame(of="documents", kind=kind)
    assert len(documents) == 2


def test_other_frames_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DragomanError, match="mean pandas"):
        store.frame(kind="panda")
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(DragomanError, match="pip install polars"):
        store.frame(kind="polars")
