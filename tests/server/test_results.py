"""What is read from a finished run agrees with its rows and with the Python interface."""

import io
import json

import numpy as np
import pyarrow.parquet as pq
import pytest

import airdef
from airdef import formats
from airdef.formats.plain import plain
from airdef.formats.playback import Playback
from airdef.measures import MEASURES, Kind
from airdef.measures.raid import NO_LEAKER
from server.conftest import REPLICATIONS, SEED
from server.service import ordered, until


@pytest.fixture(scope="module")
def rows():
    return airdef.run("port-raid", REPLICATIONS, SEED, rows=True).rows


@pytest.mark.parametrize("quantity", [d for d in MEASURES if d.kind is Kind.COUNT], ids=lambda q: q.name)
def test_counts_have_one_bin_a_value(client, run, rows, quantity):
    body = client.get(f"/api/jobs/{run['id']}/distribution", params={"measure": quantity.name}).json()
    values = rows[quantity.column].to_numpy()
    assert body["n"] == len(values) == sum(b["count"] for b in body["bins"])
    assert body["width"] is None
    assert {b["value"]: b["count"] for b in body["bins"] if b["count"]} == dict(
        zip(*(x.tolist() for x in np.unique(values, return_counts=True)), strict=True)
    )


@pytest.mark.parametrize("quantity", [d for d in MEASURES if d.kind.continuous], ids=lambda q: q.name)
def test_measured_values_have_forty_equal_bins(client, run, rows, quantity):
    body = client.get(f"/api/jobs/{run['id']}/distribution", params={"measure": quantity.name}).json()
    values = rows[quantity.column].to_numpy(zero_copy_only=False) / quantity.scale
    values = values[~np.isnan(values)]
    assert (body["unit"], body["n"]) == (quantity.unit, len(values))
    assert len(body["bins"]) == 40
    assert sum(b["count"] for b in body["bins"]) == len(values)
    first = body["bins"][0]["value"]
    assert first == pytest.approx(values.min())
    last = values.max() if np.ptp(values) else first + 1.0  # one unit wide where all are alike
    assert first + 40 * body["width"] == pytest.approx(last, rel=1e-9)


def test_the_probability_that_nothing_leaks_has_two_bins(client, run, rows):
    body = client.get(f"/api/jobs/{run['id']}/distribution", params={"measure": NO_LEAKER.name}).json()
    none = int((rows["leakers"].to_numpy() == 0).sum())
    assert [b["count"] for b in body["bins"]] == [REPLICATIONS - none, none]


def test_unknown_measures_are_answered_with_the_nearest(client, run):
    for path in ("distribution", "replications"):
        answer = client.get(f"/api/jobs/{run['id']}/{path}", params={"measure": "leaker", "from": 0, "to": 1})
        assert answer.status_code == 422
        assert "'leakers'" in answer.json()["error"]


@pytest.mark.parametrize(
    ("measure", "column", "scale", "low", "high"),
    [
        ("leakers", "leakers", 1.0, 17, 17),
        ("leakers", "leakers", 1.0, 2, 9),
        ("first_intercept_range_km", "first_intercept_range", 1e3, 138.2, 138.4),
        (NO_LEAKER.name, "leakers", 1.0, 0, 0),
        ("leakers", "leakers", 1.0, 40, 50),
    ],
)
def test_replications_are_found_by_their_value(client, run, rows, measure, column, scale, low, high):
    asked = {"measure": measure, "from": low, "to": high, "limit": 25}
    body = client.get(f"/api/jobs/{run['id']}/replications", params=asked).json()
    values = rows[column].to_numpy(zero_copy_only=False) / scale
    if measure == NO_LEAKER.name:
        values = (values == 0).astype(float)
    assert body["replications"] == np.flatnonzero((values >= low) & (values <= high))[:25].tolist()


def test_a_replay_is_the_replication_that_the_campaign_counted(client, run, rows):
    body = client.get(f"/api/jobs/{run['id']}/replay/2999").json()  # of the last part
    replication = airdef.replay("port-raid", SEED, 2999)
    told = json.loads(json.dumps(plain(replication.to_dict())))
    assert {k: body[k] for k in told} == told
    assert body["counts"]["leakers"] == rows["leakers"][2999].as_py()
    fates = {f["threat"]: f for f in body["fates"]}
    assert list(fates) == [t["name"] for t in body["scene"]["threats"]]
    assert sum(1 for f in fates.values() if f["fate"] == "leaked") == body["counts"]["leakers"]
    assert all(bool(f["reason"]) == (f["fate"] == "leaked") for f in fates.values())


def test_files_of_a_replay_are_those_of_the_formats(client, run):
    playback = Playback(airdef.replay("port-raid", SEED, 5))
    for kind in formats.every():
        found = client.get(f"/api/jobs/{run['id']}/replay/5/{kind.name}")
        assert found.text == kind.write(playback)
        assert found.headers["content-encoding"] == "gzip"
        assert found.headers["content-type"] == kind.media_type
        # Named after the scenario, so that it is found again among other downloads.
        stamp = run["id"][:15]
        assert f'filename="port-raid-{stamp}-5.{kind.name}"' in found.headers["content-disposition"]
    assert client.get(f"/api/jobs/{run['id']}/replay/5/pdf").status_code == 422
    told = client.get("/api/about").json()["formats"]
    assert told == [{"name": kind.name, "reader": kind.reader} for kind in formats.every()]


def test_replications_that_the_campaign_has_not_are_not_found(client, run):
    answer = client.get(f"/api/jobs/{run['id']}/replay/{REPLICATIONS}")
    assert answer.status_code == 404
    assert answer.json()["error"].endswith(f"the campaign holds 0 to {REPLICATIONS - 1}")


def test_the_report_needs_nothing_else_and_runs_nothing(client, run):
    found = client.get(f"/api/jobs/{run['id']}/report")
    assert found.headers["content-type"].startswith("text/html")
    assert "sandbox" in found.headers["content-security-policy"]
    assert f"airdef run port-raid -n {REPLICATIONS} --seed {SEED} --report report.html" in found.text
    assert client.get(f"/api/jobs/{run['id']}/report").text == found.text


def test_the_rows_are_those_of_the_campaign(client, run, rows):
    found = client.get(f"/api/jobs/{run['id']}/parquet")
    table = pq.read_table(io.BytesIO(found.content))
    assert table.num_rows == REPLICATIONS
    assert table["replication"].to_pylist() == list(range(REPLICATIONS))
    assert table["missiles_used"].to_pylist() == rows["missiles_used"].to_pylist()


def test_report_and_rows_are_named_after_the_scenario(client, run):
    for what, ending in (("report", "-report.html"), ("parquet", ".parquet")):
        told = client.get(f"/api/jobs/{run['id']}/{what}").headers["content-disposition"]
        assert f'filename="port-raid-{run["id"][:15]}{ending}"' in told


def test_a_long_replay_comes_in_pieces_and_says_how_long_it_is(client):
    scenario = {"name": "port-raid", "set": {"raid.0.count": 250}}
    number = until(client, ordered(client, "run", scenario=scenario, replications=4, seed=3)["id"])["id"]
    with client.stream("GET", f"/api/jobs/{number}/replay/1") as answer:
        pieces = [len(piece) for piece in answer.iter_raw()]
        length, unpacked = (int(answer.headers[name]) for name in ("content-length", "x-airdef-bytes"))
    assert len(pieces) > 1
    assert sum(pieces) == length < unpacked
    assert len(client.get(f"/api/jobs/{number}/replay/1").content) == unpacked
