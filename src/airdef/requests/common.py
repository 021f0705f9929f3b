"""Arguments that several questions have in common."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from airdef import limits
from airdef.requests.argument import Argument

RCS: Final = 1.0
"""Radar cross-section of a target that nothing else is said of [m^2]. Grade: assumed. It is the reference value that
makers state detection ranges for ("a target of 1 m2"), so that maps can be held against published rings; that of a
fighter from the nose is of this order, those of cruise missiles and stealthy aircraft are 10 to 1,000 times less."""

MEASURES: Final = ("detection", "track", "engagement")
CATEGORIES: Final = (
    "aircraft", "stealth", "cruise", "supersonic", "ballistic", "drone", "decoy", "anti_radiation",
)  # fmt: skip
"""As in `scenario.plan`, which takes a moment to load."""

SEED_LIMIT: Final = 1 << 63
MOST: Final = limits.REPLICATIONS.most

ScenarioLike = Annotated[Any, Argument("A scenario, the name of a bundled one, or the path of a YAML file.")]
Overrides = Annotated[
    Mapping[str, Any] | None, Argument("Values of the scenario that are replaced, by path, e.g. raid.0.count=12.")
]
Seed = Annotated[int, Argument("Seed of the random streams: the same seed gives the same bits.", 0, SEED_LIMIT - 1)]
OptionalSeed = Annotated[
    int | None,
    Argument("Seed of the random streams: the same seed gives the same bits.", 0, SEED_LIMIT - 1, otherwise="1"),
]
Threads = Annotated[
    int | None, Argument("Threads to use; results do not depend on it.", 1, 1024, otherwise="all")
]  # fmt: skip
Processes = Annotated[
    int | None, Argument("Processes to use; results do not depend on it.", 1, 1024, otherwise="all")
]  # fmt: skip
Replication = Annotated[int, Argument("Number of the replication in the campaign, from 0.", 0, MOST)]
Measure = Annotated[str, Argument("The measure that it is about.")]
Dask = Annotated[
    str | None, Argument("Simulate on a cluster: tls://HOST:8786, or 'local' for processes on this machine.")
]
Grades = Annotated[
    tuple[str, ...] | None,
    Argument("Grades of the statements and uncertain inputs that count: A, B, C, D, assumed.", otherwise="all"),
]
Without = Annotated[tuple[str, ...], Argument("Sources that are excluded (`airdef cite` names them).")]
OnlySource = Annotated[str | None, Argument("The only source to rely on wherever it says anything.")]
Formation = Annotated[str, Argument("The formation of the raid, by its name or its position from 0.")]
Samples = Annotated[int, Argument("Parameter samples drawn from what the sources allow.", 2, 1 << 30)]
Some = (2, 1 << 30)
"""Replications of a sample: from and to."""

ALTITUDES: Final = Argument("Heights of the target above ground.", 0.0, 50e3, dimension="length")
Altitudes = Annotated[tuple[float, ...], ALTITUDES]
Rcs = Annotated[float, Argument("Radar cross-section of the target.", high=1e6, above=0.0, dimension="area")]
CoverageMeasure = Annotated[
    str, Argument("What counts: detection or track by a radar, or engagement by a fire unit.", choices=MEASURES)
]
Probability = Annotated[
    float,
    Argument("Probability of detection or track that is asked for.", above=0.0, below=1.0, fix="a decimal fraction"),
]
Dwell = Annotated[float, Argument("Time within which it is to be reached.", above=0.0, dimension="time")]
Category = Annotated[str, Argument("Category of threat whose envelope counts.", choices=CATEGORIES)]
Out = Path
