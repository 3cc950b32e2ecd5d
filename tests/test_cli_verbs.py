"""What a user types and what comes back."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import fake_coder
from dragoman.cli.app import VERBS, app
from dragoman.cli.console import err, out
from dragoman.records import report_from_json

STORY = {
    "id": "story",
    "title": "Words between neighbours",
    "published": "2020-05-06",
    "source": "The Harbour Post",
    "text": "China condemned Japan. Later France visited Russia.",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("dragoman.running.coder.load_coder", fake_coder.make)
    monkeypatch.chdir(tmp_path)
    out.cache_clear()
    err.cache_clear()


def dragoman(*words: str, columns: int = 100, stdin: bytes | None = None) -> Result:
    out.cache_clear()
    err.cache_clear()
    return CliRunner().invoke(app, list(words), input=stdin, env={"COLUMNS": str(columns)})


@pytest.fixture
def coded(json_lines) -> Path:
    path = json_lines([STORY, {"id": "dull", "text": "It rained all day long.", "published": "2020-06-01"}])
    assert dragoman("code", str(path)).exit_code == 0
    return path


def test_help_lists_the_verbs_that_there_are() -> None:
    result = dragoman("--help")
    assert result.exit_code == 0
    listed = [verb for verb in VERBS if f" {verb} " in result.stdout]
    assert {"code", "explain", "reports", "documents", "doctor"} <= set(listed)


def test_a_verb_without_a_module_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.cli.app.VERBS", ("code", "nowhere"))
    assert "nowhere" not in dragoman("--help").stdout
    assert dragoman("nowhere").exit_code == 2


def test_help_needs_no_heavy_library() -> None:
    heavy = ("spacy", "pyarrow", "duckdb", "onnxruntime", "trafilatura", "numpy")
    script = (
        "import sys; from typer.testing import CliRunner; from dragoman.cli.app import app; "
        f"CliRunner().invoke(app, ['--help']); print([m for m in {heavy!r} if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_coding_says_what_it_found_and_what_to_do_next(json_lines) -> None:
    result = dragoman("code", str(json_lines([STORY])))
    assert result.exit_code == 0
    assert result.stdout == ""
    for words in ("1  documents coded", "2  reports", "ACCUSE", "dragoman-store", "dragoman reports"):
        assert words in result.stderr


def test_coding_again_says_that_it_was_coded_before(coded: Path) -> None:
    result = dragoman("code", str(coded))
    assert result.exit_code == 0
    assert "2  documents coded before" in result.stderr


def test_json_lines_go_to_standard_output_and_words_to_standard_error(json_lines) -> None:
    result = dragoman("code", str(json_lines([STORY])), "--to", "-")
    reports = [report_from_json(line) for line in result.stdout.splitlines()]
    assert [r.event_type for r in reports] == ["ACCUSE", "CONSULT"]
    assert all(STORY["text"][r.predicate.start : r.predicate.end] == r.predicate.text for r in reports)
    assert "documents coded" in result.stderr
    assert not Path("dragoman-store").exists()


def test_json_lines_go_to_a_file(json_lines) -> None:
    assert dragoman("code", str(json_lines([STORY])), "--to", "found.jsonl").exit_code == 0
    assert len(Path("found.jsonl").read_text().splitlines()) == 2
    assert "E607" in dragoman("code", str(json_lines([STORY])), "--to", "no/such/folder.jsonl").stderr


def test_standard_input_is_read() -> None:
    result = dragoman("code", "-", "--to", "-", stdin=json.dumps(STORY).encode())
    assert len(result.stdout.splitlines()) == 2


def test_a_bad_file_among_good_ones_is_told_in_one_line(json_lines, tmp_path: Path) -> None:
    Path("empty.txt").touch()
    Path("noise.bin").write_bytes(bytes(range(256)))
    result = dragoman("code", str(json_lines([STORY])), "empty.txt", "noise.bin", "none.txt", "news.jsonl/")
    assert result.exit_code == 1
    for code, name in (("E101", "empty.txt"), ("E102", "noise.bin"), ("E107", "none.txt")):
        (line,) = (line for line in result.stderr.splitlines() if code in line and name in line)
        assert line.endswith(".")
    assert "1  documents coded" in result.stderr


def test_nothing_to_do_is_exit_code_2_and_makes_no_store() -> None:
    result = dragoman("code", "none.txt")
    assert result.exit_code == 2
    assert "E107" in result.stderr
    assert not Path("dragoman-store").exists()


def test_a_folder_that_is_no_store_is_refused(json_lines, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    result = dragoman("code", str(json_lines([STORY])), "--store", "mine")
    assert result.exit_code == 2
    assert "mine: this folder is not a Dragoman store" in result.stderr
    assert dragoman("reports", "--store", "mine").exit_code == 2


def test_other_languages_are_set_aside_and_do_not_fail(json_lines) -> None:
    french = (
        "Le ministre des affaires étrangères a rencontré mardi son homologue pour parler de la région. " * 2
    )
    result = dragoman("code", str(json_lines([STORY, {"text": french}])))
    assert result.exit_code == 0
    assert "1  documents set aside, not in English (fr 1)" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--shard", "5/4"), "E606"),
        (("--published", "2020-02-31"), "E110"),
        (("--format", "odt"), "E113"),
        (("--column", "body"), "E602"),
    ],
)
def test_options_that_cannot_be_are_told(json_lines, words: tuple[str, str], code: str) -> None:
    result = dragoman("code", str(json_lines([STORY])), *words)
    assert result.exit_code == 2
    assert code in result.stderr


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_table_of_reports_is_readable(coded: Path, columns: int) -> None:
    lines = dragoman("reports", columns=columns).stdout.splitlines()
    assert max(map(len, lines)) <= columns
    words = " ".join(lines)
    for expected in (
        "Words between neighbours",
        "2020-05-06",
        "CHN",
        "ACCUSE",
        "JPN",
        "‹condemned›",
        "undated",
    ):
        assert expected in words


def test_reports_are_filtered(coded: Path) -> None:
    def found(*words: str) -> list[str]:
        result = dragoman("reports", "--format", "jsonl", *words)
        assert result.exit_code == 0, result.stderr
        return [json.loads(line)["event_type"] for line in result.stdout.splitlines()]

    assert found() == ["ACCUSE", "CONSULT"]
    assert (
        found("--country", "china")
        == found("--actor-country", "CHN")
        == found("--type", "accuse")
        == ["ACCUSE"]
    )
    assert found("--recipient-country", "Russian", "--mode", "visit") == ["CONSULT"]
    assert found("--text", "neighbours", "--limit", "1") == ["ACCUSE"]
    assert found("--since", "2020-05-07") == found("--status", "negated") == found("--document", "dull") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "Rusia"), "did you mean Russia (RUS)?"),
        (("--country", "Qqq"), "ISO 3166"),
        (("--type", "QUARREL"), "ACCUSE"),
        (("--mode", "shout"), "visit"),
        (("--status", "maybe"), "hypothetical"),
        (("--since", "soon"), "YYYY-MM-DD"),
        (("--text", '"open'), "E603"),
        (("--store", "nowhere"), "E501"),
    ],
)
def test_filters_that_cannot_be_say_what_can(coded: Path, words: tuple[str, str], said: str) -> None:
    result = dragoman("reports", *words)
    assert result.exit_code == 2
    assert said.lower() in " ".join(result.stderr.split()).lower()


def test_reports_as_csv(coded: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(dragoman("reports", "--format", "csv").stdout)))
    assert [(r["actor_country"], r["event_type"], r["recipient_country"]) for r in rows] == [
        ("CHN", "ACCUSE", "JPN"),
        ("FRA", "CONSULT", "RUS"),
    ]
    assert rows[0]["sentence"] == "China condemned Japan."


def test_documents_are_listed(coded: Path) -> None:
    table = dragoman("documents").stdout
    assert "Words between neighbours" in table and "The Harbour" in table
    rows = list(
        csv.DictReader(io.StringIO(dragoman("documents", "--format", "csv", "--text", "rained").stdout))
    )
    assert [(r["id"], r["reports"]) for r in rows] == [("dull", "0")]
    lines = dragoman("documents", "--format", "jsonl", "--document", "story").stdout.splitlines()
    assert json.loads(lines[0])["text"] == STORY["text"]


def test_no_result_is_said_on_standard_error(coded: Path) -> None:
    result = dragoman("reports", "--country", "Peru")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No reports match" in result.stderr


def test_a_doctor_finds_a_missing_segment(coded: Path) -> None:
    assert dragoman("doctor").exit_code == 0
    for segment in Path("dragoman-store/reports").iterdir():
        segment.unlink()
    result = dragoman("doctor")
    assert result.exit_code == 1
    assert "E505" in result.stdout


def test_a_doctor_prints_the_default_configuration() -> None:
    assert "pipeline" in dragoman("doctor", "--config").stdout


def test_several_workers_give_the_same_reports(json_lines, coded: Path) -> None:
    before = dragoman("reports", "--format", "jsonl").stdout
    result = dragoman("code", str(coded), "--store", "other", "--workers", "2")
    assert result.exit_code == 0, result.stderr
    assert dragoman("reports", "--format", "jsonl", "--store", "other").stdout == before


# Living with a store


def test_deleting_asks_first_and_tells_what_went(coded: Path) -> None:
    asked = dragoman("store", "delete", "--document", "story", stdin=b"n\n")
    assert asked.exit_code == 1 and "Delete 1 document from dragoman-store for good?" in asked.stderr
    assert "story" in dragoman("documents", columns=200).stdout
    done = dragoman("store", "delete", "--document", "story", "--document", "nowhere", "--yes")
    assert done.exit_code == 0
    assert "No document has the id nowhere." in done.stderr
    assert "Deleted 1 document with 2 reports." in done.stderr
    assert "story" not in dragoman("documents", columns=200).stdout
    assert dragoman("store", "check").exit_code == 0
    assert dragoman("store", "delete").exit_code == 2


def test_merging_tells_what_came_and_what_clashes(coded: Path, json_lines) -> None:
    other = json_lines([STORY | {"text": "France condemned China."}, {"id": "new", "text": "Japan visited Russia."}])
    assert dragoman("code", str(other), "--store", "other").exit_code == 0
    merged = dragoman("store", "merge", "other")
    assert merged.exit_code == 1
    assert "Document story has another text in other" in merged.stderr
    assert "From other: 1 document, 1 report, 0 corrections." in merged.stderr
    assert dragoman("store", "merge", "other", "--store", "third").exit_code == 0
    assert dragoman("store", "merge", "nowhere").exit_code == 2


def test_checking_tells_what_is_wrong(coded: Path) -> None:
    assert "all is well" in dragoman("store", "check").stderr
    assert "already" in dragoman("store", "upgrade").stderr
    (segment,) = Path("dragoman-store/reports").iterdir()
    segment.rename(segment.with_name("elsewhere.parquet"))
    result = dragoman("store", "check")
    assert result.exit_code == 1
    assert "missing or damaged" in result.stdout and "1 problem" in result.stderr and "1 file" in result.stderr


def test_a_store_without_texts_shows_what_it_has(json_lines) -> None:
    long = "On a day on which it rained and rained China condemned Japan. Later France visited Russia."
    path = str(json_lines([STORY | {"text": long}]))
    assert dragoman("code", path, "--store", "none", "--keep-text", "none").exit_code == 0
    assert dragoman("code", path, "--store", "some", "--keep-text", "quotes:25").exit_code == 0
    assert "(the store keeps no text)" in dragoman("reports", "--store", "none").stdout
    shown = dragoman("reports", "--store", "some").stdout
    assert "… China ‹condemned› Japan" in shown and "rained" not in shown
    assert "Later France ‹visited›" in shown or "France ‹visited› Russia" in shown
    rows = list(csv.DictReader(io.StringIO(dragoman("reports", "--store", "some", "--format", "csv").stdout)))
    assert rows[0]["sentence"].startswith("China condemned Japan")
    assert dragoman("documents", "--store", "none").exit_code == 0
    assert dragoman("code", path, "--store", "none", "--keep-text", "all").exit_code == 2
