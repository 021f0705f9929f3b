"""The commands and their options. Each imports what it needs when it runs, so that help is quick.

Help is plain text for the same reason: Rich would take longer to load than all the rest.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from airdef import formats
from airdef.cli import catalogue, doctrine, envelope, plot, study_commands
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

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A bundled scenario by name, or the path of a YAML file.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Replace a value of the scenario, e.g. raid.0.count=12. Repeatable."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="DIMENSION",
        help="Show every measure by class, formation, asset, system, unit or missile (or all). Repeatable.",
    ),
]
Seed = Annotated[int, typer.Option(help="Which luck. The same seed gives the same bits.")]


class _NamesScenarios(typer.core.TyperCommand):
    """A command whose help ends with the names of the bundled scenarios, looked up only for that help."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        from airdef.scenario import names

        self.epilog = f"{self.epilog or ''}\n\nBundled scenarios: {', '.join(names())}"
        return super().get_help(ctx)


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


@app.command(
    cls=_NamesScenarios,
    epilog="Examples:  airdef run port-raid -n 100000 --seed 7\n\n"
    "airdef run port-raid --set defence.0.fire_units=1 --json\n\n"
    "airdef run port-raid --precision 0.01 --precision-of probability_no_leaker\n\n"
    "airdef run port-raid -n 10000000 --out raid    (then, if it was cut off: airdef run --out raid --resume)",
)
def run(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO", help="A bundled scenario, or a YAML file; with --resume it may be left out."
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option("-n", "--replications", help="How many histories [10,000]; with --precision, the most."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Which luck. The same seed gives the same bits.  [default: 1]")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="Threads to use [all]; results do not depend on it.")] = None,
    settings: Settings = None,
    precision: Annotated[
        float | None,
        typer.Option(help="Run until the half-width of the 95 % interval of --precision-of is this small."),
    ] = None,
    precision_of: Annotated[str, typer.Option(metavar="MEASURE", help="The measure --precision is about.")] = "leakers",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Store rows and statistics in DIR as they are played.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the campaign in --out DIR.")] = False,
    part: Annotated[
        int | None, typer.Option(help="Replications a stored file and a cluster's task [32,768]; a multiple of 1,024.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Play on a cluster: tls://HOST:8786, or 'local' for processes here."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report with figures, one HTML file, to FILE.")
    ] = None,
    influence: Annotated[
        bool | None,
        typer.Option(
            "--influence/--no-influence",
            help="Name the figures that the answer hangs on most: some seconds more. [with --report: yes, else no]",
        ),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Play a scenario many times: what leaks, why, how sure."""
    from airdef.cli import campaign

    storing = campaign.Storing(out, resume, part, dask)
    asked = (replications, seed, threads, settings or [], precision, precision_of, json, storing, report, influence)
    campaign.run(scenario, *asked, by=campaign.dimensions(by or ()))


@app.command(epilog="Example:  airdef demo --out raid.html")
def demo(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the report.")] = Path("airdef-demo.html"),
) -> None:
    """Run the reference raid and write a report on it: the quickest way to see what this is."""
    from airdef.cli import report

    report.demo(out)


@app.command(
    epilog="Examples:  airdef claims\n\nairdef claims aircraft-150km\n\nairdef claims --all --report claims.html\n\n"
    "airdef claims --all --no-spread --json",
)
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="CLAIM", help="Claims to run, by id.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Run all of them.")] = False,
    spread: Annotated[
        int,
        typer.Option(metavar="N", help="States drawn from what the sources allow, for the share that supports it."),
    ] = 100,
    no_spread: Annotated[bool, typer.Option("--no-spread", help="The verdict alone, without that share.")] = False,
    grades: study_commands.Grades = None,
    without: study_commands.Without = None,
    believe: study_commands.Believe = None,
    seed: Seed = 1,
    threads: Annotated[
        int | None, typer.Option(help="Claims to run at once [all processors]; results do not depend on it.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with figures, one HTML file, to FILE.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a Markdown table, as for a footnote.")] = False,
    json: Json = False,
) -> None:
    """Put published sentences to the model: verdict, number, conditions, sources. Without a claim, list them."""
    from airdef.cli import claims as command

    if ids or every:
        states = 0 if no_spread else spread
        trust = (command.listed_grades(grades), tuple(without or ()), believe)
        command.run(ids or [], every, command.Asked(seed, states, *trust, threads, report, markdown, json))
    else:
        command.listed(json)


@app.command(epilog="Example:  airdef results raid --json")
def results(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `airdef run --out DIR` wrote.")],
    by: By = None,
    json: Json = False,
) -> None:
    """Summarise a stored campaign, as `run` did; say whether it is finished."""
    from airdef.cli import stored
    from airdef.cli.campaign import dimensions

    stored.results(folder, json, dimensions(by or ()))


@app.command(
    cls=_NamesScenarios,
    epilog="Example:  airdef coverage island --altitude 50m,500m,5km --measure engagement --out island-coverage",
)
def coverage(
    scenario: ScenarioName,
    altitude: Annotated[
        str, typer.Option(metavar="HEIGHTS", help="Heights above ground, separated by commas.")
    ] = "50m,100m,500m,1km,5km,10km",
    rcs: Annotated[str, typer.Option(metavar="AREA", help="Radar cross-section of the target.")] = "1m2",
    measure: Annotated[str, typer.Option(help="detection, track or engagement.")] = "detection",
    probability: Annotated[float, typer.Option(help="Probability of detection or track asked for.")] = 0.9,
    dwell: Annotated[str, typer.Option(metavar="TIME", help="Time within which it is to be reached.")] = "60s",
    category: Annotated[str, typer.Option(help="Category whose envelope counts.")] = "aircraft",
    radius: Annotated[str | None, typer.Option(metavar="LENGTH", help="Half the map's side [what matters].")] = None,
    cell: Annotated[str | None, typer.Option(metavar="LENGTH", help="Side of a cell [map / 400].")] = None,
    asset: Annotated[str | None, typer.Option(help="Asset whose approaches are worked out [the first].")] = None,
    azimuths: Annotated[int, typer.Option(min=0, max=360, help="Approaches worked out; 0: none.")] = 12,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write tables, maps and pictures to DIR.")] = None,
    settings: Settings = None,
    json: Json = False,
) -> None:
    """Show where a target is seen, tracked or engaged, and what limits that: ground, horizon, radar or missile."""
    from airdef.cli import coverage as command

    asked = command.Asked(altitude, rcs, measure, probability, dwell, category, radius, cell, asset, azimuths, out)
    command.run(scenario, asked, settings or [], json)


@app.command(
    cls=_NamesScenarios,
    epilog="Example:  airdef site island --grid 2km --mast present,40V6MD --altitude 100m,1km --out island-sited.yaml",
)
def site(
    scenario: ScenarioName,
    candidates: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Places: CSV (name, latitude, longitude, mast) or GeoJSON.")
    ] = None,
    grid: Annotated[str | None, typer.Option(metavar="STEP", help="Or a grid of places this far apart.")] = None,
    radius: Annotated[str, typer.Option(metavar="LENGTH", help="How far from an asset the grid goes.")] = "30km",
    mast: Annotated[
        str, typer.Option(metavar="MASTS", help="Masts to try: present, none, heights or names, separated by commas.")
    ] = "present",
    allow_sea: Annotated[bool, typer.Option("--allow-sea", help="Places on the sea count too.")] = False,
    present: Annotated[bool, typer.Option("--present", help="Where they stand now are candidates too.")] = False,
    keep: Annotated[list[str] | None, typer.Option(metavar="NAME", help="This one stays. Repeatable.")] = None,
    turn: Annotated[int, typer.Option(help="Bearings tried as facings of the fire units; 0: facings stay.")] = 0,
    measure: Annotated[
        str, typer.Option(help="engagement places fire units; detection and track place surveillance radars.")
    ] = "engagement",
    altitude: Annotated[str, typer.Option(metavar="HEIGHTS", help="Heights above ground.")] = "100m,1km",
    rcs: Annotated[str, typer.Option(metavar="AREA", help="Radar cross-section of the target.")] = "1m2",
    category: Annotated[str, typer.Option(help="Category whose envelope counts.")] = "aircraft",
    probability: Annotated[float, typer.Option(help="Probability of detection or track asked for.")] = 0.9,
    dwell: Annotated[str, typer.Option(metavar="TIME", help="Time within which it is to be reached.")] = "60s",
    overlap: Annotated[int, typer.Option(help="How many must cover a cell for it to count.")] = 1,
    ring: Annotated[
        str, typer.Option(metavar="DISTANCES", help="Distances from an asset at which approaches are to be covered.")
    ] = "10km,20km,30km",
    azimuths: Annotated[int, typer.Option(help="Bearings of the approaches.")] = 36,
    demand_cell: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="Instead of rings: cells of this side within the last ring.")
    ] = None,
    time_limit: Annotated[str, typer.Option(metavar="TIME", help="The solver stops then, with what it has.")] = "60s",
    gap: Annotated[float, typer.Option(help="It stops when no choice can be better by more than this part.")] = 0.01,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the scenario with the new places.")] = None,
    picture: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a map: .svg, .png or .pdf.")] = None,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="Write sites and demand as GeoJSON.")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads to use [all]; results do not depend on it.")] = None,
    settings: Settings = None,
    json: Json = False,
) -> None:
    """Choose places and masts that cover most of what the assets are worth, with a bound on what is possible."""
    from airdef.cli import site as command

    asked = command.Asked(altitude, rcs, measure, probability, dwell, category, candidates, grid, radius, mast,
                          allow_sea, present, tuple(keep or ()), turn, overlap, ring, azimuths, demand_cell, time_limit,
                          gap, out, picture, geojson)  # fmt: skip
    command.run(scenario, asked, settings or [], threads, json)


@app.command(cls=_NamesScenarios, epilog="Example:  airdef replay port-raid --seed 1 -k 4711")
def replay(
    scenario: ScenarioName,
    replication: Annotated[
        int, typer.Option("-k", "--replication", help="Which replication of the campaign, from 0.")
    ] = 0,
    seed: Seed = 1,
    settings: Settings = None,
    json: Json = False,
) -> None:
    """Play one replication again, alone, and print every event of it."""
    from airdef.cli import campaign

    campaign.replay(scenario, replication, seed, settings or [], json)


@app.command(cls=_NamesScenarios, epilog="Example:  airdef validate my-raid.yaml")
def validate(scenario: ScenarioName, settings: Settings = None, json: Json = False) -> None:
    """Check a scenario whole, without running it."""
    from airdef.cli import scenarios

    scenarios.validate(scenario, settings or [], json)


@app.command(cls=_NamesScenarios, epilog="Example:  airdef cite port-raid --bibtex > references.bib")
def cite(
    scenario: ScenarioName,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    settings: Settings = None,
    json: Json = False,
) -> None:
    """Print the sources and assumptions behind a scenario."""
    from airdef.cli import scenarios

    scenarios.cite(scenario, bibtex, settings or [], json)


study_commands.register(app)
doctrine.register(app)
envelope.register(app)


@app.command(
    cls=_NamesScenarios,
    epilog="Examples:  airdef export port-raid -k 17 --out raid.czml\n\n"
    "airdef export port-raid -k 17 --format acmi --out raid.acmi",
)
def export(
    scenario: ScenarioName,
    replication: Annotated[
        int, typer.Option("-k", "--replication", help="Which replication of the campaign, from 0.")
    ] = 0,
    seed: Seed = 1,
    form: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help=f"{', '.join(formats.MODULES)} [FILE's ending].")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it [stdout].")] = None,
    settings: Settings = None,
) -> None:
    """Write one replication as a file for Cesium, Tacview, Google Earth or a map."""
    from airdef.cli import export as command

    command.export(scenario, replication, seed, form, out, settings or [])


@app.command(epilog="Example:  airdef serve --port 8800 --workspace ~/raids")
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
    """Serve the page: scenarios, campaigns and their histories on a globe. Until Ctrl-C."""
    from airdef.cli import serve as command

    command.run(host, port, workspace, token, browser, prune)


@app.command(epilog="Example:  airdef bench --quick --only throughput")
def bench(
    what: Annotated[
        str, typer.Argument(metavar="validation", help="Write docs/validation anew instead of measuring.")
    ] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Only this benchmark. Repeatable.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes and few rounds, to see that all works.")] = False,
    json: Json = False,
) -> None:
    """Measure airdef against SimPy, the floor and itself; in a checkout (docs/performance.md)."""
    from airdef.cli import bench as benchmarks

    if benchmarks.validates(what, only or [], quick):
        benchmarks.validation(json)
    else:
        benchmarks.bench(only or [], quick, json)
