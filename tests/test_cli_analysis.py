"""The verbs that answer questions: what they print and write, and how mistakes are told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dragoman.cli.app import app
from dragoman.cli.console import err, out
from made_reports import document, fill, party, report

CHINA, JAPAN = party("China", "CHN:GOV"), party("Japan", "JPN:GOV")
STORY = document("story", "2024-01-15", "China helped Japan.", source="Post")


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    reports = {STORY: [report(STORY, [JAPAN], "ACCUSE", [CHINA], status="negated")]}
    for n in range(30):  # three documents a month; those of the last month give twelve reports each
        told_in = document(f"d{n:02}", f"2024-{1 + n // 3:02}-10")
        reports[told_in] = [report(told_in, [CHINA], "AID", [JAPAN], at=at) for at in range(1 if n < 27 else 12)]
    fill(tmp_path / "dragoman-store", reports)


def dragoman(*words: str, stdin: str | None = None) -> Result:
    out.cache_clear()
    err.cache_clear()
    return CliRunner().invoke(app, list(words), input=stdin, env={"COLUMNS": "100"})


def told(result: Result) -> str:
    return " ".join(result.stderr.split())


def test_a_series_is_drawn_with_its_unusual_periods() -> None:
    result = dragoman("series", "CHN", "Japan", "--by", "month")
    assert result.exit_code == 0, result.stderr
    assert "China to Japan" in result.stdout
    assert "█" in result.stdout
    assert "unusual month 2024-10-01" in result.stdout
    assert "AID d29" in result.stdout or "AID d2" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_a_series_is_printed_as_csv_or_written_as_a_figure(tmp_path: Path) -> None:
    lines = dragoman("series", "CHN", "JPN", "--format", "csv", "--score", "goldstein-icews").stdout.splitlines()
    assert lines[0].startswith("line,start,end,count,expected,low,high,documents,per_1000_documents,goldstein_icews,")
    assert len(lines) == 1 + 2 * 10
    assert dragoman("series", "CHN", "JPN", "--to", "a.svg", "--title", "Two").exit_code == 0
    assert "Two" in (tmp_path / "a.svg").read_text("utf-8")
    assert "E720" in dragoman("series", "CHN", "JPN", "--to", "a.svg").stderr
    assert dragoman("series", "CHN", "JPN", "--to", "a.svg", "--force").exit_code == 0


def test_an_export_says_what_it_wrote() -> None:
    result = dragoman("export", "gdelt-events", "out.tsv", "--since", "2024-10")
    assert "36 rows of 36 reports in out.tsv" in told(result)
    assert json.loads(Path("out.tsv.about.json").read_text("utf-8"))["rows"] == 36


def test_a_panel_and_a_network_are_written_with_what_they_are() -> None:
    assert dragoman("panel", "dyad", "p.csv", "--quads", "gdelt").exit_code == 0
    assert Path("p.csv").read_text("utf-8").count("\n") == 11
    assert "q2_gdelt" in json.loads(Path("p.csv.about.json").read_text("utf-8"))["columns"]
    assert dragoman("panel", "country", "p.parquet", "--balanced").exit_code == 0
    for name in ("n.graphml", "n.gexf", "n.csv"):
        assert dragoman("network", name).exit_code == 0
    assert dragoman("network", "m.graphml", "--by", "quarter").exit_code == 0
    assert {"n-nodes.csv", "n-edges.csv", "m-2024-01-01.graphml"} <= {p.name for p in Path().iterdir()}
    printed = dragoman("network").stdout
    assert "China" in printed and "2 nodes, 1 edges" in printed


def test_sql_answers_from_the_command_line_and_standard_input() -> None:
    assert "63" in dragoman("sql", "SELECT count(*) AS n FROM reports WHERE status = 'actual'").stdout
    result = dragoman("sql", "-", "--format", "csv", stdin="SELECT id, source FROM documents WHERE source IS NOT NULL")
    assert result.stdout.splitlines() == ["id,source", "story,Post"]
    query = "SELECT actor_countries FROM reports WHERE event_type = 'AID' LIMIT 1"
    lists = dragoman("sql", query, "--format", "jsonl").stdout
    assert json.loads(lists) == {"actor_countries": ["CHN"]}
    assert "event_type" in dragoman("sql").stdout
    assert "2 rows" in told(dragoman("sql", "SELECT event_type FROM reports", "--limit", "2"))


def test_a_sample_is_drawn_judged_and_read_back() -> None:
    assert dragoman("precision", "sheet.csv", "--sample", "10").exit_code == 0
    text = Path("sheet.csv").read_text("utf-8-sig")
    header = text.splitlines()[0].split(",")
    assert "E699" in dragoman("precision", "sheet.csv").stderr
    rows = list(csv.DictReader(io.StringIO(text)))
    for n, row in enumerate(rows):
        row["right"] = "no" if n == 0 else "yes"
    with Path("sheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)
    result = dragoman("precision", "sheet.csv")
    assert "90.0%" in result.stdout and "59.6% to 98.2%" in result.stdout
    assert "confidence" in result.stderr.lower()


def test_versions_are_compared() -> None:
    result = dragoman("compare", "1.0", "1.0", "--to", "d.jsonl")
    assert "64 same, 0 changed, 0 gone, 0 new" in " ".join(result.stdout.split())
    assert Path("d.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("series", "Chnia:GOV"), "mean China"),
        (("series", "CHN", "--by", "mnth"), "mean month"),
        (("series", "CHN", "--count", "event"), "mean events"),
        (("series", "CHN", "--to", "x.gif"), "png, svg, pdf"),
        (("series", "CHN", "--since", "2025", "--until", "2024"), "wrong way round"),
        (("series", "TUV"), "E691"),
        (("export", "gdelt", "x"), "gdelt-events"),
        (("export", "icews", "x", "--country", "Chian"), "mean China"),
        (("export", "icews", "nowhere/x"), "E721"),
        (("panel", "dyads", "x.csv"), "mean dyad"),
        (("panel", "dyad", "x.xlsx"), ".parquet"),
        (("panel", "dyad", "x.csv", "--quads", "gdlet"), "mean gdelt"),
        (("network", "x.png"), ".graphml"),
        (("network", "--level", "people"), "country"),
        (("sql", "DROP VIEW reports"), "E680"),
        (("sql", "SELECT * FROM read_csv('/etc/hosts')"), "E681"),
        (("compare", "1.0", "1.1"), "mean 1.0"),
        (("precision", "nowhere.csv"), "E107"),
        (("reports", "--near", "here"), "near: here cannot be read"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_one_line_and_leave_nothing(words: tuple[str, ...], said: str) -> None:
    before = sorted(Path().iterdir())
    result = dragoman(*words)
    assert result.exit_code == 2
    assert said in told(result)
    assert result.stdout == ""
    assert sorted(Path().iterdir()) == before
