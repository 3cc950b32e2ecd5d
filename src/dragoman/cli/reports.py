"""``dragoman reports``: the reports of a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dragoman.cli import options as o
from dragoman.cli.options import Output
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.store import Store


@o.filtered("reports")
def reports(
    filters: Filters, store: o.StoreOption = o.DEFAULT_STORE, format_: o.FormatOption = Output.table
) -> None:
    """Print reports: who did what to whom, when, who says so, and the sentence.

    --since and --until take the date of the act, and the day of publication where the text gives no date.
    """
    from dragoman.store import Store

    with Store.open(store) as opened:
        _print(opened, filters, format_)


def _print(store: Store, filters: Filters, form: Output) -> None:
    from dragoman.cli import cards
    from dragoman.cli.console import counted, err, out
    from dragoman.records import to_json

    found = store.reports(filters)
    if form is Output.jsonl:
        sys.stdout.writelines(to_json(report) + "\n" for report in found)
        return
    documents = {d: store.document(d) for d in dict.fromkeys(r.document_id for r in found)}
    if form is Output.csv:
        from dragoman.cli.output import write_csv

        write_csv(dict(cards.flat(r, documents[r.document_id])) for r in found)
        return
    if found:
        cards.show(out(), found, {key: d for key, d in documents.items() if d is not None})
    told = f"{counted(len(found), 'report')} in {counted(len(documents), 'document')}"
    err().print(told if found else "No reports match.")
