"""``dragoman reports``: the reports of a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dragoman.cli import options as o
from dragoman.cli.options import Output

if TYPE_CHECKING:
    from dragoman.store import Filters, Store


def reports(
    store: o.StoreOption = o.DEFAULT_STORE,
    country: o.CountryOption = [],  # noqa: B006 (typer copies defaults)
    actor_country: o.ActorCountryOption = [],  # noqa: B006
    recipient_country: o.RecipientCountryOption = [],  # noqa: B006
    type_: o.TypeOption = [],  # noqa: B006
    mode: o.ModeOption = [],  # noqa: B006
    status: o.StatusOption = [],  # noqa: B006
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    document: o.DocumentOption = [],  # noqa: B006
    source: o.SourceOption = None,
    text: o.TextOption = None,
    coder: o.CoderOption = None,
    limit: o.LimitOption = None,
    format_: o.FormatOption = Output.table,
) -> None:
    """Print reports: who did what to whom, when, who says so, and the sentence.

    --since and --until take the date of the act, and the day of publication where the text gives no date.
    """
    from dragoman.store import Filters, Store

    filters = Filters(
        countries=o.countries(country),
        actor_countries=o.countries(actor_country),
        recipient_countries=o.countries(recipient_country),
        types=o.types(type_),
        modes=o.modes(mode),
        statuses=o.statuses(status),
        since=o.day(since),
        until=o.day(until),
        documents=tuple(document),
        source=source,
        text=text,
        coder=coder,
        limit=limit,
    )
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
