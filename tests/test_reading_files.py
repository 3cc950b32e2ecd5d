"""Readers: what a user gets from each kind of file, and what bad input is told as."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.reading import Failure, Options, content, read
from dragoman.records import Document, document_id

PAGE = """<!doctype html><html><head><title>Ministers meet in Vienna</title>
<meta property="og:title" content="Ministers meet in Vienna">
<meta property="og:site_name" content="The Danube Courier">
<meta property="article:published_time" content="2021-03-04T08:00:00Z">
<link rel="canonical" href="https://danube.example/2021/03/04/ministers-meet">
</head><body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article>
<h1>Ministers meet in Vienna</h1>
<p>The foreign ministers of Austria and Hungary met in Vienna on Wednesday to talk about trade and about the
bridge over the river that has been closed since the autumn.</p>
<p>Both sides said that they would meet again in May, and that experts would go on with the details of the
contract in the meantime, a spokeswoman for the Austrian ministry told reporters after the meeting.</p>
</article><footer>All rights reserved</footer></body></html>"""


def items(*paths: Path | str, **options: object) -> tuple[list[Document], list[DragomanError]]:
    documents, errors = [], []
    for item in read([str(p) for p in paths], Options(**options)):  # type: ignore[arg-type]
        if isinstance(item, Failure):
            errors.append(item.error)
        else:
            documents.append(item)
    return documents, errors


def codes(errors: list[DragomanError]) -> list[str]:
    return [error.code for error in errors]


def test_a_text_file_is_one_document_kept_character_for_character(tmp_path: Path) -> None:
    text = "First line\r\n\r\nChina’s minister spoke.\n\tEnd \n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    (document,), errors = items(path)
    assert document.text == text
    assert (document.title, document.published, errors) == (None, None, [])


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfHello.")
    assert items(path)[0][0].text == "Hello."


def test_json_lines_keep_text_and_fields(json_lines) -> None:
    text = "  “Nous” \u2028 said x\u0301.\n\n"
    record = {
        "id": 7,
        "title": "T",
        "text": text,
        "published": "2022-10-27T10:00:00Z",
        "source": "S",
        "url": "u",
    }
    (document,), errors = items(json_lines([record]))
    assert document == Document(id="7", title="T", text=text, published="2022-10-27", source="S", url="u")
    assert errors == []


def test_one_object_over_several_lines_and_arrays_are_read(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"text": "One."}, indent=2))
    many.write_text(json.dumps([{"text": "Two."}, 3, {"text": "Four."}]))
    documents, errors = items(one, many)
    assert [d.text for d in documents] == ["One.", "Two.", "Four."]
    assert codes(errors) == ["E117"]
    assert errors[0].where == f"{many}:item 2"


def test_an_object_whose_first_line_is_long_is_one_object(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text('{"id": "a",\n "text": "One."}')
    assert [d.text for d in items(path)[0]] == ["One."]


def test_broken_json_in_line_3_costs_that_record_only(json_lines) -> None:
    path = json_lines([{"text": "One."}, {"text": "Two."}, '{"text": "Thr', {"text": "Four."}])
    documents, errors = items(path)
    assert [d.text for d in documents] == ["One.", "Two.", "Four."]
    assert codes(errors) == ["E105"]
    assert errors[0].where == f"{path}:3"


def test_an_array_that_breaks_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "One."}, {"text": "Tw')
    documents, errors = items(path)
    assert [d.text for d in documents] == ["One."]
    assert codes(errors) == ["E105"]


@pytest.mark.parametrize(
    "record", ['{"title": "x"}', '{"text": ""}', '{"text": " \\n "}', '{"text": 5}', '{"text": null}']
)
def test_a_record_without_text_is_told(json_lines, record: str) -> None:
    documents, errors = items(json_lines([record, {"text": "Fine."}]))
    assert len(documents) == 1
    assert codes(errors) == ["E106"]


def test_half_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    lines, array = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text('{"text": "a\\ud800b"}\n')
    array.write_text('[{"text": "a\\ud800b"}]')
    documents, errors = items(lines, array)
    assert documents == []
    assert codes(errors) == ["E105", "E105"]


def test_a_line_beyond_the_limit_is_skipped(json_lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_BYTES", 1000)
    path = json_lines([{"text": "One."}, {"text": "x" * 50_000}, {"text": "Three."}])
    documents, errors = items(path)
    assert [d.text for d in documents] == ["One.", "Three."]
    assert codes(errors) == ["E104"]
    assert errors[0].where == f"{path}:2"


def test_a_document_beyond_the_limit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_BYTES", 1000)
    path = tmp_path / "a.txt"
    path.write_text("word " * 1000)
    assert codes(items(path)[1]) == ["E111"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E101"),
        (b"\x7fELF\x00\x00\x01", "E102"),
        ("Zürich".encode("latin-1"), "E103"),
        ("Zurich".encode("utf-16"), "E103"),
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "jsonl", "html", "csv", "dat"])
def test_files_that_are_no_text_are_told_by_name(tmp_path: Path, data: bytes, code: str, suffix: str) -> None:
    path = tmp_path / f"bad.{suffix}"
    path.write_bytes(data)
    good = tmp_path / "good.txt"
    good.write_text("Fine.")
    documents, errors = items(path, good)
    assert [d.text for d in documents] == ["Fine."]
    assert codes(errors) == [code]
    assert str(path) in str(errors[0])


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert codes(items(tmp_path / "none.txt")[1]) == ["E107"]
    assert codes(items(tmp_path / "*.txt")[1]) == ["E107"]
    assert codes(items(tmp_path)[1]) == ["E109"]


def test_a_folder_gives_its_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "notes.odt", "c.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "c.jsonl"}' if name.endswith("l") else name)
    assert [d.text for d in items(tmp_path)[0]] == ["a/z.txt", "b.txt", "c.jsonl"]


def test_globs_are_expanded(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    assert [d.text for d in items(tmp_path / "a*.txt")[0]] == ["a1.txt", "a2.txt"]


@pytest.mark.parametrize(
    ("data", "text"),
    [('{"text": "From a pipe."}\n', "From a pipe."), ("Plain words.", "Plain words.")],
)
def test_standard_input_is_recognised(monkeypatch: pytest.MonkeyPatch, data: str, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    assert [d.text for d in items("-")[0]] == [text]


def test_compressed_files_are_read_as_what_they_hold(tmp_path: Path) -> None:
    import zstandard

    line = b'{"text": "Packed."}\n'
    packed, small, torn = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.zst", tmp_path / "c.jsonl.gz"
    packed.write_bytes(gzip.compress(line))
    small.write_bytes(zstandard.compress(line))
    torn.write_bytes(gzip.compress(line * 10_000)[:-20])
    documents, errors = items(packed, small)
    assert [d.text for d in documents] == ["Packed.", "Packed."]
    documents, errors = items(torn)
    assert {d.text for d in documents} <= {"Packed."}
    assert codes(errors) == ["E116"]


@pytest.mark.parametrize("one_line", [False, True])
def test_a_page_gives_text_title_day_and_outlet(tmp_path: Path, one_line: bool) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("\n", " ") if one_line else PAGE)
    (document,), errors = items(path)
    assert errors == []
    assert document.title == "Ministers meet in Vienna"
    assert (document.published, document.source) == ("2021-03-04", "The Danube Courier")
    assert document.text.startswith("The foreign ministers of Austria") or "\n\nThe foreign" in document.text
    assert "Sport" not in document.text and "rights reserved" not in document.text
    assert "meeting." in document.text


def test_a_page_in_the_character_set_that_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("bridge", "brücke")
    path.write_bytes(page.encode("latin-1"))
    assert "brücke" in items(path)[0][0].text


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<div>" * 100_000, "<html" + "<b>" * 30_000 + "x"]
)
def test_a_page_without_an_article_is_told(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page)
    assert codes(items(path)[1]) == ["E112"]


def test_csv_tsv_and_parquet_with_a_column_map(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    (tmp_path / "a.csv").write_text('id,body,day\n1,"China, said\nso.",2020-01-02\n2,,\n')
    (tmp_path / "b.tsv").write_text("body\tday\nTabbed.\t3 May 2020\n")
    pq.write_table(pa.table({"body": ["Columns."], "day": ["2020-02-30"]}), tmp_path / "c.parquet")
    documents, errors = items(tmp_path, columns={"text": "body", "published": "day"})
    assert [(d.text, d.published) for d in documents] == [
        ("China, said\nso.", "2020-01-02"),
        ("Tabbed.", "2020-05-03"),
        ("Columns.", None),
    ]
    assert codes(errors) == ["E106", "E110"]


def test_a_missing_column_names_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("headline,body\na,b\n")
    (error,) = items(path)[1]
    assert error.code == "E114"
    assert "headline, body" in str(error)


def test_a_torn_parquet_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    assert codes(items(path)[1]) == ["E115"]


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(DragomanError, match="E113"):
        read(["x"], Options(format="odt"))


def test_an_impossible_day_is_unknown_and_told(json_lines) -> None:
    (document,), errors = items(json_lines([{"text": "Words.", "published": "2022-02-30"}]))
    assert document.published is None
    assert codes(errors) == ["E110"]


def test_a_document_without_a_day_takes_the_given_one_or_its_datelines_or_none(json_lines) -> None:
    path = json_lines([{"text": "Words."}, {"text": "PARIS, May 3, 2004 (AFP) - Words."}])
    assert [d.published for d in items(path)[0]] == [None, "2004-05-03"]
    assert [d.published for d in items(path, published="2001-01-01")[0]] == ["2001-01-01", "2001-01-01"]


def test_ids_are_made_from_source_url_and_text(json_lines) -> None:
    path = json_lines([{"text": "Words.", "url": "u"}, {"text": "Words."}, {"text": "Words.", "id": "own"}])
    ids = [d.id for d in items(path, source="S")[0]]
    assert ids == [document_id("S", "u", "Words."), document_id("S", None, "Words."), "own"]


def test_reading_does_not_hold_the_file(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"text": "Words."}\n' * 20_000)
    reading = read([path])
    next(iter(reading))
    assert reading.meter.total == path.stat().st_size
    assert reading.meter.done < reading.meter.total / 2


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=5), st.booleans())
def test_any_text_comes_back_from_lines_and_arrays(tmp_path_factory, texts: list[str], ascii_: bool) -> None:
    folder = tmp_path_factory.mktemp("any")
    records = [{"text": t} for t in texts]
    (folder / "a.jsonl").write_text(
        "\n".join(json.dumps(r, ensure_ascii=ascii_) for r in records), encoding="utf-8"
    )
    (folder / "b.json").write_text(json.dumps(records, ensure_ascii=ascii_), encoding="utf-8")
    documents, errors = items(folder, recognise_language=False)
    assert errors == []
    assert [d.text for d in documents] == texts * 2


@given(
    st.binary(max_size=300),
    st.sampled_from(["txt", "jsonl", "json", "html", "csv", "parquet", "jsonl.gz", "txt.zst"]),
)
def test_any_bytes_give_documents_or_told_failures(tmp_path_factory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    path.write_bytes(data)
    documents, errors = items(path, recognise_language=False)
    assert documents or errors or not data.strip() or suffix in ("csv", "jsonl", "json")
