"""`export`: one replication as a file that other programs read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from airdef import formats
from airdef.cli.options import Option, command
from airdef.requests.campaigns import Export

if TYPE_CHECKING:
    import typer

EXAMPLES: Final = (
    "Examples:  airdef export port-raid -k 17 --out raid.czml\n\n"
    "airdef export port-raid -k 17 --format acmi --out raid.acmi"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    words = f"Format: {', '.join(formats.MODULES)}."
    options = {"form": Option(("--format",), "NAME", words=words), "out": Option(metavar="FILE")}
    command(app, Export, epilog=EXAMPLES, names_scenarios=True, options=options)(export)


def export(options: Export) -> None:
    """Write one replication as a file for Cesium, Tacview, Google Earth or a map."""
    from airdef.cli.output import note, writable
    from airdef.cli.progress import announce_compiling
    from airdef.formats.export import chosen
    from airdef.formats.export import export as written

    wanted = chosen(options.form, options.out)
    if options.out is not None:
        writable("--out", options.out, "raid.czml")
    with announce_compiling():
        text = written(**options.values())
    if options.out is None:
        if hasattr(sys.stdout, "buffer"):  # the formats are UTF-8 wherever they go
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)
        return
    form = formats.of(wanted)
    note(f"written: {options.out} ({form.name}, for {form.reader})")
