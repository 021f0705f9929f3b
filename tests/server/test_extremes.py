"""Numbers and texts at both ends of what can be written: an answer in words, and never a fault."""

import json
import threading

import pytest

import airdef
from airdef.limits import READING_REQUESTS, WAITING_REQUESTS
from airdef.server.library import Library
from patience import PATIENCE_S
from server.service import ordered, until

HUGE = 10**400
NUMBERS = [0, -1, 1, HUGE, -HUGE, 1e-300, 5e-324, 1e300, 1.7e308, -1e-300, 0.5, False, True, "1", "", None, [], {}, [1],
           1 << 63, (1 << 63) - 1, 1 << 62, "9" * 400, "1e400", "nan", "-0"]  # fmt: skip
TEXT = "name: x\ndefence: [{{system: S-300PMU-2, at: [0.05, 0.1]}}]\nassets: [{{name: port, at: [0, 0]}}]\n" \
       "raid: [{{threat: fighter, from: [1, 1], aims_at: port}}]\n{0}"  # fmt: skip
PATHS = {
    "raid.0.count": "", "raid.0.speed": "m/s", "raid.0.altitude": "km", "raid.0.spacing": "s", "raid.0.at_time": "h",
    "raid.0.from": "", "raid.0.loft": "", "raid.0.max_load_factor": "", "raid.0.overrides.threat.rcs": "m2",
    "raid.0.overrides.threat.hits": "", "raid.0.overrides.threat.homing": "", "raid.0.jammer.density": "W/MHz",
    "assets.0.value": "", "assets.0.radius": "km", "assets.0.at": "", "assets.0.hits_to_destroy": "",
    "defence.0.fire_units": "", "defence.0.facing": "deg", "defence.0.height": "m", "defence.0.mast": "m",
    "defence.0.doctrine.reserve": "", "defence.0.doctrine.rounds": "", "defence.0.doctrine.salvo": "",
    "defence.0.doctrine.hold_fire_range": "km", "defence.0.doctrine.salvo_reliability": "",
    "defence.0.doctrine.assessment.delay": "s", "defence.0.overrides.missile.sspk": "",
    "defence.0.overrides.system.reaction_time": "s", "defence.0.overrides.radar.detection_range": "km",
    "environment.rain_rate": "mm/h", "environment.time_step": "s", "environment.effective_earth_factor": "",
    "environment.gases": "", "name": "",
}  # fmt: skip
"""What may be set, and the unit it has."""


def raw(client, method, path, body):
    """Send JSON as Python writes it: numbers of any length, NaN and all."""
    return client.request(method, path, content=json.dumps(body), headers={"content-type": "application/json"})


@pytest.mark.parametrize("value", NUMBERS, ids=lambda v: repr(v)[:12])
def test_no_number_in_an_order_is_a_fault(client, value):
    good = {"scenario": {"name": "ideal-salvo"}}
    run, coverage = {**good, "replications": 2}, good
    orders = [("run", run | {field: value}) for field in ("replications", "seed", "precision")]
    orders += [("coverage", coverage | {field: value}) for field in ("rcs_m2", "altitudes_m", "measure")]
    orders += [("coverage", coverage | {"altitudes_m": [value]})]
    for kind, order in orders:
        answer = raw(client, "POST", f"/api/jobs/{kind}", order)
        assert answer.status_code in (202, 400, 422, 429), (order, answer.status_code, answer.text[:300])
        if answer.status_code == 202:
            for _ in range(2):  # cancelled, then removed
                client.delete(f"/api/jobs/{answer.json()['id']}")


@pytest.mark.parametrize("value", NUMBERS, ids=lambda v: repr(v)[:12])
def test_no_number_in_a_scenario_is_a_fault(client, value):
    text = TEXT.format("")
    for path, unit in PATHS.items():
        for given in (value, f"{value} {unit}") if unit and value != HUGE else (value,):
            answer = raw(client, "POST", "/api/validate", {"yaml": text, "set": {path: given}})
            assert answer.status_code in (200, 422), (path, str(given)[:20], answer.text[:300])
            if answer.status_code == 200 and not answer.json()["valid"]:
                assert all("usual fix" in p["text"] for p in answer.json()["problems"])


@pytest.mark.parametrize("given", [[False], [True], ["0"], [None], [[1]], False])
def test_what_is_no_height_is_not_taken_for_one(client, given):
    answer = client.post("/api/jobs/coverage", json={"scenario": {"name": "port-raid"}, "altitudes_m": given})
    assert answer.status_code == 422
    assert "altitudes_m" in answer.json()["error"]


@pytest.mark.parametrize("change", [{"replications": True}, {"seed": False}, {"precision": True}, {"precision": "1"}])
def test_what_is_no_number_is_not_taken_for_one(client, change):
    answer = client.post("/api/jobs/run", json={"scenario": {"name": "ideal-salvo"}} | change)
    assert answer.status_code == 422


def test_true_is_a_figure_only_where_it_says_whether(client):
    def valid(path, value):
        told = client.post("/api/validate", json={"yaml": TEXT.format(""), "set": {path: value}}).json()
        return told["valid"], " ".join(p["text"] for p in told["problems"])

    assert valid("raid.0.overrides.threat.homing", True)[0]
    assert valid("raid.0.overrides.threat.homing", 0)[0]
    told = valid("defence.0.overrides.missile.sspk", True)
    assert not told[0]
    assert "true given, a plain finite number expected" in told[1]


@pytest.mark.parametrize("words", [21, 3000, 100_000])
def test_a_path_of_many_words_is_refused_in_words(client, words):
    answer = client.post("/api/validate", json={"name": "port-raid", "set": {".".join("a" * words): 1}})
    assert answer.status_code == 200
    (problem,) = answer.json()["problems"]
    assert problem["given"] == f"a path of {words} words"
    assert problem["expected"] == "at most 20 words"
    assert len(problem["text"]) < 400


def test_nesting_that_no_parser_follows_is_refused(client):
    for body in ("[" * 200_000, '{"yaml":' * 200_000, '{"declaration": ' + '{"a":' * 300 + "1" + "}" * 301):
        answer = client.post("/api/validate", content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422), answer.text[:200]


def test_a_run_to_a_precision_beyond_all_numbers_ends_at_its_replications(client):
    job = ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=5000, precision=1e-300)
    done = until(client, job["id"])
    assert (done["state"], done["done"]) == ("done", 5000)
    assert client.get(f"/api/jobs/{job['id']}/result").json()["replications"] == 5000


def test_a_line_separator_in_a_declaration_comes_back(client):
    declaration = {"name": "x", "description": "a \u2028 b \u2029 c", "raid": [
        {"threat": "fighter", "from": [1, 1], "to": [0, 0]}]}  # fmt: skip
    answer = client.post("/api/validate", json={"declaration": declaration}).json()
    assert not answer["valid"]  # no text may hold them
    assert "U+2028" in answer["problems"][0]["text"]


def test_who_only_reads_goes_past_those_whose_scenarios_are_read(client, monkeypatch):
    begun, release, answers = threading.Semaphore(0), threading.Event(), []

    found = airdef.load("ideal-salvo")

    def slow(self, spec):
        begun.release()
        assert release.wait(600)
        return found

    monkeypatch.setattr(Library, "scenario", slow)

    def ask():
        answer = client.post("/api/validate", json={"name": "port-raid"})
        answers.append(answer.status_code if answer.status_code in (200, 429) else answer.text)

    asking = [threading.Thread(target=ask) for _ in range(WAITING_REQUESTS + READING_REQUESTS + 8)]
    try:
        for a in asking:
            a.start()
        for _ in range(READING_REQUESTS):
            assert begun.acquire(timeout=PATIENCE_S)
        while len(answers) < 8:  # more than may wait
            threading.Event().wait(0.01)
        for path in ("/api/scenarios", "/api/jobs", "/api/about", "/api/catalogue", "/api/schema"):
            assert client.get(path).status_code == 200
        assert not begun.acquire(blocking=False)  # no more are read at once
        assert answers == [429] * 8
    finally:
        release.set()
    for a in asking:
        a.join()
    assert (answers.count(200), answers.count(429), len(answers)) == (len(asking) - 8, 8, len(asking))
