"""The commands and their options. Each imports what it needs when it runs, so that help is quick.

Help is plain text for the same reason: Rich would take longer to load than all the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Final

import typer

from airdef.cli import catalogue, plot
from airdef.version import __version__

app = typer.Typer(
    name="airdef",
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    help="What long-range ground-based air defence sees, engages and stops, from public figures.",
    epilog="Start with: airdef run port-raid",
)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(plot.app, name="plot")

COMMANDS: Final = (
    *("run", "demo", "claims", "results", "coverage", "site", "replay", "validate", "cite"),
    *("compare", "worth", "sweep", "saturation", "magazine", "penetration", "uncertainty", "influence", "sensitivity"),
    *("doctrine", "policies", "allocate", "envelope", "export", "serve", "bench"),
)
"""The commands, in the order of the help: each is a module of `airdef.cli.commands` that registers itself."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"airdef {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


for _name in COMMANDS:
    import_module(f"airdef.cli.commands.{_name}").register(app)
