"""The corpus' own files: texts with one sentence a line, and coding sheets with one report a line.

A coder writes words, not offsets. Here the words are looked up in their sentence: words that are absent, or that stand
there more than once without a number, are an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dragoman import ontology

COUNTRY = re.compile(r"[A-Z]{3}")
PLACED = re.compile(r"^(.*?)(?:@(\d+))?(?:#(\d+))?$", re.DOTALL)

Record = dict[str, Any]


class SheetError(ValueError):
    """A line that cannot be read, with its place."""


def read_texts(folder: Path) -> list[Record]:
    """All documents of a folder of text files, in the order of files and of documents in them."""
    documents = [d for path in sorted(folder.glob("*.txt")) for d in _documents(path.read_text(encoding="utf-8"))]
    names = [d["id"] for d in documents]
    if len(set(names)) < len(names):
        raise SheetError("two documents have one id")
    return documents


def _documents(text: str) -> Iterator[Record]:
    for block in re.split(r"(?m)^## ", text)[1:]:
        head, body = block.split("\n\n", 1)
        name, *fields = head.split("\n")
        document: Record = {"id": name.strip(), **dict(f.split(": ", 1) for f in fields)}
        date.fromisoformat(document["published"])
        document["text"], document["sentences"] = _join(body.strip("\n"))
        yield document


def _join(body: str) -> tuple[str, list[list[int]]]:
    """Sentences of a paragraph are joined by a space, paragraphs by an empty line; offsets of every sentence."""
    text, spans = "", []
    for paragraph in body.split("\n\n"):
        for number, sentence in enumerate(paragraph.split("\n")):
            if text:
                text += " " if number else "\n\n"
            spans.append([len(text), len(text) + len(sentence)])
            text += sentence
    return text, spans


def read_sheet(path: Path, documents: list[Record]) -> list[Record]:
    """The reports of a coding sheet. Raises ``SheetError`` that lists every line that cannot be read."""
    known, current = {d["id"]: d for d in documents}, None
    reports, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        try:
            if line.startswith("# "):
                current = known[line[2:].strip()]
            elif current is None:
                raise SheetError("a report before the first document")
            else:
                reports.append(read_line(line, current))
        except (SheetError, KeyError, ValueError) as fault:
            faults.append(f"{path.name}:{number}: {fault}\n    {line}")
    if faults:
        raise SheetError("\n".join(faults))
    return reports


def read_line(line: str, document: Record) -> Record:
    """One report: ``sentence | trigger | TYPE/mode | actors | recipients | key=value ...``."""
    parts = [p.strip() for p in line.split("|")]
    if len(parts) < 5:
        raise SheetError("fewer than five fields")
    sentence = int(parts[0])
    if not 0 <= sentence < len(document["sentences"]):
        raise SheetError(f"no sentence {sentence}")
    types, modes = _types(parts[2])
    report: Record = {
        "doc": document["id"],
        "sent": sentence,
        **_trigger(parts[1], sentence, document),
        "types": types,
        "modes": modes,
        "actor": _parties(parts[3], sentence, document),
        "recipient": _parties(parts[4], sentence, document),
        "reciprocal": False,
        "statuses": ["actual"],
        "dates": [None],
        "planned_for": None,
        "attribution": None,
        "place": None,
        "core": True,
    }
    for option in parts[5:]:
        _option(report, option, sentence, document)
    if report["reciprocal"] and (report["recipient"] or len(report["actor"]) < 1):
        raise SheetError("reciprocal reports have actors and no recipients")
    return report


def _trigger(words: str, sentence: int, document: Record) -> Record:
    span = find(words, sentence, document)
    a, b = document["sentences"][sentence]
    if not a <= span["start"] < b:
        raise SheetError("the trigger stands in another sentence")
    return {"trigger": span["text"], "start": span["start"], "end": span["end"]}


def find(words: str, sentence: int, document: Record) -> Record:
    """The span of words: ``words``, ``words#2`` (the second such in the sentence), ``words@3`` (in sentence 3)."""
    match = PLACED.match(words.strip())
    assert match is not None
    quote, where, which = match[1].strip(), match[2], match[3]
    if where is not None and int(where) >= len(document["sentences"]):
        raise SheetError(f"no sentence {where}")
    a, b = document["sentences"][int(where) if where else sentence]
    pattern = re.compile(rf"(?<!\w){re.escape(quote)}(?!\w)")
    hits = [m.start() for m in pattern.finditer(document["text"], a, b)]
    if not quote or not hits:
        raise SheetError(f"not in the sentence: {quote!r}")
    if len(hits) > 1 and which is None:
        raise SheetError(f"{len(hits)} times in the sentence: {quote!r} (write {quote}#1)")
    if which is not None and not 1 <= int(which) <= len(hits):
        raise SheetError(f"{len(hits)} times in the sentence, not {which}: {quote!r}")
    start = hits[int(which) - 1 if which else 0]
    return {"text": quote, "start": start, "end": start + len(quote)}


def _types(field: str) -> tuple[list[str], list[str | None]]:
    types, modes = [], []
    for choice in field.split(","):
        name, _, mode = choice.strip().partition("/")
        if name not in ontology.TYPES or (mode and not ontology.is_mode(name, mode)):
            raise SheetError(f"no such type or mode: {choice.strip()}")
        types.append(name)
        modes.append(mode or None)
    return list(dict.fromkeys(types)), list(dict.fromkeys(modes))


def _parties(field: str, sentence: int, document: Record) -> list[Record]:
    if field in ("", "-"):
        return []
    return [_party(p, sentence, document) for p in field.split(";")]


def _party(field: str, sentence: int, document: Record) -> Record:
    words, equals, code = field.rpartition("=")
    if not equals:
        raise SheetError(f"a party without its code: {field.strip()!r}")
    country, _, sector = code.strip().partition("/")
    if country != "?" and not COUNTRY.fullmatch(country):
        raise SheetError(f"no such country: {country!r}")
    if sector not in ("", "?") and sector not in ontology.SECTORS:
        raise SheetError(f"no such sector: {sector!r}")
    unknown = ("", "?")
    return {
        **find(words, sentence, document),
        "country": None if country in unknown else country,
        "sector": None if sector in unknown else sector,
    }


def _option(report: Record, option: str, sentence: int, document: Record) -> None:
    key, _, value = (p.strip() for p in option.partition("="))
    if option in ("reciprocal", "recipient_optional"):
        report[option] = True
    elif option == "optional":
        report["core"] = False
    elif key == "status":
        report["statuses"] = [s.strip() for s in value.split(",")]
        if not set(ontology.STATUSES).issuperset(report["statuses"]):
            raise SheetError(f"no such status: {value}")
    elif key == "date":
        report["dates"] = [_days(v) for v in value.split(",")]
    elif key == "planned":
        report["planned_for"] = _days(value)
    elif key in ("attr", "place"):
        report["attribution" if key == "attr" else "place"] = find(value, sentence, document)
    elif option:
        raise SheetError(f"unknown option: {option}")


def _days(value: str) -> Record | None:
    if value.strip() == "none":
        return None
    first, _, last = value.strip().partition("..")
    bounds = {"start": first, "end": last or first}
    if date.fromisoformat(bounds["start"]) > date.fromisoformat(bounds["end"]):
        raise SheetError(f"ends before it begins: {value}")
    return bounds
