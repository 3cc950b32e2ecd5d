"""Corrections in every question: the view ``reports`` is what coders made, corrected where people said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dragoman.records import Report
from dragoman.store.corrected import Corrected, corrected
from dragoman.store.corrections import Correction, corrected_documents, corrections

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from dragoman.store.store import Store


def add_reports_view(store: Store, con: duckdb.DuckDBPyConnection, as_coded: bool = False) -> None:
    """Make the view ``reports`` over the view ``coded``, with corrections applied unless asked otherwise."""
    documents = [] if as_coded else corrected_documents(store)
    if not documents:
        con.execute("CREATE VIEW reports AS SELECT * FROM coded")
        return
    import pyarrow as pa

    con.register("corrected_documents", pa.table({"document_id": pa.array(documents, pa.string())}))
    rows = con.sql("SELECT * FROM coded SEMI JOIN corrected_documents USING (document_id)").to_arrow_table()
    con.register("corrected_rows", corrected_rows(store, documents, rows))
    con.execute(
        "CREATE VIEW reports AS SELECT * FROM coded ANTI JOIN corrected_documents USING (document_id) "
        "UNION ALL BY NAME SELECT * FROM corrected_rows"
    )


def corrected_rows(store: Store, documents: Sequence[str], rows: pa.Table) -> pa.Table:
    """The rows of some documents' reports as corrected, from their rows as coded."""
    from dragoman.store.schema import Row, from_rows, to_rows, to_table

    found: list[Row] = []
    for document_id, result in correct(store, documents, from_rows(rows.to_pylist())).items():
        document = store.document(document_id)
        if document is not None:
            found += to_rows(document, result.reports)
    return to_table(found)


def correct(store: Store, documents: Sequence[str], reports: Iterable[Report]) -> dict[str, Corrected]:
    """The reports of some documents with their corrections applied, by document."""
    made: dict[str, list[Correction]] = defaultdict(list)
    coded: dict[str, list[Report]] = defaultdict(list)
    for correction in corrections(store, documents):
        made[correction.document_id].append(correction)
    for report in reports:
        coded[report.document_id].append(report)
    found = {}
    for document_id in documents:
        document = store.document(document_id)
        if document is not None:
            found[document_id] = corrected(document, coded[document_id], made[document_id])
    return found
