"""Jobs: ordered, followed, ended, resumed; what comes out is what the Python interface gives, bit for bit."""

import json
import threading
from pathlib import Path

import pytest

import airdef
from airdef import catalogue
from airdef.formats.plain import plain
from airdef.server.settings import Limits
from airdef.server.worker import LARGEST, PARTS, STEP, part_size
from server.conftest import REPLICATIONS, SEED
from server.service import PLENTY, opened, ordered, until

LONG = {"scenario": {"name": "port-raid"}, "replications": 10_000_000, "seed": 1}
"""A run that does not end by itself while a test lasts."""


def events(client, number, most_s=600.0):
    """Return the jobs that the event stream tells, until it ends."""
    found = []
    with client.stream("GET", f"/api/jobs/{number}/events", timeout=most_s) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
    return found


def test_a_run_gives_what_python_gives(client, run):
    body = client.get(f"/api/jobs/{run['id']}/result").json()
    campaign = airdef.run("port-raid", REPLICATIONS, SEED)
    told = plain(campaign.to_dict(catalogue.load()))
    assert body["timing"].keys() == told.pop("timing").keys()
    assert {k: body[k] for k in told} == json.loads(json.dumps(told))


def test_a_run_is_listed_with_its_title(client, run):
    assert run["title"] == "Port raid"
    assert (run["done"], run["goal"], run["seed"]) == (REPLICATIONS, REPLICATIONS, SEED)
    assert run["created"] <= run["ended"]
    assert run["error"] is None
    assert run["partial"] is None
    assert run["id"] in [j["id"] for j in client.get("/api/jobs").json()]


def test_jobs_are_listed_newest_first(client, run):
    created = [j["created"] for j in client.get("/api/jobs").json()]
    assert created == sorted(created, reverse=True)


def test_the_stream_tells_of_progress_and_ends_with_the_job(client):
    job = ordered(client, "run", scenario={"name": "port-raid", "set": {"raid.0.count": 4}}, replications=12_000)
    told = events(client, job["id"])
    assert told[-1]["state"] == "done"
    partial = next(j["partial"] for j in told if j["partial"])
    assert sum(b["count"] for b in partial["distribution"]) == partial["replications"]
    mean = sum(b["value"] * b["count"] for b in partial["distribution"]) / partial["replications"]
    assert partial["leakers"]["mean"] == pytest.approx(mean, rel=1e-12)
    assert partial["leakers"]["ci95"][0] <= mean <= partial["leakers"]["ci95"][1]
    assert sum(partial["leak_reasons"].values()) == pytest.approx(mean, rel=1e-9)
    done = [j["done"] for j in told]
    assert done == sorted(done)
    assert events(client, job["id"])[-1]["state"] == "done"  # asked later it says so at once


def test_a_broken_scenario_is_refused_before_it_is_a_job(client):
    before = len(client.get("/api/jobs").json())
    answer = client.post("/api/jobs/run", json={"scenario": {"name": "port-raid", "set": {"raid.0.count": -1}}})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["path"] == "raid.0.count"
    assert len(client.get("/api/jobs").json()) == before


@pytest.mark.parametrize(
    "order",
    [
        {"replications": 0},
        {"replications": 10_000_001},
        {"replications": 1.5},
        {"replications": True},
        {"seed": -1},
        {"seed": 1 << 63},
        {"precision": 0},
        {"threads": 2},
    ],
)
def test_orders_out_of_range_are_refused(client, order):
    answer = client.post("/api/jobs/run", json={"scenario": {"name": "port-raid"}} | order)
    assert answer.status_code == 422
    assert next(iter(order)) in answer.json()["error"]


def test_a_run_to_a_precision_ends_when_it_is_reached(client):
    order = {"scenario": {"name": "ideal-salvo"}, "replications": 100_000, "precision": 0.05}
    job = until(client, ordered(client, "run", **order)["id"])
    body = client.get(f"/api/jobs/{job['id']}/result").json()
    assert body["precision"]["reached"]
    assert job["done"] == body["replications"] < 100_000


def test_the_users_scenario_is_kept_as_it_was_when_ordered(client):
    text = client.get("/api/scenarios/ideal-salvo").json()["yaml"]
    client.put("/api/scenarios/pinned", json={"yaml": text})
    job = ordered(client, "run", scenario={"name": "pinned"}, replications=1000)
    client.delete("/api/scenarios/pinned")
    assert until(client, job["id"])["state"] == "done"


def test_a_comparison_gives_what_python_gives(client):
    order = {
        "scenarios": [{"name": "port-raid"}, {"name": "port-raid", "set": {"raid.0.count": 10}}],
        "labels": ["as it is", "two more"],
        "replications": 2000,
        "seed": 3,
        "by": ["class", "asset"],
    }
    job = until(client, ordered(client, "compare", **order)["id"])
    assert (job["kind"], job["state"], job["title"]) == ("compare", "done", "as it is / two more")
    body = client.get(f"/api/jobs/{job['id']}/result").json()
    change = {"raid.0.count": 10}
    told = airdef.compare("port-raid", changes=[change], replications=2000, seed=3, by=["class", "asset"]).to_dict()
    assert body["base"]["label"] == "as it is"
    assert body["variants"][0]["label"] == "two more"
    assert "two more lets" in body["variants"][0]["sentence"]
    assert body["variants"][0]["scenario_hash"] == told["variants"][0]["scenario_hash"]
    for part in ("measures", "by"):
        assert body["variants"][0][part] == json.loads(json.dumps(plain(told["variants"][0][part])))
    assert client.get(f"/api/jobs/{job['id']}/replications", params={"from": 0, "to": 1}).status_code == 409


def test_labels_are_made_where_none_are_given(client):
    order = {"scenarios": [{"name": "ideal-salvo"}, {"name": "ideal-salvo"}], "replications": 10}
    job = until(client, ordered(client, "compare", **order)["id"])
    first, second = job["title"].split(" / ")
    assert first.removesuffix(" (1)") == second.removesuffix(" (2)")


@pytest.mark.parametrize(
    "order",
    [
        {"scenarios": [{"name": "port-raid"}]},
        {"scenarios": [{"name": "port-raid"}] * 2, "labels": ["a"]},
        {"scenarios": [{"name": "port-raid"}] * 2, "labels": ["a", "a"]},
    ],
)
def test_comparisons_that_compare_nothing_are_refused(client, order):
    assert client.post("/api/jobs/compare", json=order).status_code == 422


def test_coverage_gives_the_studys_outlines_and_table(client):
    order = {"scenario": {"name": "port-raid"}, "altitudes_m": [5000, 100], "rcs_m2": 2.0, "measure": "engagement"}
    job = until(client, ordered(client, "coverage", **order)["id"])
    assert job["state"] == "done", job
    body = client.get(f"/api/jobs/{job['id']}/result").json()
    assert body["type"] == "FeatureCollection"
    assert {f["properties"]["altitude_m"] for f in body["features"]} == {100.0, 5000.0}
    assert {f["properties"]["rcs_m2"] for f in body["features"]} == {2.0}
    from airdef.studies.coverage.answer import rows
    from airdef.studies.coverage.question import Question
    from airdef.studies.coverage.study import coverage

    study = coverage(airdef.load("port-raid"), Question((100.0, 5000.0), 2.0, "engagement"))
    assert body["summary"] == json.loads(json.dumps(plain(rows(study))))


def test_coverage_of_nothing_is_refused(client):
    text = client.get("/api/scenarios/port-raid").json()["yaml"]
    order = {"scenario": {"yaml": text.replace("measure", "measure")}, "altitudes_m": [], "rcs_m2": 1.0}
    assert client.post("/api/jobs/coverage", json=order).status_code == 422
    order = {"scenario": {"name": "port-raid"}, "altitudes_m": [1e9]}
    assert client.post("/api/jobs/coverage", json=order).status_code == 422


def test_a_running_job_is_cancelled_at_once_its_worker_with_it(client):
    job = ordered(client, "run", **LONG)
    until(client, job["id"], ("running",))
    assert client.get(f"/api/jobs/{job['id']}/result").status_code == 409
    answer = client.delete(f"/api/jobs/{job['id']}")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert client.delete(f"/api/jobs/{job['id']}").status_code == 204  # it does not wait for the worker's end
    assert client.get(f"/api/jobs/{job['id']}").status_code == 404
    for attending in [t for t in threading.enumerate() if t.name == f"job {job['id']}"]:
        attending.join()  # until the worker has ended
    runs = Path(client.get("/api/about").json()["workspace"]) / "runs"
    assert not (runs / job["id"]).exists()


def test_a_cancelled_run_keeps_what_it_stored_and_goes_on_from_there(tmp_path):
    with opened(tmp_path) as client:
        job = ordered(client, "run", scenario={"name": "port-raid"}, replications=9_000, seed=5)
        for told in _partials(client, job["id"]):
            if told["replications"] >= 2048:
                break
        assert client.delete(f"/api/jobs/{job['id']}").json()["state"] == "cancelled"
        part = client.get(f"/api/jobs/{job['id']}/result").json()
        assert 2048 <= part["replications"] < 9_000
        assert part["interrupted"]
        first = client.get(f"/api/jobs/{job['id']}/replay/3").json()
        assert client.get(f"/api/jobs/{job['id']}/replay/8999").status_code == 404
        resumed = (
            client.post(f"/api/jobs/{job['id']}/resume").raise_for_status().json()
        )  # its worker may still be dying
        assert resumed["state"] in ("queued", "running")
        assert until(client, job["id"])["state"] == "done"
        whole = client.get(f"/api/jobs/{job['id']}/result").json()
        assert (whole["replications"], whole["interrupted"]) == (9_000, False)
        assert client.get(f"/api/jobs/{job['id']}/replay/3").json() == first
        assert client.post(f"/api/jobs/{job['id']}/resume").status_code == 409
    told = json.loads(json.dumps(plain(dict(airdef.run("port-raid", 9_000, 5).leak_reasons))))
    assert whole["leak_reasons"] == told


def _partials(client, number):
    with client.stream("GET", f"/api/jobs/{number}/events") as answer:
        for line in answer.iter_lines():
            if line.startswith("data: ") and (partial := json.loads(line[6:])["partial"]):
                yield partial


def test_so_many_run_at_once_others_wait_and_more_are_refused(tmp_path):
    limits = Limits(jobs=1, waiting=1, reads=PLENTY.reads, writes=PLENTY.writes)
    with opened(tmp_path, limits) as client:
        first, second = ordered(client, "run", **LONG), ordered(client, "run", **LONG)
        assert client.get(f"/api/jobs/{second['id']}").json()["state"] == "queued"
        refused = client.post("/api/jobs/run", json=LONG)
        assert refused.status_code == 429
        assert "wait already" in refused.json()["error"]
        client.delete(f"/api/jobs/{first['id']}")
        assert until(client, second["id"], ("running",))["state"] == "running"
        third = ordered(client, "run", **LONG)
        assert client.delete(f"/api/jobs/{third['id']}").json()["state"] == "cancelled"  # it never ran
        assert client.get(f"/api/jobs/{third['id']}/result").status_code == 409


def test_the_workspace_holds_so_many_jobs(tmp_path):
    with opened(tmp_path, Limits(stored=1, reads=1e6, writes=1e6)) as client:
        job = ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=100)
        until(client, job["id"])
        refused = client.post("/api/jobs/run", json=LONG)
        assert refused.status_code == 429
        assert "usual fix: delete some" in refused.json()["error"]


def test_unknown_jobs_are_not_found(client):
    for path in (
        "",
        "/events",
        "/result",
        "/report",
        "/parquet",
        "/replay/1",
        "/replay/1/czml",
        "/replay/1/acmi",
        "/replay/1/kml",
    ):
        assert client.get(f"/api/jobs/20000101-000000-00000000{path}").status_code == 404, path
        assert client.get(f"/api/jobs/nonsense{path}").status_code == 422, path


def test_parts_are_multiples_of_a_step_and_neither_too_many_nor_too_large():
    for goal in (1, 1000, 10_000, 123_456, 10_000_000):
        size = part_size(goal, precision=False)
        assert size % STEP == 0
        assert goal / size <= PARTS or size == LARGEST * STEP
    assert part_size(10_000_000, precision=True) % STEP == 0
