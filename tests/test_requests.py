"""Requests: the functions have their arguments and defaults, and each edge hears of an argument in its own words."""

import inspect
import math
import re
from dataclasses import fields

import pytest
from pydantic import BaseModel, ValidationError

import airdef
from airdef.arguments import ArgumentError, of
from airdef.cli import main
from airdef.requests.argument import argument, arguments
from airdef.requests.common import RCS, Seed, Threads
from airdef.requests.places import Coverage, Site
from airdef.scenario.plan import CATEGORIES
from airdef.studies.doctrine.simulate import OBJECTIVES

ASKED = {n: f for n in airdef.__all__ if hasattr(f := getattr(airdef, n), "request")}
NOT_ASKED = {"progress", "executor", "unfinished", "catalogue"}
"""Arguments of functions that are no part of a question: who does the work, and who is told of it."""


def test_every_question_has_a_request():
    assert set(ASKED) == {
        *(
            "run",
            "replay",
            "export",
            "compare",
            "sweep",
            "saturation",
            "magazine",
            "penetration",
            "uncertainty",
            "influence",
            "worth",
        ),
        *("sensitivity", "claims", "coverage", "approach", "envelope", "site", "doctrine", "policies", "allocate"),
    }


@pytest.mark.parametrize("name", ASKED)
def test_functions_have_the_arguments_and_defaults_of_their_requests(name):
    function = ASKED[name]
    signature = inspect.signature(function)
    taken = {n: p.default for n, p in signature.parameters.items() if n not in NOT_ASKED}
    wanted = {f.name: f.default for f in arguments(function.request)}
    assert list(taken) == [f for f in taken if f in wanted]
    assert set(taken) == set(wanted)
    for n, default in taken.items():
        fixed = default is inspect.Parameter.empty  # an argument that has to be given, or *ids
        assert fixed or default == wanted[n], n


@pytest.mark.parametrize("name", ASKED)
def test_every_argument_is_checked(name):
    """What is out of range is refused with the argument's name before anything is worked out."""
    function, request = ASKED[name], ASKED[name].request
    first = {f.name: "port-raid" for f in arguments(request) if f.required and f.name != "scenarios"}
    checked = 0
    for field in arguments(request):
        if field.kind is object or field.required or field.name == "ids":
            continue
        wrong = object()
        with pytest.raises(ArgumentError, match=rf"^{field.name}: "):
            function(**first, **{field.name: (wrong,) if field.many else wrong})
        checked += 1
    assert checked >= 2


@pytest.mark.parametrize("name", ASKED)
def test_docstrings_say_the_words_units_and_defaults_of_the_request(name):
    """What a docstring says of an argument begins with the request's words; more may follow."""
    function = inspect.unwrap(ASKED[name])
    told = dict(described(function))
    for field in arguments(ASKED[name].request):
        words = field.argument.described()
        if field.argument.otherwise and field.default in (None, ()):
            words += f" By default: {field.argument.otherwise}."
        assert told[field.name].startswith(words), field.name


def described(function):
    """Yield the arguments that a docstring describes, with what it says of each in one line."""
    section = inspect.getdoc(function).partition("Parameters\n----------\n")[2].partition("\n\n")[0]
    for entry in re.split(r"\n(?=\S)", section):
        heading, *lines = entry.split("\n")
        yield heading.lstrip("*").partition(" : ")[0], " ".join(line.strip() for line in lines)


def test_words_and_limits_are_said_once():
    for name, function in ASKED.items():
        for field in arguments(function.request):
            assert field.argument.words.endswith("."), (name, field.name)
        function.request(**{f.name: "x" for f in arguments(function.request) if f.required})  # defaults are in range


def test_numbers_have_units_and_texts_are_read():
    asked = Coverage("island", altitudes=("50 m", 1e3), rcs="0.1 m2", radius="30 km")
    assert (asked.altitudes, asked.rcs, asked.radius) == ((50.0, 1000.0), 0.1, 30e3)
    assert argument(Coverage, "rcs").argument.described() == "Radar cross-section of the target [m^2]."
    assert Coverage("island").rcs == Site("island").rcs == RCS


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"rcs": -1.0}, "rcs: -1 m^2 given, an area between 0 and 1000000 m^2 expected"),
        ({"rcs": math.nan}, "rcs: nan"),
        ({"rcs": "1 km"}, "rcs: '1 km' given"),
        ({"rcs": True}, "rcs: True"),
        (
            {"measure": "detect"},
            "measure: 'detect' given, one of detection, track, engagement expected; nearest: 'det",
        ),
        ({"altitudes": "50 m"}, "altitudes: '50 m' given, one or more, each a length from 0 to 50000 m expected"),
        ({"altitudes": (1e6,)}, "altitudes: 1e+06 m given"),
        (
            {"probability": 1.0},
            "probability: 1 given, a number between 0 and 1 expected; usual fix: a decimal fraction",
        ),
        ({"threads": 0}, "threads: 0 given, a whole number from 1 to 1024 expected"),
        ({"threads": 2.0}, "threads: 2 given"),
    ],
)
def test_python_reads_the_name_of_the_argument(given, words):
    with pytest.raises(ArgumentError) as raised:
        Coverage("island", **given)
    assert str(raised.value).startswith(words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["coverage", "island", "--rcs=-1m2"], "--rcs: -1 m^2 given, an area between 0 and 1000000 m^2 expected"),
        (["coverage", "island", "--altitude", "50"], "--altitude: '50' given"),
        (["coverage", "island", "--measure", "detect"], "--measure: 'detect' given"),
        (["site", "island"], "one of --candidates and --grid expected"),
        (["site", "island", "--grid", "2km", "--keep", "x"], "--keep: 'x' given"),
        (["site", "island", "--grid", "2km", "--mast", ""], "--mast: an empty entry given"),
        (["claims", "altitude-10m", "--spread", "-1"], "--spread: -1 given"),
        (["replay", "port-raid", "-k", "-1"], "--replication: -1 given"),
        (
            ["compare", "port-raid", "s400", "--set", "a=1"],
            "--set are of one scenario; usual fix: name one, or use --c",
        ),
        (["doctrine", "port-raid", "--objective", "valuee"], "--objective: 'valuee' given"),
    ],
)
def test_the_command_line_reads_the_option(arguments, words, capsys):
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_messages_name_arguments_as_each_edge_calls_them():
    error = ArgumentError(f"{of('rcs')}: 0 given; usual fix: a larger {of('cell')}")
    assert str(error) == "rcs: 0 given; usual fix: a larger cell"
    assert error.told(lambda n: f"<{n}>") == "<rcs>: 0 given; usual fix: a larger <cell>"


def test_models_take_the_same_types():
    class Order(BaseModel):
        seed: Seed = 1
        threads: Threads = None

    assert Order(seed=3).seed == 3
    for wrong in ({"seed": -1}, {"seed": 1 << 63}, {"seed": "1"}, {"seed": True}, {"threads": 0}):
        with pytest.raises(ValidationError):
            Order(**wrong)
    said = Order.model_json_schema()["properties"]["seed"]
    assert said["minimum"] == 0
    assert said["description"] == argument(Coverage, "threads").argument.words.replace(
        "Threads to use; results do not depend on it.", "Seed of the random streams: the same seed gives the same bits."
    )


def test_choices_are_those_of_the_model():
    assert argument(Coverage, "category").argument.names() == CATEGORIES
    assert ASKED["doctrine"].request.__dataclass_fields__["objective"].default in OBJECTIVES
    assert argument(ASKED["doctrine"].request, "objective").argument.names() == tuple(OBJECTIVES)
    assert {f.name for f in fields(Coverage)} == {f.name for f in arguments(Coverage)}
