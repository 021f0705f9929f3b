"""Scenario files: texts cut and spliced, values exchanged; those that load are simulated, written and drawn."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hypothesis import strategies as st

import airdef
from airdef import formats, report
from airdef.scenario import ScenarioError, find, names
from airdef.scenario.document import read_text
from airdef.scenario.own import catalogue_of
from fuzz.values import STRANGE, WORDS, leaves, places, quantities, trees, words
from fuzz.watch import Finding, check_numbers, watched
from scenario.broken import GOOD

REPLICATIONS = 8
MOST_THREATS = 16
"""Raids of more threats are only loaded: what is looked for is not in their number."""

OWN = """name: Own battery
catalogue:
  sources: {brochure: {title: A brochure, author: Example Works, year: 2019, address: "https://example.org/a"}}
  entries:
    Arrow-2:
      based_on: 48N6E2
      figures:
        max_range: [{value: 120 km, low: 100 km, high: 130 km, source: brochure, grade: B}]
        sspk: {value: 0.7, low: 0.5, high: 0.8, reason: as others}
        sspk.drone: 0.6
    Dart: {based_on: fighter, category: drone, figures: {rcs: 0.05 m2}}
    Arrow: {based_on: S-300PMU-2, parts: {missile: [{entry: Arrow-2, launchers: 4}, {entry: 48N6E2, launchers: 2}]}}
defence: [{system: Arrow, at: [0, 0], fire_units: 1}]
assets: [{name: port, at: [0, 0]}]
raid: [{threat: Dart, count: 2, from: [-1, -1], aims_at: port}]
"""

TEXTS = [GOOD, OWN, *(find(name).read_text(encoding="utf-8") for name in names())]
SMALL = "name: x\ndefence: [{system: S-300PMU-2, at: [0.05, 0.1]}]\nassets: [{name: port, at: [0, 0]}]\n" \
        "raid: [{threat: fighter, from: [-1, -1], aims_at: port}]\n"  # fmt: skip


def _lists(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _lists(v) for k, v in node.items()}
    return [_lists(v) for v in node] if isinstance(node, tuple) else node


TREES = [_lists(read_text(text).data) for text in (GOOD, SMALL, *TEXTS[1:])]
KEYS = sorted({k for tree in TREES for path in [tree] for k in path} | set(airdef.scenario.json_schema()["properties"]))


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(p for k, v in below for p in _paths(v, (*path, k)))]


PATHS = [[p for p in _paths(tree) if p] for tree in TREES]


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    """Return what lies at a path, None if an edit before this one took it away."""
    for key in path:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return None
    return node


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Return a scenario with values exchanged, removed, doubled, renamed and added, written as JSON."""
    which = draw(st.integers(0, len(TREES) - 1))
    data = copy.deepcopy(TREES[which])
    fields = _fields()
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PATHS[which]))
        node, key = _at(data, path[:-1]), path[-1]
        if not isinstance(node, dict | list) or _at(data, path) is None:
            continue
        act = draw(st.sampled_from(["value", "value", "value", "like", "delete", "double", "rename", "add", "tree"]))
        if act == "delete":
            del node[key]
        elif act == "double" and isinstance(node, list):
            node.append(copy.deepcopy(node[key]))
        elif act == "rename" and isinstance(node, dict):
            node[draw(words())] = node.pop(key)
        elif act == "add" and isinstance(node, dict):
            node[draw(st.sampled_from(fields))] = draw(leaves())
        elif act == "like":
            node[key] = draw(_like(node[key]))
        else:
            node[key] = draw(trees() if act == "tree" else leaves())
    return json.dumps(data, ensure_ascii=draw(st.booleans()))


def _fields() -> list[str]:
    schema = airdef.scenario.json_schema()
    return sorted({n for part in (schema, *schema["$defs"].values()) for n in part.get("properties", ())})


def _like(value: Any) -> st.SearchStrategy[Any]:
    """Return values of the kind that stands there: most of what is tried this way loads."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int | float) for v in value):
        return places()
    if isinstance(value, str) and value[:1].isdigit():
        return st.tuples(st.floats(0.01, 1e4), st.just(value.split()[-1])).map(lambda x: f"{x[0]:.4g} {x[1]}")
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int | float):
        return st.one_of(st.integers(0, 12), st.floats(0, 1))
    return st.sampled_from(WORDS) if isinstance(value, str) else leaves()


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """Return the text of a scenario cut and spliced."""
    text = draw(st.sampled_from([SMALL, *TEXTS]))
    piece = st.one_of(
        st.sampled_from(STRANGE), words(), quantities(), st.sampled_from(list("[]{}:,-#&*!|>'\"%@`?\t\n\\ "))
    )
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 30))
        text = text[:at] + draw(piece) + text[at + length :]
    return text


def warm() -> None:
    """Load, compile and draw what every input may need."""
    campaign = airdef.run(airdef.scenario.loads(SMALL), REPLICATIONS, threads=1)
    formats.written(airdef.replay(campaign.scenario, 1, 0), "kml")


def inputs() -> st.SearchStrategy[dict[str, Any]]:
    """Return files, and how far they are taken: 0 loaded, 1 simulated and written, 2 drawn as well."""
    far = st.sampled_from([0, 0, 0, 0, 0, 0, 1, 1, 1, 2])
    text = st.one_of(edited(), edited(), spliced(), st.text(max_size=80))
    raw = st.one_of(text, text, text, st.binary(max_size=60).map(lambda b: b.decode("latin-1") + "\udcff"))
    return st.fixed_dictionaries({"text": raw, "far": far})


def simulate(given: dict[str, Any], folder: Path) -> None:
    """Load a file, and take it as far as the input says."""
    file = folder / "raid.yaml"
    file.write_bytes(given["text"].encode("utf-8", "surrogatepass"))
    scenario = None
    with watched(ScenarioError):
        try:
            scenario = airdef.load(file)
        except ScenarioError as error:
            if not all(p.given and p.expected and p.fix for p in error.problems):
                raise Finding("message", f"a part of it is missing: {error}") from None
            raise
    if scenario is None or not given["far"] or len(scenario.threats) > MOST_THREATS:
        return
    with watched():
        campaign = airdef.run(scenario, REPLICATIONS, threads=1)
        _check(campaign)
        replication = airdef.replay(scenario, 1, 0)
        for form in formats.MODULES:
            written = formats.written(replication, form)
            written.encode()
            if form == "kml":
                ElementTree.fromstring(written)
            elif form != "acmi":
                check_numbers(json.loads(written, parse_constant=float), form)
            if form == "czml":
                ids = [p["id"] for p in json.loads(written)]
                if len(set(ids)) < len(ids):
                    raise Finding("czml", "an id twice")
    if given["far"] > 1:
        with watched():
            report.render(campaign).encode()


def _check(campaign: Any) -> None:
    """Check that what every replication has is a number, and that nothing is more than it can be."""
    told = campaign.to_dict(catalogue_of(campaign.scenario))
    for name, measure in campaign.measures.items():
        if measure.n > 1:
            check_numbers([measure.mean, measure.sd, *measure.ci95], name)
    means = {name: m.mean for name, m in campaign.measures.items() if m.n}
    most = len(campaign.scenario.threats)
    if not 0.0 <= means["leakers"] <= most or not 0.0 <= means["kills"] <= most:
        raise Finding("number", f"{means['leakers']} leakers and {means['kills']} kills of {most} threats")
    json.dumps(told)
