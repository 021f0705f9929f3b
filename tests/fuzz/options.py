"""Command lines: every command with options of its own, values well and badly written, files that are none."""

from __future__ import annotations

import contextlib
import io
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import click
from hypothesis import strategies as st

from airdef.cli import main
from airdef.cli.codes import DONE, ERROR
from fuzz.scenarios import edited
from fuzz.values import STRANGE, quantities, words
from fuzz.watch import Finding, check_numbers, check_words, watched

LEFT_OUT = {
    *(
        "serve",
        "bench",
        "demo",
        "doctrine",
        "uncertainty",
        "sensitivity",
        "site",
        "saturation",
        "magazine",
        "penetration",
    ),
    *("claims", "influence"),
}
"""Commands that would serve, or work for longer than an input may: of these only what is refused at once is tried."""

USUAL = {
    "scenario": ["ideal-salvo", "ideal-salvo", "ideal-salvo", "port-raid", "island", "raid.yaml", "raid.yaml",
        "nosuch.yaml"],
    "replications": ["3", "8", "0", "-1", "1e3", "many"],
    "--vary": ["raid.0.count=1,2", "raid.0.count=1:3:1", "defence.0.fire_units=1", "raid.0.name=a,=b", "x=1",
        "raid.0.count=1:9:0"],
    "--set": ["raid.0.count=2", "name=x", "defence.0.fire_units=1", "raid.0.speed=250 m/s", "raid.0.count=9",
        "assets=[]"],
    "--of": ["leakers", "kills", "missiles_used", "first_intercept_range_km", "nosuch"],
    "--formation": ["0", "7", "x"],
    "ids": ["aircraft-150km", "altitude-10m", "nosuch"],
    "missiles": ["48N6E2", "S-300PMU-2", "nosuch"],
    "folder": [".", "store", "nosuch"],
    "--out": ["a.csv", "a.parquet", "a.czml", "a.kml", "a.acmi", "a.yaml", "out", ".", "no/such/a.csv", "raid.yaml"],
    "--picture": ["a.svg", "a.png", "a.pdf", "a.txt", "no/a.svg"],
    "--report": ["a.html", "no/a.html", "."],
    "--format": ["czml", "kml", "acmi", "geojson", "json", "nosuch"],
    "--altitude": ["100m", "1 km", "50m,1km", "5 km", "-5 m", "1e9 m", "30,000 ft"],
    "--cell": ["2km", "5 km", "1m", "0 m", "-1 km"],
    "--radius": ["20km", "50 km", "1 m", "0 m", "1e6 km"],
    "--measure": ["detection", "track", "engagement", "nosuch"],
    "--candidates": ["raid.yaml", "a.csv", "nosuch.csv"],
}  # fmt: skip
"""Values by the name of an argument or option: most of them are taken."""


@cache
def commands() -> dict[tuple[str, ...], click.Command]:
    """Return every command by the words that call it."""
    from typer.main import get_command

    from airdef.cli.app import app

    found: dict[tuple[str, ...], click.Command] = {}

    def walk(command: Any, words_: tuple[str, ...]) -> None:
        if hasattr(command, "commands"):
            for name, inner in command.commands.items():
                walk(inner, (*words_, name))
        else:
            found[words_] = command

    walk(get_command(app), ())
    return found


def _values(parameter: Any) -> st.SearchStrategy[str]:
    names = [parameter.name, *parameter.opts]
    usual = [v for n in names for v in USUAL.get(n, ())]
    number = st.one_of(st.integers(-2, 12), st.sampled_from([10**6, 2**63, 2**64, 10**30])).map(str)
    strange = st.one_of(words(), quantities(), number, st.sampled_from(STRANGE))
    return st.one_of(st.sampled_from(usual), st.sampled_from(usual), strange) if usual else st.one_of(number, strange)


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Return the words of a command line."""
    names = draw(st.sampled_from(sorted(commands())))
    command = commands()[names]
    line = list(names)
    for parameter in command.params:
        if parameter.name in ("help", "dask", "threads", "processes", "browser"):
            continue  # a cluster, or more processes than an input may have
        argument = parameter.param_type_name == "argument"
        if not argument and draw(st.integers(0, 3)):
            continue
        if getattr(parameter, "is_flag", False):
            line.append(draw(st.sampled_from(parameter.opts)))
            continue
        for _ in range(draw(st.sampled_from([1, 1, 1, 2])) if parameter.multiple or parameter.nargs == -1 else 1):
            value = draw(_values(parameter))
            line += [value] if argument else [draw(st.sampled_from(parameter.opts)), value]
    if names[0] in LEFT_OUT:  # one that is certainly refused
        line.append("--no-such-option")
    elif {"replications"} & {p.name for p in command.params} and names != ("replay",):
        line += ["-n", draw(st.sampled_from(["3", "8", "20"]))]  # the last one counts
    if names == ("run",):
        line.append("--no-influence")  # some sixty campaigns
    if draw(st.integers(0, 9)) == 0:
        line.insert(draw(st.integers(0, len(line))), draw(words()))
    return [w.replace("\x00", "") for w in line]  # no command line holds a NUL


def inputs() -> st.SearchStrategy[dict[str, Any]]:
    """Return command lines, and a file that lies where they run."""
    return st.fixed_dictionaries({"line": lines(), "text": st.one_of(edited(), st.just("name: x\n"), words())})


def simulate(given: dict[str, Any], folder: Path) -> None:
    """Run a command line in a folder of its own: it is done, or one error in words."""
    (folder / "raid.yaml").write_bytes(given["text"].encode("utf-8", "surrogatepass"))
    (folder / "a.csv").write_text("name,lat,lon\nx,0.3,-24.9\n", encoding="utf-8")
    out, err, here = io.StringIO(), io.StringIO(), Path.cwd()
    code: object = None
    os.chdir(folder)
    try:
        with watched(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(given["line"])
            except SystemExit as end:
                code = end.code
    finally:
        os.chdir(here)
    told = err.getvalue()
    if code not in (DONE, ERROR):
        raise Finding("code", f"{code}: {told}")
    if "a fault in airdef" in told:
        raise Finding("fault " + told.partition("what you gave: ")[2][:60], told)
    if code == ERROR and not told.startswith("airdef: ") and "airdef: " not in told:
        raise Finding("message missing", f"nothing told with code 2: {told!r}")
    if told:
        check_words(told)
    if out.getvalue():
        check_words(out.getvalue(), longest=10_000_000)  # a result: a replay has 150,000
    if code == DONE and "--json" in given["line"] and "--help" not in given["line"]:
        check_numbers(json.loads(out.getvalue(), parse_constant=float), "--json")
