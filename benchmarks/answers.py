"""How quickly questions about a million generated reports are answered, beside pandas and plain SQLite.

``python -m benchmarks.answers --reports 1000000`` makes the store once (in a temporary folder, or in ``--store``) and
measures each tool in a process of its own, on one processor: the best of three, wall clock and processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TRIES = 3
FIRST_ROWS = 20
FILTERS: dict[str, dict[str, str]] = {
    "no filter": {},
    "country": {"country": "ARM"},
    "country, page 6": {"country": "ARM", "offset": "100"},
    "actor, by name": {"actor": "Name 4011"},
    "actor, country and sector": {"actor": "AGO:REB"},
    "two parties, either way": {"between": "AFG,ALB"},
    "sector": {"sector": "MIL"},
    "type": {"type": "AID"},
    "mode": {"mode": "visit"},
    "context": {"context": "military"},
    "status": {"status": "negated"},
    "dates": {"since": "2019-02", "until": "2019-03"},
    "place, near a point": {"near": "50,30,200"},
    "place, box": {"box": "20,40,40,52"},
    "place, country": {"place-country": "UKR"},
    "attribution": {"attribution": "UKR"},
    "confidence": {"min-confidence": "0.98"},
    "source": {"source": "Outlet 3"},
    "nothing matches": {"actor": "Nobody at all"},
}
TEXTS = {"rare word": "name777", "word of 1 in 10 documents": "name2", "word of nearly all": "grain"}
COLUMNS = (
    "report_id", "document_id", "published", "event_type", "mode", "status", "confidence", "source", "date_start",
    "place_lat", "place_lon", "actor_countries", "recipient_countries",
)  # fmt: skip


def lines(reports: int, store: Path | None = None) -> Iterator[str]:
    """The section of the page: a table of every question, and what the tools took."""
    from benchmarks.generated import generate

    with tempfile.TemporaryDirectory(prefix="dragoman-answers-") as scratch:
        folder = generate(store or Path(scratch) / "store", reports)
        packed = _alone("pack", folder, Path(scratch))
        found = {part: _alone(part, folder, Path(scratch)) for part in ("dragoman", "pandas", "sqlite")}
    yield f"{reports:,} generated reports of {packed['documents']:,} documents in {packed['segments']:,} segments,"
    yield f"on one processor; best of {TRIES}, in seconds of wall clock (processor)."
    yield ""
    yield "| question | Dragoman | pandas, in memory | SQLite, plain table |"
    yield "|---|---|---|---|"
    for question in found["dragoman"]["times"]:
        cells = (_cell(found[part]["times"].get(question)) for part in found)
        yield f"| {question} | {' | '.join(cells)} |"
    memory = " | ".join(f"{found[part]['memory_mb']:,.0f} MB" for part in found)
    ready = " | ".join(f"{found[part]['ready']:.2f}" for part in found)
    yield f"| ready for the first question | {ready} |"
    yield f"| peak memory | {memory} |"


def _cell(times: list[float] | None) -> str:
    return "" if times is None else f"{times[0]:.3f} ({times[1]:.3f})"


def _alone(part: str, folder: Path, scratch: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.answers", "--part", part, "--store", str(folder)]
    done = subprocess.run([*command, "--scratch", str(scratch)], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _best(question: Callable[[], object]) -> list[float]:
    tries = []
    for _ in range(TRIES):
        wall, processor = time.perf_counter(), time.process_time()
        question()
        tries.append([time.perf_counter() - wall, time.process_time() - processor])
    return min(tries)


def pack(folder: Path, scratch: Path) -> dict[str, Any]:
    """Pack the segments, as the end of a run does."""
    from dragoman.store import Store

    with Store.open(folder) as store:
        start = time.perf_counter()
        store.pack()
        counts = store.counts()
        return {"seconds": time.perf_counter() - start, "documents": counts.documents, "segments": counts.segments}


def dragoman(folder: Path, scratch: Path) -> dict[str, Any]:
    """Filters to first rows, full text, series and panels, through the library."""
    from dragoman.analysis.panel import panel
    from dragoman.analysis.series import series
    from dragoman.store import Filters, Store

    start = time.perf_counter()
    with Store.open(folder) as store:
        store.reports_table(Filters(limit=1))
        ready = time.perf_counter() - start
        times = {
            f"first {FIRST_ROWS} rows: {name}": _best(
                lambda words=words: store.reports(Filters.read(words | {"limit": str(FIRST_ROWS)}))
            )
            for name, words in FILTERS.items()
        }
        for name, word in TEXTS.items():
            filters = Filters(text=word, limit=FIRST_ROWS)
            times[f"full text, documents: {name}"] = _best(lambda f=filters: list(store.documents(f)))
            times[f"full text, reports: {name}"] = _best(lambda f=filters: store.reports(f))
        times["dyad-month, all dyads: counts"] = _best(lambda: panel(store, scores=()))
        times["dyad-month, all dyads: quads, PLOVER score"] = _best(lambda: panel(store))
        times["one dyad by month"] = _best(lambda: series(store, ["AFG", "ALB"]))
    return {"times": times, "ready": ready}


def pandas(folder: Path, scratch: Path) -> dict[str, Any]:
    """The same with a data frame of the columns that are asked for, held in memory."""
    import pandas as pd

    start = time.perf_counter()
    frame = pd.read_parquet(folder / "reports", columns=list(COLUMNS))
    order = ["published", "document_id", "report_id"]
    ready = time.perf_counter() - start

    def first(mask: Any) -> Any:
        return frame[mask].sort_values(order).head(FIRST_ROWS)

    def has(column: str, code: str) -> Any:
        return frame[column].map(lambda codes: code in codes)

    def dyads() -> Any:
        what = frame[frame.status.isin(["actual", "historical"])]
        month = what.date_start.fillna(what.published).str[:7]
        exploded = what.assign(month=month)[["month", "actor_countries", "recipient_countries", "event_type"]]
        exploded = exploded.explode("actor_countries").explode("recipient_countries")
        return exploded.groupby(["month", "actor_countries", "recipient_countries"]).size()

    day = frame.date_start.fillna(frame.published)
    questions: dict[str, Callable[[], object]] = {
        "country": lambda: first(has("actor_countries", "ARM") | has("recipient_countries", "ARM")),
        "type": lambda: first(frame.event_type == "AID"),
        "dates": lambda: first((day >= "2019-02-01") & (day <= "2019-03-31")),
        "confidence": lambda: first(frame.confidence >= 0.98),
        "source": lambda: first(frame.source == "Outlet 3"),
    }
    times = {f"first {FIRST_ROWS} rows: {name}": _best(question) for name, question in questions.items()}
    times["dyad-month, all dyads: counts"] = _best(dyads)
    return {"times": times, "ready": ready}


def sqlite(folder: Path, scratch: Path) -> dict[str, Any]:
    """The same with one table in SQLite, lists as text, without indexes; its full text is the store's own."""
    import pyarrow.parquet as pq

    start = time.perf_counter()
    con = sqlite3.connect(scratch / "plain.sqlite")
    con.execute(f"CREATE TABLE IF NOT EXISTS reports ({', '.join(COLUMNS)})")
    for batch in pq.read_table(folder / "reports", columns=list(COLUMNS)).to_batches(50_000):
        rows = zip(*(batch[name].to_pylist() for name in COLUMNS), strict=True)
        flat = ([";".join(v) if isinstance(v, list) else v for v in row] for row in rows)
        con.executemany(f"INSERT INTO reports VALUES ({', '.join('?' * len(COLUMNS))})", flat)
    con.commit()
    ready = time.perf_counter() - start

    def first(condition: str) -> Callable[[], object]:
        query = f"SELECT * FROM reports WHERE {condition} ORDER BY published, document_id, report_id LIMIT {FIRST_ROWS}"
        return lambda: con.execute(query).fetchall()

    day = "coalesce(date_start, published)"
    either = "(instr(actor_countries, 'ARM') OR instr(recipient_countries, 'ARM'))"
    conditions = {
        "no filter": "1",
        "country": either,
        "type": "event_type = 'AID'",
        "status": "status = 'negated'",
        "dates": f"{day} BETWEEN '2019-02-01' AND '2019-03-31'",
        "place, box": "place_lon BETWEEN 20 AND 40 AND place_lat BETWEEN 40 AND 52",
        "confidence": "confidence >= 0.98",
        "source": "source = 'Outlet 3'",
    }
    times = {f"first {FIRST_ROWS} rows: {name}": _best(first(condition)) for name, condition in conditions.items()}
    dyads = f"""SELECT substr({day}, 1, 7), actor_countries, recipient_countries, count(*) FROM reports
                WHERE status IN ('actual', 'historical') GROUP BY 1, 2, 3"""
    times["dyad-month, all dyads: counts"] = _best(lambda: con.execute(dyads).fetchall())
    return {"times": times, "ready": ready}


def _peak_memory() -> float:
    """Megabytes at most; of this process alone."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def _measure(part: str, folder: Path, scratch: Path) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = {"pack": pack, "dragoman": dragoman, "pandas": pandas, "sqlite": sqlite}[part](folder, scratch)
    print(json.dumps(found | {"memory_mb": _peak_memory()}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--part", choices=("pack", "dragoman", "pandas", "sqlite"))
    chosen = parser.parse_args()
    if chosen.part:
        _measure(chosen.part, chosen.store, chosen.scratch)
    else:
        print("\n".join(lines(chosen.reports, chosen.store)))
