"""The commands of the studies and their options; each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A bundled scenario by name, or the path of a YAML file.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Replace a value of the scenario throughout. Repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Seed = Annotated[int, typer.Option(help="Which luck. The same seed gives the same numbers.")]
Threads = Annotated[int | None, typer.Option(help="Threads to use [all]; results do not depend on it.")]
Processes = Annotated[int | None, typer.Option(help="Processes to use [all]; results do not depend on it.")]
Picture = Annotated[Path | None, typer.Option("--picture", metavar="FILE", help="Write a picture: .svg, .png or .pdf.")]
Convergence = Annotated[
    Path | None,
    typer.Option("--convergence", metavar="FILE", help="Write a picture of the total indices by size of the design."),
]
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Play on a cluster: tls://HOST:8786, or 'local' for processes here."),
]
MeasureName = Annotated[str, typer.Option("--of", metavar="MEASURE", help="The measure it is about.")]
Group = Annotated[str, typer.Option(metavar="NAME", help="The group of the raid, by name or position from 0.")]
Grades = Annotated[
    str | None,
    typer.Option(metavar="A,B,...", help="Only claims and unknowns of these grades: A, B, C, D, assumed. [all]"),
]
Without = Annotated[
    list[str] | None, typer.Option(metavar="SOURCE", help="Strike a source out (`airdef cite` names them). Repeatable.")
]
Believe = Annotated[
    str | None, typer.Option(metavar="SOURCE", help="Believe this source alone wherever it says anything.")
]


def register(app: typer.Typer) -> None:
    """Add the studies to the command."""
    app.command(epilog=_COMPARE)(compare)
    app.command(epilog=_SWEEP)(sweep)
    app.command(epilog="Example:  airdef saturation port-raid --group flight-1 --more-than 15")(saturation)
    app.command(epilog="Example:  airdef magazine ballistic --probability 0.9")(magazine)
    app.command(epilog="Example:  airdef reach low-level --altitude '50 m' --altitude '1 km' --below 30")(reach)
    app.command(epilog=_UNCERTAINTY)(uncertainty)
    app.command(epilog="Example:  airdef influence port-raid --of missiles_used")(influence)
    app.command(epilog=_SENSITIVITY)(sensitivity)


_COMPARE = (
    "Examples:  airdef compare port-raid --set defence.0.system=S-300PT --set defence.0.system=S-400\n\n"
    "airdef compare port-raid --set 'defence.0.doctrine.reserve=0; defence.0.fire_units=3'\n\n"
    "airdef compare mine.yaml theirs.yaml --common raid.0.count=12 --precision 0.05"
)
_SWEEP = (
    "Examples:  airdef sweep port-raid --vary raid.0.count=4:40:4 --vary defence.0.fire_units=1,2,3\n\n"
    "airdef sweep low-level --vary 'raid.0.altitude=50:1000:50 m' --of first_intercept_range_km --picture curve.svg"
)
_UNCERTAINTY = (
    "Examples:  airdef uncertainty port-raid --picture how-sure.svg\n\n"
    "airdef uncertainty port-raid --grades A,B\n\n"
    "airdef uncertainty port-raid --without weaponsdb-simulator-catalogue-s-300pmu-2"
)
_SENSITIVITY = (
    "Examples:  airdef sensitivity port-raid --picture tornado.svg\n\n"
    "airdef sensitivity port-raid --of missiles_used --samples 1024 --most 20\n\n"
    "airdef sensitivity port-raid --parameter '48N6E2 sspk.aircraft' --parameter 'S-300PMU-2 reaction_time'"
)


def _run(command: str, options: dict[str, Any]) -> None:
    """Have a study done and printed; an option that is not given is left to the study's own default."""
    from airdef.cli import studies

    getattr(studies, command)(**studies.asked(options))


def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="The first is what others are held against.")
    ],
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="PATH=VALUE", help="A variant of the one scenario ('A=1; B=2' sets two). Repeatable."
        ),
    ] = None,
    common: Annotated[
        list[str] | None,
        typer.Option("--common", metavar="PATH=VALUE", help="Replace a value in all of them. Repeatable."),
    ] = None,
    replications: Annotated[
        int | None, typer.Option("-n", "--replications", help="Histories of each [10,000]; with --precision, the most.")
    ] = None,
    seed: Seed = 1,
    precision: Annotated[
        float | None, typer.Option(help="Go on until every paired half-width of --of is this small.")
    ] = None,
    measure: MeasureName = "leakers",
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Hold variants against each other under the same luck."""
    _run("compare", locals())


def sweep(
    scenario: ScenarioName,
    vary: Annotated[
        list[str],
        typer.Option("--vary", metavar="PATH=VALUES", help="PATH=first:last:step (a unit behind it), or PATH=a,b,c."),
    ],
    settings: Settings = None,
    measures: Annotated[
        list[str] | None,
        typer.Option("--of", metavar="MEASURE", help="Measures to show [leakers]; the first is drawn."),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option("-n", "--replications", help="Histories at a point [4,096]; with --precision, the most."),
    ] = None,
    precision: Annotated[
        float | None, typer.Option(help="Every point goes on until the half-width of the first --of is this small.")
    ] = None,
    seed: Seed = 1,
    threads: Threads = None,
    picture: Picture = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all measures: .csv or .parquet.")] = None,
    json: Json = False,
) -> None:
    """Run a scenario over a grid of values."""
    _run("sweep", locals())


def saturation(
    scenario: ScenarioName,
    group: Group = "0",
    more_than: Annotated[float, typer.Option(help="Leakers on average.")] = 1.0,
    most: Annotated[int, typer.Option(help="The largest size tried.")] = 200,
    precision: Annotated[
        float | None, typer.Option(help="Half-width at each size [a twentieth of --more-than].")
    ] = None,
    settings: Settings = None,
    seed: Seed = 1,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Find the size of a group from which more leak than wanted."""
    _run("saturation", locals())


def magazine(
    scenario: ScenarioName,
    probability: Annotated[float, typer.Option(help="The wanted probability that nothing leaks.")] = 0.9,
    system: Annotated[int, typer.Option(help="Which system of the defence, from 0.")] = 0,
    precision: Annotated[float, typer.Option(help="Half-width of the probability at each size.")] = 0.01,
    settings: Settings = None,
    seed: Seed = 1,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Find how many missiles it takes that probably nothing leaks."""
    _run("magazine", locals())


def reach(
    scenario: ScenarioName,
    group: Group = "0",
    altitudes: Annotated[
        list[str] | None, typer.Option("--altitude", metavar="ALTITUDE", help="Altitudes to fly at. Repeatable.")
    ] = None,
    below: Annotated[float, typer.Option(help="Mean range of the first intercept [km].")] = 50.0,
    replications: Annotated[int, typer.Option("-n", "--replications", help="Histories of each case.")] = 1024,
    settings: Settings = None,
    seed: Seed = 1,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Find how small a signature comes near, at each altitude."""
    _run("reach", locals())


def uncertainty(
    scenario: ScenarioName,
    measure: MeasureName = "leakers",
    states: Annotated[int, typer.Option(help="States of the world drawn from what the sources allow.")] = 200,
    replications: Annotated[int, typer.Option("-n", "--replications", help="Histories of each state.")] = 100,
    grades: Grades = None,
    without: Without = None,
    believe: Believe = None,
    settings: Settings = None,
    seed: Seed = 1,
    processes: Processes = None,
    dask: Dask = None,
    picture: Picture = None,
    json: Json = False,
) -> None:
    """Tell what varies by chance from what the sources leave open."""
    _run("uncertainty", locals())


def influence(
    scenario: ScenarioName,
    measure: MeasureName = "leakers",
    replications: Annotated[
        int | None, typer.Option("-n", "--replications", help="Replications of each state [64].")
    ] = None,
    grades: Grades = None,
    settings: Settings = None,
    seed: Seed = 1,
    processes: Processes = None,
    json: Json = False,
) -> None:
    """Tell which figures the answer hangs on most, each moved alone: a quick screening."""
    _run("influence", locals())


def sensitivity(
    scenario: ScenarioName,
    measure: MeasureName = "leakers",
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter", metavar="NAME", help="Weigh these unknowns only ('SUBJECT ATTRIBUTE'). Repeatable."
        ),
    ] = None,
    most: Annotated[int, typer.Option(help="How many unknowns the screening leaves.")] = 20,
    samples: Annotated[int, typer.Option(help="Base samples of the Sobol design, a power of two.")] = 256,
    trajectories: Annotated[int, typer.Option(help="Trajectories of the Morris screening.")] = 6,
    replications: Annotated[int, typer.Option("-n", "--replications", help="Histories of each state.")] = 200,
    grades: Grades = None,
    without: Without = None,
    believe: Believe = None,
    settings: Settings = None,
    seed: Seed = 1,
    processes: Processes = None,
    dask: Dask = None,
    picture: Picture = None,
    convergence: Convergence = None,
    json: Json = False,
) -> None:
    """Tell which unknown matters, and which would change nothing."""
    _run("sensitivity", locals())
