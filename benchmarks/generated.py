"""A generated store of any size: random reports with the columns, shares and segments that coding makes.

A segment holds 256 documents as those of ``dragoman code`` do, about five reports each. Nothing in it was ever in
the news; the same seed gives the same store.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman import ontology
from dragoman.records import Coder, Party, text_hash
from dragoman.running.shards import DOCUMENTS
from dragoman.store import Store, catalog
from dragoman.store.countries import country_titles
from dragoman.store.folder import REPORTS
from dragoman.store.schema import report_schema

CODER = Coder(name="generated", version="1.0")
FIRST, DAYS = date(2014, 1, 1), 3652
_WORDS = ("port", "grain", "border", "army", "talks", "minister", "road", "bridge", "river", "court", "vote", "price")


def generate(folder: Path, reports: int, per_document: int = 5, seed: int = 7) -> Path:
    """A store of so many reports in a folder; one that is there is taken as it is."""
    if catalog.is_store(folder):
        return folder
    rng = random.Random(seed)
    with Store.create(folder) as store:
        number = catalog.coder_number(store.catalog, CODER)
        made = 0
        while made < reports:
            made += _segment(store, number, made, min(DOCUMENTS * per_document, reports - made), per_document, rng)
        store.catalog.execute("INSERT INTO documents_text (documents_text) VALUES ('optimize')")
    return folder


def _segment(store: Store, coder: int, first: int, rows: int, per_document: int, rng: random.Random) -> int:
    ids = [f"doc-{(first + i) // per_document:07}" for i in range(rows)]
    documents = {d: _document(d, rng) for d in dict.fromkeys(ids)}
    columns = {name: [None] * rows for name in report_schema().names}
    columns |= _reports(ids, documents, first, rng)
    table = pa.table([pa.array(columns[f.name], f.type) for f in report_schema()], schema=report_schema())
    name = f"{text_hash(str(first))}.parquet"
    pq.write_table(table, store.path / REPORTS / name, compression="zstd")
    with store.transaction() as sql:
        sql.execute("INSERT INTO segments VALUES (?, 'reports', ?, ?, ?)", (name, coder, len(documents), rows))
        for document, row in documents.items():
            (key,) = sql.execute(
                "INSERT INTO documents (id, text_hash, text, published, source, language, title) "
                "VALUES (?, ?, ?, ?, ?, 'en', ?) RETURNING number",
                (document, text_hash(row["text"]), row["text"], row["published"], row["source"], document),
            ).fetchone()
            found = (key, document, row["text"])
            sql.execute("INSERT INTO documents_text (rowid, title, text) VALUES (?, ?, ?)", found)
            sql.execute("INSERT INTO codings VALUES (?, ?, ?, 8, ?, '{}')", (key, coder, name, per_document))
    return rows


def _document(document: str, rng: random.Random) -> dict[str, str]:
    words = rng.choices(_WORDS, k=60) + [f"name{int(rng.paretovariate(0.6)) % 50000}" for _ in range(20)]
    published = FIRST + timedelta(days=rng.randrange(DAYS))
    return {"text": " ".join(words), "published": published.isoformat(), "source": f"Outlet {rng.randrange(60)}"}


def _reports(ids: list[str], documents: dict[str, dict[str, str]], first: int, rng: random.Random) -> dict[str, list]:
    rows = len(ids)
    types = rng.choices(list(ontology.TYPES), k=rows)
    actors, recipients = ([[_party(rng)] for _ in range(rows)] for _ in range(2))
    dated = [_near(documents[d]["published"], rng) if rng.random() < 0.6 else None for d in ids]
    placed = [rng.random() < 0.3 for _ in range(rows)]
    said = [rng.random() < 0.25 for _ in range(rows)]
    lemma = [rng.choice(_WORDS) for _ in range(rows)]
    at = [rng.randrange(400) for _ in range(rows)]
    return {
        "report_id": [f"r-{text_hash(str(first + i))}" for i in range(rows)],
        "document_id": ids,
        "sentence_index": [a // 50 for a in at],
        "sentence_start": at,
        "sentence_end": [a + 80 for a in at],
        "actors": actors,
        "recipients": recipients,
        "predicate_text": lemma,
        "predicate_start": at,
        "predicate_end": [a + 6 for a in at],
        "predicate_lemma": lemma,
        "event_type": types,
        "mode": [rng.choice(list(ontology.TYPES[t].modes) or [None]) for t in types],
        "contexts": [[rng.choice(list(ontology.CONTEXTS))] if rng.random() < 0.5 else [] for _ in ids],
        "reciprocal": [False] * rows,
        "status": rng.choices(list(ontology.STATUSES), [80, 8, 6, 3, 3], k=rows),
        "date_start": dated,
        "date_end": dated,
        "date_precision": ["day" if d else None for d in dated],
        "date_basis": ["text" if d else None for d in dated],
        "place_text": [rng.choice(_WORDS) if p else None for p in placed],
        "place_name": [rng.choice(_WORDS) if p else None for p in placed],
        "place_country": [rng.choice(list(country_titles())) if p else None for p in placed],
        "place_lat": [rng.uniform(-60, 70) if p else None for p in placed],
        "place_lon": [rng.uniform(-180, 180) if p else None for p in placed],
        "attribution_text": [rng.choice(_WORDS) if s else None for s in said],
        "attribution_party_country": [rng.choice(list(country_titles())) if s else None for s in said],
        "quantities": [[] for _ in ids],
        "confidence": [round(rng.uniform(0.3, 0.99), 4) for _ in ids],
        "evidence": [f'{{"lexicon":"{word}, object","model":{{"ASSAULT":0.8}}}}' for word in lemma],
        "coder_name": [CODER.name] * rows,
        "coder_version": [CODER.version] * rows,
        "actor_countries": [[p["country"] for p in side] for side in actors],
        "recipient_countries": [[p["country"] for p in side] for side in recipients],
        "published": [documents[d]["published"] for d in ids],
        "source": [documents[d]["source"] for d in ids],
    }


def _party(rng: random.Random) -> dict[str, object]:
    countries = list(country_titles())
    country = countries[min(int(rng.expovariate(0.03)), len(countries) - 1)]
    sector = rng.choice(list(ontology.SECTORS))
    row: dict[str, object] = dict.fromkeys(Party.__struct_fields__)
    name = f"Name {rng.randrange(5000)}"
    return row | {"text": name, "start": 0, "end": 9, "name": name, "entity_id": f"{country}-{rng.randrange(5000)}",
                  "country": country, "sector": sector, "sectors": [sector]}  # fmt: skip


def _near(published: str, rng: random.Random) -> str:
    return (date.fromisoformat(published) - timedelta(days=rng.randrange(4))).isoformat()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=1_000_000)
    chosen = parser.parse_args()
    print(generate(chosen.folder, chosen.reports))
