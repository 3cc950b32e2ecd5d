"""Builds the corpus from texts, coding sheets and decisions: ``python -m benchmarks.corpus``.

Writes ``gold.json`` (reconciled) and the raw passes ``pass_a.json`` and ``pass_b.json``, all of the form of reports;
``events.json``, which reports of the copied stories tell of one event; and ``disagreements.txt``, what the two passes
see differently, numbered as in ``decisions.csv``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus.merging import merge, read_decisions
from benchmarks.corpus.sheets import find, read_sheet, read_texts
from dragoman.evaluation.agreement import Pair, paired
from dragoman.evaluation.forms import check

HERE = Path(__file__).parent


def built() -> dict[str, str]:
    """The text of each file by its name. Raises ``SheetError`` for sheets and ``ValueError`` for decisions."""
    documents = read_texts(HERE / "texts")
    first = read_sheet(HERE / "passes" / "pass_a.txt", documents)
    second = read_sheet(HERE / "passes" / "pass_b.txt", documents)
    decisions = read_decisions(HERE / "decisions.csv")
    codings = {"gold": merge(first, second, decisions), "pass_a": first, "pass_b": second}
    for name, reports in codings.items():
        check("reports", {"documents": documents, "reports": reports}, name)
    files = {f"{name}.json": as_json(documents, reports) for name, reports in codings.items()}
    files["events.json"] = as_json(*happenings(documents))
    return {**files, "disagreements.txt": "\n".join(disagreements(first, second, documents)) + "\n"}


def happenings(documents: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Documents and reports of the gold of kind events, from ``happenings.csv``."""
    known = {d["id"]: d for d in documents}
    with (HERE / "happenings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    reports = []
    for row in rows:
        span = find(row["trigger"], int(row["sentence"]), known[row["document"]])
        reports.append({"document": row["document"], "start": span["start"], "end": span["end"], "event": row["event"]})
    told = {r["document"] for r in reports} | {"018-chisinau-update1"}
    return [d for d in documents if d["id"] in told], reports


def as_json(documents: list[dict[str, Any]], reports: list[dict[str, Any]]) -> str:
    """One object of documents and reports, a line each."""
    parts = [",\n".join(json.dumps(item, ensure_ascii=False) for item in items) for items in (documents, reports)]
    return f'{{"documents": [\n{parts[0]}\n],\n"reports": [\n{parts[1]}\n]}}\n'


def disagreements(
    first: list[dict[str, Any]], second: list[dict[str, Any]], documents: list[dict[str, Any]]
) -> Iterator[str]:
    """What the passes see differently, a block each: number, place, what differs, sentence, both codings."""
    known = {d["id"]: d for d in documents}
    for number, pair in enumerate(paired(first, second)):
        if not pair.differs:
            continue
        report = pair.first or pair.second
        assert report is not None
        document = known[report["doc"]]
        a, b = document["sentences"][report["sent"]]
        yield f"{number} {report['doc']} {report['sent']}: {', '.join(pair.differs)}"
        yield f"  {document['text'][a:b]}"
        yield from _sides(pair)


def _sides(pair: Pair) -> Iterator[str]:
    for name, report in (("A", pair.first), ("B", pair.second)):
        if report is None:
            yield f"  {name}: -"
            continue
        types = "/".join(report["types"]) + "".join(f"+{m}" for m in report["modes"] if m)
        sides = ["; ".join(f"{p['text']}={p['country']}" for p in report[s]) or "-" for s in ("actor", "recipient")]
        days = [f"{d['start']}..{d['end']}" for d in report["dates"] if d]
        said = report["attribution"]["text"] if report["attribution"] else "-"
        rest = " | ".join([",".join(report["statuses"]), ",".join(days) or "-", said])
        marks = " reciprocal" * report["reciprocal"] + " optional" * (not report["core"])
        yield f"  {name}: {report['trigger']} | {types} | {sides[0]} -> {sides[1]} | {rest}{marks}"


def main() -> None:
    """Write what is built."""
    for name, text in built().items():
        (HERE / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
