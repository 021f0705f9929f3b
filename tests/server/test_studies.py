"""Every study can be ordered: its answer is that of Python and of the command line, and holds against its model."""

import json
import math
from typing import get_args

import pytest
from pydantic import TypeAdapter

import airdef
from airdef import limits
from airdef.cli.app import COMMANDS
from airdef.requests.argument import arguments
from airdef.server import models, models_studies, studies
from airdef.server.settings import Limits
from airdef.studies.allocation import solved
from server.service import ENDED, opened, ordered, until

pytestmark = pytest.mark.slow  # claims and the screening of all figures take some seconds each

SALVO = {"name": "ideal-salvo"}
PORT = {"name": "port-raid"}
PROBLEM = {"values": [10.0, 5.0], "probabilities": [[0.8, 0.7], [0.6, 0.7]]}
INPUTS = ["48N6E2 sspk.aircraft", "S-300PMU-2 reaction_time"]
ORDERS = {
    "coverage": {"scenario": SALVO, "altitudes_m": [1000.0]},
    "approach": {"scenario": SALVO, "azimuths": 2, "speed_m_s": 300.0},
    "envelope": {"name": "48N6E2", "masts_m": [6.0], "rcs_m2": [1.0]},
    "site": {"scenario": {"name": "island"}, "grid_m": 10e3, "time_limit_s": 5.0},
    "doctrine": {"scenario": SALVO, "vary": ["doctrine.salvo.aircraft=1,2"], "budget": 100, "replications": 20},
    "sweep": {"scenario": SALVO, "vary": ["raid.0.count=2,4"], "replications": 16},
    "worth": {"scenario": SALVO, "options": ["+ideal-battery for 3", "raid.0.count=9 for 1"], "replications": 16},
    "saturation": {"scenario": SALVO, "most": 20, "precision": 0.5},
    "magazine": {"scenario": SALVO, "precision": 0.2},
    "penetration": {"scenario": SALVO, "altitudes": ["1 km"], "replications": 16},
    "uncertainty": {"scenario": PORT, "samples": 4, "replications": 4},
    "sensitivity": {
        "scenario": PORT, "parameters": INPUTS, "most": 2, "samples": 16, "trajectories": 2, "replications": 2,
    },
    "influence": {"scenario": SALVO, "replications": 4},
    "claims": {"ids": ["altitude-10m"]},
    "policies": {"scenario": SALVO, "policies": ["best-shot"], "replications": 4},
    "allocate": {"problem": PROBLEM, "gap": 1e-9},
}  # fmt: skip
"""A small order of each study."""

WORDS = {"minimum": "low", "maximum": "high", "exclusiveMinimum": "above", "exclusiveMaximum": "below"}
"""Limits of JSON Schema, and of an argument. A seed may be more than a double holds exactly: rel=1e-15
is its rounding."""

RESULTS = {get_args(m.model_fields["study"].annotation): m for m in get_args(models_studies.Answered)[1:]}
MODELS = {name: model for names, model in RESULTS.items() for name in names} | {
    "coverage": models_studies.CoverageResult
}


@pytest.fixture(scope="module")
def done(client):
    """The results of all orders, as texts."""
    jobs = {name: ordered(client, name, **order)["id"] for name, order in ORDERS.items()}
    ended = {name: until(client, number) for name, number in jobs.items()}
    assert {name: job["error"] for name, job in ended.items() if job["state"] != "done"} == {}
    return {name: client.get(f"/api/jobs/{number}/result").text for name, number in jobs.items()}


def test_every_question_of_python_and_the_command_line_can_be_ordered():
    asked = {n for n in airdef.__all__ if hasattr(getattr(airdef, n), "request")}
    elsewhere = {"run", "compare", "replay", "export"}  # orders of their own, and what is read of a run
    assert set(studies.STUDIES) == asked - elsewhere
    assert set(get_args(models.Kind)) == set(studies.STUDIES) | {"run", "compare"}
    assert set(studies.STUDIES) - {"approach"} <= set(COMMANDS)
    assert set(MODELS) == set(studies.STUDIES) == set(ORDERS)


@pytest.mark.parametrize("name", ORDERS)
def test_an_answer_holds_against_its_model(done, name):
    found = MODELS[name].model_validate_json(done[name], strict=True)
    assert TypeAdapter(models_studies.Answered).validate_json(done[name]) == found


def plain(data):
    """Return data as JSON gives it: what is not known is null."""
    if isinstance(data, dict):
        return {str(k): plain(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [plain(x) for x in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data


@pytest.mark.parametrize("name", ["saturation", "uncertainty", "doctrine", "policies", "envelope", "approach"])
def test_an_answer_is_that_of_python(done, name):
    values = dict(ORDERS[name])
    scenario = values.pop("scenario", None)
    called = {studies.STUDIES[name].called(f.name): f.name for f in arguments(studies.STUDIES[name].request)}
    values = {called[field]: value for field, value in values.items()}
    if scenario is not None:
        values["scenario"] = airdef.load(scenario["name"])
    assert json.loads(done[name]) == plain(getattr(airdef, name)(**values).to_dict())


def test_an_assignment_is_that_of_python(done):
    found = json.loads(done["allocate"])
    expected = solved(airdef.allocation.Problem(**PROBLEM), gap=1e-9, seconds=600.0).to_dict()
    assert {k: v for k, v in found.items() if k != "seconds"} == {k: v for k, v in expected.items() if k != "seconds"}


@pytest.mark.parametrize("name", studies.STUDIES)
def test_an_order_has_the_words_defaults_and_limits_of_its_request(client, name):
    document = client.get("/api/openapi.json").json()
    body = document["paths"][f"/api/jobs/{name}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    told = document["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    study = studies.STUDIES[name]
    for field in study.fields():
        if field.name == "scenario":
            continue
        said = told["properties"][study.called(field.name)]
        assert said["description"] == field.argument.described(), field.name
        required = field.required or (field.name in (study.own or {}) and study.own[field.name][1] is ...)
        assert (study.called(field.name) in told.get("required", [])) == required
        if not required and field.default not in (None, ()):
            expected = list(field.default) if isinstance(field.default, tuple) else field.default
            assert said["default"] == expected, field.name
        if field.kind in (int, float) and not field.many and not field.optional:
            for word, limit in WORDS.items():
                expected = getattr(field.argument, limit)
                assert said.get(word) == (expected if expected is None else pytest.approx(expected, rel=1e-15)), word


@pytest.mark.parametrize(
    ("name", "order", "words"),
    [
        ("site", {"scenario": {"name": "island"}}, "grid_m: Field required"),
        ("site", {"scenario": {"name": "island"}, "grid_m": 2e3, "candidates": "x.csv"}, "candidates: Extra inputs"),
        ("approach", {"scenario": SALVO, "rcs_m2": -1}, "rcs_m2: Input should be greater than 0"),
        ("approach", {"scenario": SALVO, "category": "boat"}, "category: Input should be 'aircraft'"),
        ("influence", {"scenario": SALVO, "measure": "leaker"}, "measure: Input should be 'leakers'"),
        ("uncertainty", {"scenario": PORT, "samples": 10**6, "replications": 100}, "at most 10000000 expected"),
        ("sweep", {"scenario": SALVO, "vary": []}, "vary: "),
        (
            "sweep",
            {"scenario": SALVO, "vary": ["raid.0.count=1:50:1", "raid.0.speed=100:300:5 m/s"]},
            "vary: 2,050 points",
        ),
        ("sweep", {"scenario": SALVO, "vary": ["raid.0.cuont=1,2"]}, "cuont"),
        ("sweep", {"scenario": SALVO, "vary": ["environment.terrain.dem=/etc/passwd"]}, "here no request names a file"),
        ("sweep", {"scenario": SALVO, "vary": ["environment.terrain={dem: /etc/passwd}"]}, "a range is"),
        ("sweep", {"scenario": SALVO, "vary": ["catalogue=own.yaml"]}, "expected"),
        ("worth", {"scenario": SALVO, "options": []}, "options: "),
        ("worth", {"scenario": SALVO, "options": ["+ideal-battery"]}, "CHANGES for COST expected"),
        ("worth", {"scenario": SALVO, "options": ["environment.terrain.dem=/etc/x for 1"]}, "no request names a file"),
        ("doctrine", {"scenario": SALVO, "vary": ["environment.terrain.dem=x"], "budget": 10**9}, "at most 10000000"),
        ("policies", {"scenario": SALVO, "policies": ["os.system"]}, "policies.0: Input should be"),
        ("allocate", {"problem": {"values": [1.0], "probabilities": [[2.0]]}}, "probabilities[0, 0]: 2 given"),
        ("claims", {"every": "yes"}, "every: Input should be a valid boolean"),
        ("coverage", {"scenario": {"name": "ideal-salvo", "set": {"defence": []}}}, "without a defence"),
    ],
)
def test_what_cannot_be_is_refused_before_it_is_ordered(client, name, order, words):
    before = len(client.get("/api/jobs").json())
    answer = client.post(f"/api/jobs/{name}", json=order)
    assert answer.status_code == 422, answer.text
    assert words in answer.json()["error"]
    assert len(client.get("/api/jobs").json()) == before


@pytest.mark.parametrize(
    ("name", "order", "words"),
    [
        ("saturation", {"scenario": SALVO, "formation": "x"}, "formation 'x' is not in the raid"),
        ("claims", {"ids": ["x"]}, "x"),
        ("doctrine", {"scenario": SALVO, "vary": ["environment.terrain.dem=/etc/passwd"]}, "vary environment.terrain"),
    ],
)
def test_what_a_study_finds_wrong_ends_its_job_with_words(client, name, order, words):
    job = until(client, ordered(client, name, **order)["id"])
    assert job["state"] == "failed"
    assert words in job["error"]
    assert "\u2039" not in job["error"]


def test_what_only_runs_have_is_refused_of_a_study(client):
    number = until(client, ordered(client, "allocate", **ORDERS["allocate"])["id"])["id"]
    for of_runs in ("report", "parquet", "distribution", "replay/0", "replay/0/acmi", "scenario"):
        answer = client.get(f"/api/jobs/{number}/{of_runs}")
        assert answer.status_code == 409, of_runs
        assert "allocate" in answer.json()["error"]
    with_one = until(client, ordered(client, "magazine", **ORDERS["magazine"])["id"])["id"]
    assert client.get(f"/api/jobs/{with_one}/scenario").json()["scenario"] == "ideal-salvo"


def test_progress_has_stages_and_a_cancel_ends_the_work(tmp_path):
    with opened(tmp_path, Limits(jobs=1, reads=1e6, writes=1e6)) as client:
        order = {"scenario": PORT, "parameters": INPUTS, "most": 2, "samples": 4096, "replications": 500}
        number = ordered(client, "sensitivity", **order)["id"]
        seen = set()
        with client.stream("GET", f"/api/jobs/{number}/events") as events:
            for line in events.iter_lines():
                if line.startswith("data: "):
                    job = json.loads(line.removeprefix("data: "))
                    seen.add(job["stage"])
                    assert job["state"] not in ENDED
                    if job["stage"] == "indices" and 0 < job["done"] < job["goal"]:
                        break
        assert {None, "one at a time"} <= seen
        assert client.delete(f"/api/jobs/{number}").json()["state"] == "cancelled"
        assert until(client, ordered(client, "magazine", **ORDERS["magazine"])["id"])["state"] == "done"
        assert client.get(f"/api/jobs/{number}/result").status_code == 409


def test_results_are_read_within_their_limit(done):
    assert max(map(len, done.values())) < limits.RESULT_BYTES.most
