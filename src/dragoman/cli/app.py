"""``dragoman``: the verbs, found by name and imported when they are used.

To add a verb, write ``dragoman/cli/<verb>.py`` with a function of that name (or a Typer object ``app`` where
the verb has verbs of its own), and enter it in ``VERBS``. A verb without its module is not listed.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dragoman import __version__
from dragoman.errors import DragomanError

VERBS = (
    "code",
    "explain",
    "reports",
    "events",
    "documents",
    "series",
    "panel",
    "network",
    "actors",
    "export",
    "link",
    "watch",
    "serve",
    "corrections",
    "sql",
    "evaluate",
    "compare",
    "precision",
    "train",
    "store",
    "doctor",
)
"""The verbs in the order in which help lists them."""


class _Verbs(TyperGroup):
    """Loads verbs by name, and tells errors in one line."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The verbs whose modules exist."""
        return [verb for verb in VERBS if find_spec(f"dragoman.cli.{verb}")]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a verb, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"dragoman.cli.{cmd_name}")
        verb = getattr(module, "app", None)
        if not isinstance(verb, typer.Typer):
            verb = typer.Typer(add_completion=False)
            verb.command(cmd_name)(getattr(module, cmd_name))
        command = typer.main.get_command(verb)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; a ``DragomanError`` is one line on standard error and exit code 2."""
        try:
            return super().invoke(ctx)
        except DragomanError as error:
            from dragoman.cli.console import tell_error

            tell_error(error)
            raise typer.Exit(2) from error


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


app = typer.Typer(cls=_Verbs, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.callback()
def dragoman(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Reads news text and writes event data: who did what to whom, when, where, and who says so."""


def main() -> None:
    """The entry point of the command ``dragoman``."""
    app(prog_name="dragoman")
