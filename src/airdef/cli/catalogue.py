"""`airdef catalogue`: what the world publishes, and what the model takes from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from airdef.catalogue.glance import disagreements, glance, glanced, published

if TYPE_CHECKING:
    from airdef.catalogue import Catalogue, Entry

app = typer.Typer(
    help="Published figures of systems, radars, missiles, threats.",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
With = Annotated[
    str | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help="Also the entries of your own that a scenario or a catalogue file has.",
    ),
]


def _known(path: str | None) -> Catalogue:
    """Return the catalogue, with the entries of a scenario or a catalogue file if one is named."""
    from airdef import catalogue

    if path is None:
        return catalogue.load()
    from airdef.scenario.library import find
    from airdef.scenario.own import catalogue_in

    return catalogue_in(find(path))


@app.callback(invoke_without_command=True)
def _root(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command("list", epilog="Example:  airdef catalogue list --kind radar")
def list_entries(
    kind: Annotated[str | None, typer.Option(help="Only system, radar, missile, mast or threat.")] = None,
    own: With = None,
    json: Json = False,
) -> None:
    """List the entries."""
    from airdef.cli.output import console, print_json, table

    entries = _known(own).entries(kind)
    if json:
        print_json([{"name": e.name, "kind": e.kind, "title": e.title, "aliases": list(e.aliases)} for e in entries])
        return
    rows = [(e.name, e.kind, e.title) for e in entries]
    console().print(table(("Name", "kind", "title"), rows, left=(0, 1, 2)))


@app.command(epilog="Example:  airdef catalogue show S-300PMU-2")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An entry by its name or one of its aliases.")],
    own: With = None,
    json: Json = False,
) -> None:
    """Show the figures of an entry: value, range, grade, sources."""
    from airdef.cli.output import print_json

    book = _known(own)
    entry = book.entry(name)
    if json:
        print_json(entry.to_dict() | {"glance": glance(book, entry)})
    else:
        _print_entry(book, entry)


def _print_entry(book: Catalogue, entry: Entry) -> None:
    from airdef.cli.output import console, table
    from airdef.numbers import quantity, span

    out = console()
    out.print(f"{entry.name} ({entry.kind}): {entry.title}")
    if entry.description:
        out.print(entry.description)
    if entry.missing:
        _print_reported(book, entry)
        return
    whole = "Figures, with its radars and missiles" if entry.parts else "Figures"
    out.print(f"{whole}: {glanced(book, entry)}")
    parts = [
        (role.replace("_", " "), p.name, p.grade, ", ".join(p.sources) or p.reason)
        for role, members in entry.parts.items()
        for p in members
    ]
    if parts:
        out.print(table(("Part", "entry", "grade", "sources or reason"), parts, left=(0, 1, 2, 3)))
    rows = []
    for adopted in entry.adopted_values.values():
        spread = ""
        if adopted.low != adopted.high:
            spread = f"{span(adopted.low, adopted.high, adopted.unit)} ({adopted.spread_from})"
        why = ", ".join(adopted.sources) if adopted.grade != "assumed" else adopted.reason
        value = quantity(adopted.nominal, adopted.unit)
        rows.append((adopted.attribute, value, spread, adopted.grade, why or adopted.reason))
    out.print(table(("Figure", "value", "spread", "grade", "sources or reason"), rows, left=(0, 3, 4)))
    if differing := disagreements(book, entry):
        out.print(table(("Sources disagree on", "figure", "statements and grades"), differing, left=(0, 1, 2)))


def _print_reported(book: Catalogue, entry: Entry) -> None:
    """Print what is published of a system that cannot be simulated, and what is not."""
    from airdef.cli.output import console, table

    out = console()
    out.print(f"It cannot be simulated. Missing: {entry.missing}. The nearest that can be: {entry.nearest}.")
    rows = [(c.claim, c.attribute, published(c), c.qualifier, c.grade, c.source) for c in book.claims(entry.name)]
    columns = ("Statement", "figure", "published", "of what", "grade", "source")
    out.print(table(columns, rows, left=range(len(columns))))


@app.command(epilog="Example:  airdef catalogue sources --json")
def sources(json: Json = False) -> None:
    """List the sources."""
    from airdef import catalogue
    from airdef.catalogue import citation
    from airdef.cli.output import console, print_json, table

    known = catalogue.load().sources.values()
    if json:
        print_json([citation.plain(s) for s in known])
        return
    rows = [(s.source, s.kind, citation.reference(s)) for s in known]
    console().print(table(("Source", "kind", "reference"), rows, left=(0, 1, 2)))


@app.command(epilog="Example:  airdef catalogue laws --json")
def laws(json: Json = False) -> None:
    """List the laws that figures enter, and what each was checked against."""
    from airdef.catalogue import laws as stated
    from airdef.cli.output import console, print_json, table

    known = stated.load()
    if json:
        print_json([{**law.to_dict(), "attributes": [":".join(a) for a in law.attributes]} for law in known])
        return
    rows = [
        (
            law.title,
            ", ".join(stated.CHECKS[c] for c in law.checked) or stated.NOTHING,
            law.unchecked,
            ", ".join(name for _, name in law.attributes),
        )
        for law in known
    ]
    console().print(table(("Law", "checked against", "unchecked", "figures"), rows, left=range(4)))


@app.command(epilog="Example:  airdef catalogue transfers --to Iran")
def transfers(
    to: Annotated[str | None, typer.Option(metavar="COUNTRY", help="Only to (or through) this country.")] = None,
    system: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this system.")] = None,
    json: Json = False,
) -> None:
    """List who operates what, delivered when, by which sources."""
    from airdef import catalogue
    from airdef.cli.output import console, print_json, table

    found = catalogue.load().transfers(to=to, system=system)
    if json:
        print_json([asdict(t) for t in found])
        return
    if not found:
        print("no such transfer in the catalogue")
        return
    rows = [
        (
            ", ".join(t.operators),
            ", ".join(t.systems),
            t.record,
            f"{t.what}: {t.value}",
            t.when,
            t.grade,
            ", ".join(t.sources),
        )
        for t in found
    ]
    columns = ("Operator", "system", "record", "what", "when", "grade", "sources")
    console().print(table(columns, rows, left=range(len(columns))))
