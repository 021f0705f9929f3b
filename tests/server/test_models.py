"""Real answers of the service hold against its models strictly: no key more, none less, and of the types they say."""

import copy
import json

import pytest
from pydantic import ValidationError

from airdef import catalogue
from airdef.engine.memory.record import KINDS
from airdef.scenario import names
from airdef.server import models as m
from airdef.server import models_results as r
from airdef.server import models_scene
from server.service import ordered, until

SCENARIOS = ["port-raid", "low-level", "island", "s400", "first-1979"]
"""Assets and units; terrain; an island's own heights; a stand-off jammer and mixed missiles; escort jammers, masts."""

REPLICATIONS = 40


def told(model, text):
    """Return an answer that holds against its model."""
    return model.model_validate_json(text, strict=True)


def got(client, path, **query):
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.text


def ended(client, kind, **order):
    """Return the text of the result of a job."""
    job = until(client, ordered(client, kind, **order)["id"])
    assert job["state"] == "done", job
    m.JobOut.model_validate_json(got(client, f"/api/jobs/{job['id']}"), strict=True)
    return job["id"], got(client, f"/api/jobs/{job['id']}/result")


@pytest.mark.parametrize("name", SCENARIOS)
def test_runs_and_their_replications(client, name):
    job, result = ended(client, "run", scenario={"name": name}, replications=REPLICATIONS, seed=3)
    found = told(r.RunResult, result)
    assert found.replications == REPLICATIONS
    assert found.effective_sspk
    assert found.assumptions
    assert found.sources
    assert "precision" not in json.loads(result)
    kinds = set()
    for k in range(3):
        replication = told(r.Replay, got(client, f"/api/jobs/{job}/replay/{k}"))
        assert len(replication.fates) == len(replication.scene.threats)
        kinds |= {event.kind for event in replication.events}
    assert {"appear", "firm", "launch"} <= kinds
    for measure in ("leakers", "first_intercept_range_km"):
        told(m.Distribution, got(client, f"/api/jobs/{job}/distribution", measure=measure))
    told(m.Matches, got(client, f"/api/jobs/{job}/replications", measure="leakers", **{"from": 0, "to": 99}))


def test_a_run_that_ends_at_a_precision_says_so(client):
    _, result = ended(client, "run", scenario={"name": "ideal-salvo"}, replications=20_000, precision=0.5)
    assert told(r.RunResult, result).precision.reached


def test_a_raid_against_which_nothing_is_known(client):
    # Three replications without a leaker: intervals and quantiles of which nothing is known.
    spec = {"name": "ideal-salvo", "set": {"raid.0.count": 1}}
    told(r.RunResult, ended(client, "run", scenario=spec, replications=3)[1])


@pytest.mark.parametrize("name", ["port-raid", "s400"])
def test_comparisons(client, name):
    specs = [{"name": name}, {"name": name, "set": {"raid.0.count": 3}}, {"name": name}]
    found = told(r.CompareResult, ended(client, "compare", scenarios=specs, replications=30)[1])
    assert len(found.variants) == 2
    assert found.variants[1].measures["leakers"].variance_reduction is None  # the same scenario: never differs


@pytest.mark.parametrize("measure", ["detection", "engagement"])
def test_coverage(client, measure):
    order = {"scenario": {"name": "low-level"}, "altitudes_m": [100.0, 3000.0], "measure": measure}
    found = told(r.CoverageResult, ended(client, "coverage", **order)[1])
    rows = json.loads(found.model_dump_json(exclude_unset=True))["summary"]
    assert all(("twice_km2" in row) == (row["part"] == "defence") for row in rows)


@pytest.mark.parametrize("name", names())
def test_scenarios_and_their_scenes(client, name):
    told(m.ScenarioEntry, got(client, f"/api/scenarios/{name}"))
    told(models_scene.Scene, client.post("/api/scene", json={"name": name}).text)
    told(m.Validation, client.post("/api/validate", json={"name": name}).text)


def test_every_entry_of_the_catalogue(client):
    heads = json.loads(got(client, "/api/catalogue"))
    assert len(heads) == len(list(catalogue.load().entries()))
    for head in heads:
        told(r.CatalogueEntry, got(client, f"/api/catalogue/{head['id']}"))
        told(m.CatalogueHead, json.dumps(head))


def test_the_models_know_every_kind_of_event():
    assert set(r.EventKind.__args__) == set(KINDS)


def test_a_key_more_or_less_and_another_type_are_noticed(client, run):
    """The models are strict wherever one looks: they would notice a key that the answers gain or lose."""
    text = json.loads(got(client, f"/api/jobs/{run['id']}/result"))
    for spoil in (
        lambda d: d["measures"]["leakers"].update(more=1),
        lambda d: d["by"]["class"]["fighter"]["kills"].pop("sd"),
        lambda d: d["effective_sspk"][0].pop("factors"),
        lambda d: d["assumptions"][0].update(value="1"),
        lambda d: d["sources"][0].pop("kind"),
        lambda d: d.update(precision=None),
        lambda d: d["leak_reasons_ci95"].update(spare=[0.0]),
    ):
        broken = copy.deepcopy(text)
        spoil(broken)
        with pytest.raises(ValidationError):
            told(r.RunResult, json.dumps(broken))
