"""`serve`: the page and the service behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airdef.cli.options import command


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, epilog="Example:  airdef serve --port 8800 --workspace ~/raids")(serve)


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen at; beyond 127.0.0.1 a token is demanded.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0: any that is free.")] = 8765,
    workspace: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where scenarios and runs are kept [the user's data folder].")
    ] = None,
    token: Annotated[
        str | None, typer.Option(envvar="AIRDEF_TOKEN", help="What requests must bring to be answered.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Where the workspace is full, delete the oldest ended jobs."),
    ] = False,
) -> None:
    """Serve the page: scenarios, campaigns and their replications on a globe. Until Ctrl-C."""
    from airdef.cli.answers import serve as command

    command.run(host, port, workspace, token, browser, prune)
