"""``dragoman precision``: a sample to judge, and what the judgements say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli import options as o
from dragoman.errors import DragomanError
from dragoman.store.filters import Filters

if TYPE_CHECKING:
    from dragoman.analysis.precision import Precision


@o.filtered("reports", without=("limit", "offset"))
def precision(
    filters: Filters,
    sheet: Annotated[Path, typer.Argument(help="A CSV file: written with --sample, else read as filled in.")],
    store: o.StoreOption = o.DEFAULT_STORE,
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Draw so many reports to judge.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Another number draws another sample.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Draw a random sample of reports to judge, then read it back: precision on your own corpus, with its interval.

    In the file, fill the columns right, actors_right, type_right and so on with yes or no.
    """
    if sample is not None:
        _draw(store, filters, sheet, sample, seed, force)
    else:
        _read(sheet)


def _draw(store: Path, filters: Filters, sheet: Path, size: int, seed: int, force: bool) -> None:
    from dragoman.analysis.precision import sample as drawn
    from dragoman.analysis.precision import sheet as written
    from dragoman.cli.console import counted, err
    from dragoman.exports.writing import check_free, whole_file
    from dragoman.store import Store

    check_free(sheet, force)
    with Store.open(store) as opened:
        reports = drawn(opened, size, filters, seed)
        content = written(opened, reports)
    with whole_file(sheet) as file:
        file.write(content.encode("utf-8-sig"))  # with the mark by which spreadsheets know UTF-8
    err().print(f"{counted(len(reports), 'report')} to judge in {sheet}: fill in yes or no, at least the column right.")
    err().print(f"Then: dragoman precision {sheet}")


def _read(sheet: Path) -> None:
    from dragoman.analysis.precision import read

    try:
        text = sheet.read_text("utf-8-sig")
    except FileNotFoundError:
        raise DragomanError("E107", where=str(sheet)) from None
    except UnicodeDecodeError:
        raise DragomanError("E103", where=str(sheet)) from None
    except OSError as error:
        raise DragomanError("E108", where=str(sheet), detail=error.strerror or str(error)) from None
    _print(read(text, str(sheet)))


def _print(found: Precision) -> None:
    from rich import box
    from rich.table import Table

    from dragoman.cli.console import err, out

    shown = Table(box=box.SIMPLE_HEAD)
    for name in ("", "precision", "95 % interval", "judged"):
        shown.add_column(name, justify="right" if name else "left")
    for groups in (found.fields, found.types):
        for name, (share, judged) in groups.items():
            shown.add_row(name, f"{share.value:.1%}", f"{share.low:.1%} to {share.high:.1%}", f"{judged:,}")
        shown.add_section()
    out().print(shown)
    err().print(f"Mean confidence of the judged reports: {found.confidence:.1%}.")
    if (left := found.rows - found.fields["right"][1]) > 0:
        err().print(f"{left:,} of {found.rows:,} rows have no judgement in the column right.")
