"""The workspace: whatever lies in it, it starts and is listed; it holds so much and no more."""

import hashlib
import json
import os
import sys

import pytest

from airdef import limits
from airdef.outcome.files import read_sealed, write_sealed
from airdef.server.jobs import Jobs, size_of
from airdef.server.settings import Limits
from outcome.test_rowread import claiming
from server.service import PLENTY, opened, ordered, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="neither links nor pipes in a folder")

GOOD = "name: My raid\nraid: [{threat: fighter, from: [1, 1], to: [0, 0]}]\n"
JOB = {"id": "", "kind": "run", "title": "t", "state": "done", "done": 1, "goal": 1, "seed": 1, "error": None,
       "created": "2026-01-01", "ended": "2026-01-01", "request": {}, "partial": None}  # fmt: skip


def strange_files(folder):
    """Lay strange things into a folder; return their names."""
    (folder / "latin.yaml").write_bytes("name: caf\xe9\n".encode("latin-1"))
    (folder / "nothing.yaml").symlink_to("/nonexistent/x.yaml")
    (folder / "zero.yaml").symlink_to("/dev/zero")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "deep.yaml").write_text("[" * 100_000)
    (folder / "deepjson.yaml").write_text('{"a":' * 100_000)
    (folder / "list.yaml").write_text("- 1\n")
    (folder / "title.yaml").write_text("name: [1, {a: b}]\ndescription: 5\n")
    (folder / "large.yaml").write_bytes(b"#" * (3 << 20))
    (folder / "empty.yaml").write_bytes(b"")
    os.utime(folder / "empty.yaml", (-1e11, -1e11))
    return sorted(p.stem for p in folder.iterdir())


def test_one_bad_file_breaks_no_list(tmp_path):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    names = strange_files(folder)
    (folder / "good.yaml").write_text(GOOD)
    with opened(tmp_path) as client:
        heads = {h["name"]: h for h in client.get("/api/scenarios").json()}
        assert set(names) | {"good", "port-raid"} <= set(heads)
        assert heads["good"]["title"] == "My raid"
        for name in ("latin", "nothing", "zero", "loop", "folder", "pipe", "large"):
            assert heads[name]["title"] == name
            assert heads[name]["description"].startswith("cannot be read: "), heads[name]
        assert heads["zero"]["description"].endswith("(not a regular file) given, a readable scenario file expected")
        for name in names:
            read = client.get(f"/api/scenarios/{name}")
            assert read.status_code in (200, 422), (name, read.text)
            assert client.post("/api/validate", json={"name": name}).json()["valid"] is False
            assert client.post("/api/jobs/run", json={"scenario": {"name": name}}).status_code == 422
        for name in names:
            gone = client.delete(f"/api/scenarios/{name}")
            assert gone.status_code == 204 or name == "folder", (name, gone.text)
        assert client.delete("/api/scenarios/nothing").status_code == 404
        left = {h["name"] for h in client.get("/api/scenarios").json() if not h["bundled"]}
        assert left == {"good", "folder"}


def test_one_bad_job_breaks_neither_the_start_nor_the_list(tmp_path):
    runs = tmp_path / "runs"
    texts = [
        b"{", b"[]", b"5", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000, b"{}",
        *(json.dumps(JOB | change).encode() for change in (
            {"title": ["x"]}, {"created": 5}, {"state": "none"}, {"kind": 3}, {"done": "1"}, {"done": True},
            {"goal": None}, {"request": 5}, {"more": 1}, {"id": 5}, {"ended": 1.5}, {"error": {}}, {"seed": "1"},
            {"partial": {}}, {"done": 10**400}, {"goal": -1},
        )),
    ]  # fmt: skip
    for k, text in enumerate(texts):
        folder = runs / f"20260101-000000-{k:08x}"
        folder.mkdir(parents=True)
        if b'"id": ""' in text:
            text = text.replace(b'"id": ""', f'"id": "{folder.name}"'.encode())
        (folder / "job.json").write_bytes(text)
    for k, target in enumerate(("/dev/zero", "/nonexistent", ".", "job.json")):
        folder = runs / f"20260102-000000-{k:08x}"
        folder.mkdir()
        (folder / "job.json").symlink_to(target)
    (runs / "20260103-000000-00000000").symlink_to("/nonexistent")
    (runs / "20260103-000000-00000001").symlink_to("20260103-000000-00000001")
    os.mkfifo(runs / "20260103-000000-00000002")
    with (runs / "20260102-000000-00000001" / "huge").open("wb") as file:
        file.truncate(1 << 40)
    sound = runs / "20260104-000000-00000000"
    sound.mkdir()
    (sound / "job.json").write_text(json.dumps(JOB | {"id": sound.name}))
    with opened(tmp_path) as client:
        told = client.get("/api/jobs").json()
        assert [job["id"] for job in told] == [sound.name]
        # Its folder holds nothing more: an answer in words, whatever is asked.
        for what in ("result", "distribution", "report", "parquet", "replay/0", "replay/0/czml"):
            answer = client.get(f"/api/jobs/{sound.name}/{what}")
            assert answer.status_code == 409, answer.text


def test_strange_results_are_answers_in_words(tmp_path):
    folder = tmp_path / "runs" / "20260104-000000-00000000"
    folder.mkdir(parents=True)
    (folder / "job.json").write_text(json.dumps(JOB | {"id": folder.name}))
    (folder / "campaign").mkdir()
    (folder / "campaign" / "campaign.json").symlink_to("/dev/zero")
    with (folder / "result.json").open("wb") as file:
        file.truncate(1 << 40)
    with opened(tmp_path) as client:
        answer = client.get(f"/api/jobs/{folder.name}/result")
        assert answer.status_code == 422
        assert "1024 GiB given, at most 256 MiB expected" in answer.json()["error"]
        for what in ("distribution", "report", "parquet", "replay/0"):
            answer = client.get(f"/api/jobs/{folder.name}/{what}")
            assert answer.status_code == 409
            assert "not a regular file" in answer.json()["error"]


def test_so_many_scenarios_are_saved(tmp_path):
    with opened(tmp_path, Limits(scenarios=2, reads=1e6, writes=1e6)) as client:
        for name in ("a", "b"):
            assert client.put(f"/api/scenarios/{name}", json={"yaml": GOOD}).status_code == 200
        assert client.put("/api/scenarios/a", json={"yaml": GOOD}).status_code == 200  # saved again
        refused = client.put("/api/scenarios/c", json={"yaml": GOOD})
        assert refused.status_code == 429
        assert "2 are saved already; usual fix: delete some" in refused.json()["error"]
        client.delete("/api/scenarios/a")
        assert client.put("/api/scenarios/c", json={"yaml": GOOD}).status_code == 200


def finished(folder, count):
    """Lay ended jobs of 1 MB into a workspace, half a megabyte of it in a file that is made when it is asked for."""
    for k in range(count):
        place = folder / f"2026010{k + 1}-000000-00000000"
        place.mkdir(parents=True)
        (place / "job.json").write_text(json.dumps(JOB | {"id": place.name, "created": f"2026-01-0{k + 1}"}))
        (place / "rows.parquet").write_bytes(bytes(500_000))
        (place / "kept").write_bytes(bytes(500_000))


def test_a_full_workspace_refuses_jobs_after_it_has_dropped_what_can_be_made_again(tmp_path):
    finished(tmp_path, 3)
    jobs = Jobs(tmp_path, Limits(workspace_bytes=1_600_000))
    assert jobs.bytes > 3_000_000
    jobs.ending()  # no worker is wanted here
    job = jobs.submit("run", "t", 1, 1, {})
    assert not list(tmp_path.glob("*/rows.parquet"))
    assert jobs.bytes == sum(size_of(jobs.path(j)) for j in jobs.all())
    (jobs.path(job) / "more").write_bytes(bytes(200_000))
    jobs = Jobs(tmp_path, Limits(workspace_bytes=1_600_000))
    jobs.ending()
    with pytest.raises(
        Exception, match=r"job: 4 jobs of 1.62[12] MiB are kept already, .* airdef serve --prune"
    ) as told:
        jobs.submit("run", "t", 1, 1, {})
    assert told.value.status == 429
    assert len(jobs.all()) == 4


def test_with_prune_the_oldest_ended_jobs_make_room(tmp_path):
    finished(tmp_path, 3)
    jobs = Jobs(tmp_path, Limits(workspace_bytes=1_400_000, prune=True))
    jobs.ending()
    new = jobs.submit("run", "t", 1, 1, {})
    assert [j.id for j in jobs.all()] == [new.id, "20260103-000000-00000000", "20260102-000000-00000000"]
    assert not (tmp_path / "20260101-000000-00000000").exists()
    jobs = Jobs(tmp_path, Limits(stored=2, prune=True))
    jobs.ending()
    newer = jobs.submit("run", "t", 1, 1, {})
    assert {j.id for j in jobs.all()} == {new.id, newer.id}  # those that wait are never deleted


def test_a_job_that_fills_the_workspace_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("airdef.server.jobs.NOTE_S", 0.0)
    order = {"scenario": {"name": "port-raid"}, "replications": 10_000_000}
    with opened(tmp_path, Limits(workspace_bytes=100_000, reads=PLENTY.reads, writes=PLENTY.writes)) as client:
        job = until(client, ordered(client, "run", **order)["id"])
        assert job["state"] == "failed"
        assert job["error"] == "the workspace has more than 97.66 KiB; usual fix: delete some jobs"


def test_what_a_job_keeps_of_its_order_has_a_limit(client, monkeypatch):
    monkeypatch.setattr(limits, "JOB_BYTES", limits.Limit(3000, "bytes", "fewer or smaller scenarios"))
    spec = {"yaml": GOOD + "#" * 400}
    refused = client.post("/api/jobs/compare", json={"scenarios": [spec] * 5})
    assert refused.status_code == 422
    assert "at most 2.93 KiB expected; usual fix: fewer or smaller scenarios" in refused.json()["error"]


def test_rows_that_claim_more_than_their_part_are_refused(tmp_path):
    with opened(tmp_path) as client:
        job = ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=1024, seed=1)
        assert until(client, job["id"])["state"] == "done"
        campaign = tmp_path / "runs" / job["id"] / "campaign"
        rows, beside = campaign / "rows" / "part-000000000.parquet", campaign / "statistics" / "part-000000000.json"
        strange = claiming(rows.read_bytes(), 1024, 1 << 40)
        rows.write_bytes(strange)
        entry = read_sealed(beside) | {"sha256": hashlib.sha256(strange).hexdigest(), "bytes": len(strange)}
        write_sealed(beside, entry)
        asked = {"measure": "leakers", "from": 0, "to": 1}
        for path in ("parquet", "replications", "distribution"):
            measure = {"measure": "first_intercept_range_km"} if path == "distribution" else asked
            answer = client.get(f"/api/jobs/{job['id']}/{path}", params=measure)
            assert answer.status_code == 422, (path, answer.text[:300])
            assert f"{1 << 40} rows, 1024 expected; usual fix: delete it, then airdef run" in answer.json()["error"]
        assert not list((tmp_path / "runs" / job["id"]).glob("rows*"))
        assert client.get(f"/api/jobs/{job['id']}/result").status_code == 200
