"""Readers on generated files: documents a second, and memory that does not grow with the input.

Each reader reads a small and a large file of the same documents in a process of its own, without coding.
``python -m benchmarks.reading --megabytes 2000`` reads JSON lines of that size.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gzip
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from random import Random

WORDS = """
the of minister said on Monday that talks between both governments would begin in the capital after officials
from border provinces agreed to open roads for trade and aid while troops stayed in their camps and observers
met people who had fled their homes during the winter and now asked for help with houses schools and water
across the river
"""
SMALL, LARGE = 200, 1_000
"""Documents of the two files of a reader."""

Documents = Iterator[dict[str, str]]


def documents(count: int) -> Documents:
    """Documents of about 2,000 characters; every one is another."""
    random, words = Random(7), WORDS.split()
    for number in range(count):
        sentences = [" ".join(random.choices(words, k=20)).capitalize() + f" {number}." for _ in range(15)]
        paragraphs = ["\n".join(sentences[n : n + 3]) for n in range(0, 15, 3)]
        yield {
            "id": f"g-{number}",
            "title": f"Talks number {number} begin",
            "text": "\n\n".join(paragraphs),
            "published": f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "source": "The Generated Gazette",
        }


def json_lines(path: Path, found: Documents) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for document in found)


def json_array(path: Path, found: Documents) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, document in enumerate(found):
            file.write(("[" if not number else ",\n") + json.dumps(document))
        file.write("]")


def gzipped(path: Path, found: Documents) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as file:
        file.writelines(json.dumps(document) + "\n" for document in found)


def zstandard_(path: Path, found: Documents) -> None:
    import zstandard

    with zstandard.open(path, "wt", encoding="utf-8") as file:
        for document in found:
            file.write(json.dumps(document) + "\n")


def comma_separated(path: Path, found: Documents) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("id", "title", "text", "published", "source"))
        writer.writeheader()
        writer.writerows(found)


def parquet(path: Path, found: Documents) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(list(found))
    pq.write_table(table, path, row_group_size=1_000)


def page(document: dict[str, str]) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in document["text"].split("\n\n"))
    return (
        f"<!doctype html>\n<html><head><title>{document['title']}</title>"
        f'<meta property="article:published_time" content="{document["published"]}"></head><body><nav>Home</nav>'
        f"<article><h1>{document['title']}</h1>{paragraphs}</article><footer>All rights</footer></body></html>"
    ).encode()


def web_archive(path: Path, found: Documents) -> None:
    with path.open("wb") as file:
        for document in found:
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(document)
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{document['id']}>\r\n"
                f"WARC-Date: 2021-01-01T00:00:00Z\r\nWARC-Target-URI: https://gazette.example/{document['id']}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 3))


def pages(path: Path, found: Documents) -> None:
    path.mkdir()
    for document in found:
        (path / f"{document['id']}.html").write_bytes(page(document))


def news_items(path: Path, found: Documents) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>')
        for document in found:
            paragraphs = "".join(f"<p>{text}</p>" for text in document["text"].split("\n\n"))
            file.write(
                f'<newsItem guid="{document["id"]}"><itemMeta><pubStatus qcode="stat:usable"/></itemMeta><contentMeta>'
                f"<contentCreated>{document['published']}</contentCreated><headline>{document['title']}</headline>"
                f"</contentMeta><contentSet><inlineXML><html><body>{paragraphs}</body></html></inlineXML></contentSet>"
                "</newsItem>"
            )
        file.write("</itemSet></newsMessage>")


def mails(path: Path, found: Documents) -> None:
    path.mkdir()
    for document in found:
        mail = EmailMessage()
        mail["From"], mail["Subject"], mail["Message-ID"] = document["source"], document["title"], document["id"]
        mail.set_content(document["text"])
        (path / f"{document['id']}.eml").write_bytes(mail.as_bytes())


def zipped(path: Path, found: Documents) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for document in found:
            archive.writestr(f"{document['id']}.txt", document["text"])


def factiva_lines(document: dict[str, str]) -> list[str]:
    head = (document["title"], "300 words", "12 May 2020", document["source"], "GENGAZ", "English", "(c) 2020 Gazette")
    return [*head, *document["text"].split("\n\n"), f"Document GENGAZ00{int(document['id'][2:]):012}abc"]


def rich_text(path: Path, found: Documents) -> None:
    lines = (line for document in found for line in factiva_lines(document))
    with path.open("w", encoding="ascii") as file:
        file.write(r"{\rtf1\ansi ")
        file.writelines(rf"\pard {line}\par " for line in lines)
        file.write("}")


def word_file(path: Path, found: Documents) -> None:
    import docx

    made = docx.Document()
    for document in found:
        for line in factiva_lines(document):
            made.add_paragraph(line)
    made.save(str(path))


READERS: dict[str, tuple[str, Callable[[Path, Documents], None]]] = {
    "JSON lines": ("a.jsonl", json_lines),
    "JSON array": ("a.json", json_array),
    "JSON lines, gzip": ("a.jsonl.gz", gzipped),
    "JSON lines, zstd": ("a.jsonl.zst", zstandard_),
    "CSV": ("a.csv", comma_separated),
    "Parquet": ("a.parquet", parquet),
    "HTML pages": ("pages", pages),
    "WARC, gzip": ("a.warc.gz", web_archive),
    "NewsML-G2": ("a.xml", news_items),
    "mails": ("mails", mails),
    "text files in zip": ("a.zip", zipped),
    "Factiva RTF": ("a.rtf", rich_text),
    "Factiva Word": ("a.docx", word_file),
}

def lines() -> Iterator[str]:
    """A table of all readers."""
    yield f"Generated documents of about 2,000 characters, {SMALL:,} and {LARGE:,} of them, in processor time,"
    yield "language recognised. A file of any size: `python -m benchmarks.reading --megabytes 2000`."
    yield "The last column is the peak memory of the process on the larger file, less that on the smaller one; RTF and"
    yield "Word files are whole in memory, up to the limit of an export (50 MB)."
    yield ""
    yield "| reader | documents/s | peak, MB | growth, MB |"
    yield "|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        for name, (file, write) in READERS.items():
            peaks = []
            for count in (SMALL, LARGE):
                path = Path(folder) / str(count) / file
                path.parent.mkdir(exist_ok=True)
                write(path, documents(count))
                read, seconds, peak = measured(path)
                assert read == count, f"{name}: {read} of {count} documents were read"
                peaks.append(peak)
            yield f"| {name} | {LARGE / seconds:,.0f} | {peaks[1]:,.0f} | {peaks[1] - peaks[0]:,.0f} |"


def measured(path: Path, *options: str) -> tuple[int, float, float]:
    """Documents, processor seconds and peak megabytes of reading a path in a process of its own."""
    command = [sys.executable, __file__, "--read", str(path), *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    count, seconds, peak = done.stdout.split()
    return int(count), float(seconds), float(peak)


def read_here(path: Path, language: bool) -> None:
    from dragoman.reading import Options, read
    from dragoman.records import Document

    options = Options(recognise_language=language)
    first = next(iter(read([path], options)))  # what is loaded once is no part of the speed
    began = time.process_time()
    count = sum(isinstance(item, Document) for item in read([path], options))
    seconds = time.process_time() - began
    assert isinstance(first, Document), first
    print(count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def large(megabytes: int, *options: str) -> str:
    """One line about a JSON lines file of so many megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.jsonl"
        block = io.StringIO()
        block.writelines(json.dumps(document) + "\n" for document in documents(1_000))
        size = 0
        with path.open("w", encoding="utf-8") as file:
            while size < megabytes * 1_000_000:
                size += file.write(block.getvalue())
        count, seconds, peak = measured(path, *options)
    return f"{size / 1e6:,.0f} MB of JSON lines, {count:,} documents: {seconds:,.0f} s, peak memory {peak:,.0f} MB"


def main() -> None:
    """Read one path, a large file, or all kinds of files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--megabytes", type=int, help="read JSON lines of this size")
    parser.add_argument("--no-language", action="store_true", help="do not recognise languages, which takes most time")
    chosen = parser.parse_args()
    if chosen.read:
        read_here(chosen.read, not chosen.no_language)
    elif chosen.megabytes:
        print(large(chosen.megabytes, *(["--no-language"] if chosen.no_language else [])))
    else:
        for line in lines():
            print(line, flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
