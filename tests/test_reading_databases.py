"""Exports of LexisNexis and Factiva, in the forms in which those services describe them; all texts are our own."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.reading import Failure, Options, read
from dragoman.reading.databases import factiva, nexis
from dragoman.records import Document

UNI = """User Name: reader
Date and Time: Friday, June 5, 2020 10:02:00 AM EDT
Documents (2)
1. Ministers meet in Vienna
2. Harbour closed
Ministers meet in Vienna
The Danube Courier
May 12, 2020 Tuesday
Copyright 2020 Danube Courier Ltd. All Rights Reserved
Section: NEWS; Pg. 4
Length: 61 words
Byline: Ann Writer
Dateline: VIENNA
Body
The foreign ministers of Austria and Hungary met in Vienna on Monday.
Note: both sides said that they would meet again in May.
Classification
Language: ENGLISH
Publication-Type: Newspaper
Load-Date: May 13, 2020
End of Document
Harbour closed
Coast Gazette (England)
June 2, 2020 Tuesday 10:32 AM GMT
Copyright 2020 Coast Gazette
Length: 12 words
Body
Japan closed the harbour to Russian ships.
Load-Date: June 2, 2020
End of Document""".splitlines()

ACADEMIC = """1 of 2 DOCUMENTS
The Danube Courier
May 12, 2008 Monday
Late Edition - Final
Ministers meet in Vienna
BYLINE: By ANN WRITER
SECTION: Section A; Foreign Desk; Pg. 4
LENGTH: 61 words
DATELINE: VIENNA
The foreign ministers of Austria and Hungary met in Vienna on Sunday.
Both sides said that they would meet again.
LOAD-DATE: May 12, 2008
LANGUAGE: ENGLISH
PUBLICATION-TYPE: Newspaper
Copyright 2008 Danube Courier Ltd.
2 of 2 DOCUMENTS
Coast Gazette
June 2, 2008
Harbour closed
LENGTH: 12 words
Japan closed the harbour to Russian ships.
LOAD-DATE: June 3, 2008""".splitlines()

FACTIVA = """World News
Ministers meet in Vienna
By Ann Writer
1,061 words
12 May 2020
14:05
The Danube Courier
DANCOU
English
(c) 2020 Danube Courier Ltd.
The foreign ministers of Austria and Hungary met in Vienna on Monday.
Both sides said that they would meet again.
Document DANCOU0020200512eg5c00abc
Harbour closed
12 words
2 June 2020
Coast Gazette
COASTG
English
Copyright 2020 Coast Gazette
Japan closed the harbour to Russian ships.
Document COASTG0020200602eg6200def""".splitlines()

CODED = """HD
Ministers meet in Vienna
BY
By Ann Writer
WC
1,061 words
PD
12 May 2020
SN
The Danube Courier
LA
English
LP
The foreign ministers of Austria and Hungary met in Vienna on Monday.
TD
Both sides said that they would meet again.
AN
Document DANCOU0020200512eg5c00abc
HD
Harbour closed
PD
2 June 2020
SN
Coast Gazette
LP
Japan closed the harbour to Russian ships.
AN
Document COASTG0020200602eg6200def""".splitlines()

FORMS = {"uni": UNI, "academic": ACADEMIC, "factiva": FACTIVA, "coded": CODED}


def as_rtf(lines: list[str]) -> bytes:
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\info{\author Nobody}}\f0\fs20 "
    return (head + "".join(rf"\pard {{\b {line}}}\par " for line in lines) + "}").encode("latin-1")


def as_docx(lines: list[str]) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def as_html(lines: list[str]) -> bytes:
    body = "\n".join(f'<div class="articleParagraph"><span>{line}</span></div>' for line in lines)
    return f"<!doctype html><html><head><title>Export</title></head><body>{body}</body></html>".encode()


def items(path: Path, **options: object) -> tuple[list[Document], list[DragomanError]]:
    found = list(read([path], Options(**options)))  # type: ignore[arg-type]
    failures = [item.error for item in found if isinstance(item, Failure)]
    return [item for item in found if isinstance(item, Document)], failures


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("suffix", "make"), [("rtf", as_rtf), ("docx", as_docx), ("html", as_html)])
def test_an_export_gives_its_articles(tmp_path: Path, form: str, suffix: str, make) -> None:
    path = tmp_path / f"export.{suffix}"
    path.write_bytes(make(FORMS[form]))
    (one, two), errors = items(path)
    assert errors == []
    assert (one.title, one.source, one.published[4:]) == ("Ministers meet in Vienna", "The Danube Courier", "-05-12")
    assert one.text.startswith("The foreign ministers of Austria and Hungary met in Vienna on ")
    assert one.text.count("\n\n") == 1 and one.text.endswith(".")
    assert "Both sides" in one.text or "both sides" in one.text
    assert (two.title, two.text) == ("Harbour closed", "Japan closed the harbour to Russian ships.")
    assert two.published[4:] == "-06-02" and two.source.startswith("Coast Gazette")


def test_lexisnexis_gives_dateline_and_language(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(as_rtf(UNI))
    one, _ = items(tmp_path / "a.rtf")[0]
    assert (one.dateline, one.language) == ("VIENNA", "en")


def test_factiva_gives_its_own_ids(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(as_rtf(FACTIVA))
    assert [d.id for d in items(tmp_path / "a.rtf")[0]] == ["DANCOU0020200512eg5c00abc", "COASTG0020200602eg6200def"]


def test_a_title_that_is_a_link_gives_the_address(tmp_path: Path) -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "https://nexis.example/api?id=1"}}{\fldrslt{Harbour closed}}}'
    (tmp_path / "a.rtf").write_bytes(as_rtf([link, *UNI[-8:]]))
    (document,), _ = items(tmp_path / "a.rtf")
    assert (document.title, document.url) == ("Harbour closed", "https://nexis.example/api?id=1")


def test_rtf_keeps_quotes_dashes_and_letters_of_other_scripts(tmp_path: Path) -> None:
    line = r"The \'93caf\'e9\'94 \endash  \u1050?\u1080?\u1077?\u1074? \u-10179?\u-8704?"
    (tmp_path / "a.rtf").write_bytes(as_rtf([line]))
    (document,), _ = items(tmp_path / "a.rtf")
    assert document.text == "The “café” – Киев \U0001f600"


def test_the_text_export_of_lexisnexis_is_told_by_its_first_lines(tmp_path: Path) -> None:
    text = "\n\n".join(f"    {line}" for line in ACADEMIC).replace("Austria and", "Austria\nand")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8-sig")
    one, two = items(tmp_path / "a.txt")[0]
    assert one.text.startswith("The foreign ministers of Austria and Hungary met")
    assert two.title == "Harbour closed"


def test_other_files_of_words_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(as_docx(["China condemned Japan.", "", "It rained."]))
    (tmp_path / "b.rtf").write_bytes(as_rtf(["China condemned Japan.", "It rained."]))
    documents, errors = items(tmp_path)
    assert [d.text for d in documents] == ["China condemned Japan.\n\nIt rained."] * 2
    assert errors == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.rtf", b"Just words."),
        ("a.rtf", b"{\\rtf1 " + b"{" * 100_000),
        ("a.rtf", b"{\\rtf1 \\u99999999999? \\bin99999999999 x}"),
        ("a.docx", b"PK\x03\x04 and nothing"),
        ("a.docx", as_docx(["Words."])[:-400]),
        ("a.docx", as_docx(["Words."]).replace(b"word/document.xml", b"word/documant.xml")),
    ],
)
def test_broken_files_are_told_in_a_line(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    documents, (error,) = items(tmp_path / name)
    assert documents == [] and error.code in ("E112", "E115", "E106")
    assert "\n" not in str(error)


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.reading.databases.lines.MAX_UNPACKED", 1_000)
    (tmp_path / "a.docx").write_bytes(as_docx(["Words."]))
    assert [e.code for e in items(tmp_path / "a.docx")[1]] == ["E111"]


@given(st.lists(st.sampled_from([*UNI, *ACADEMIC, *FACTIVA, *CODED, "Words here."])))
def test_whatever_the_order_of_lines_nothing_is_raised_or_made_up(lines: list[str]) -> None:
    for database in (factiva, nexis):
        for record in database.records(lines):
            assert set(filter(None, "\n\n".join((record["text"] or "").split("\n\n")).split("\n\n"))) <= set(lines)
