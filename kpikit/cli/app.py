"""The commands under one name."""

from __future__ import annotations

from typing import Annotated

import typer

import kpikit
from kpikit.cli import check, define, intake, measure, produce, start

ENDS = "Exit codes: 0 done; 1 a fault of kpikit; 2 wrong usage or configuration, or a file or "
ENDS += "folder that cannot be used; 3 the data do not allow it"

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Chatbot KPIs with one written meaning: reports, decks and the numbers behind them.",
    epilog=f"{ENDS}; 4 some reports failed, the others are there; 5 a check found differences.",
)
for command in (
    start.init,
    start.demo,
    check.check,
    define.kpis,
    define.schema,
    intake.template,
    measure.metrics,
    produce.run,
):
    told = "Exit codes" in str(command.__doc__)
    app.command(epilog=None if told else f"{ENDS}.")(command)
app.command("map", epilog=f"{ENDS}.")(intake.map_file)  # Python keeps that name for itself


def _version(asked: bool) -> None:
    """Print the version and leave."""
    if asked:
        print(f"kpikit {kpikit.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
