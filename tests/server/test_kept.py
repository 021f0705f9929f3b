"""Nothing is lost: texts are versions, jobs tell what they were ordered for, what is deleted can be restored."""

from __future__ import annotations

import json

from airdef.server.bin import Bin
from airdef.server.jobs import ID, Jobs
from airdef.server.settings import Limits
from airdef.server.versions import Versions, digest
from server.service import opened, ordered, until
from server.test_workspace import GOOD, JOB

ANY = "^"


def deleted(client, kind):
    return [thing["id"] for thing in client.get("/api/bin").json() if thing["kind"] == kind]


def test_texts_are_kept_whether_saved_or_sound(client):
    texts = ["name: half [a", "", GOOD, "name: caf\u00e9\n"]
    numbers = [client.post("/api/scenarios/draft/versions", json={"yaml": t}).json()["version"] for t in texts]
    assert len(set(numbers)) == 4
    for number, text in zip(numbers, texts, strict=True):
        read = client.get(f"/api/scenarios/draft/versions/{number}")
        assert read.json() == {"scenario": "draft", "version": number, "yaml": text}
    assert {v["version"] for v in client.get("/api/scenarios/draft/versions").json()} == set(numbers)
    assert client.get("/api/scenarios/draft").status_code == 404  # it was never saved
    assert client.get("/api/scenarios/other/versions").json() == []
    assert client.get(f"/api/scenarios/other/versions/{numbers[0]}").status_code == 404
    assert client.post("/api/scenarios/draft/versions", json={"yaml": "x" * ((2 << 20) + 1)}).status_code == 422
    # Half a character, as JSON can say it.
    half = client.post(
        "/api/scenarios/draft/versions", content=b'{"yaml": "\\ud800"}', headers={"content-type": "application/json"}
    )
    assert half.status_code == 422


def test_versions_survive_a_restart_and_those_used_longest_ago_make_room(tmp_path):
    kept = Versions(tmp_path, ANY, most=3)
    for text in ("a", "b", "c"):
        kept.keep("one", text)
    kept.keep("one", "a")  # used again
    kept.keep("two", "d")
    again = Versions(tmp_path, ANY, most=3)
    assert {v.id for v in again.of("one")} == {digest("a"), digest("c")}
    assert again.text("two", digest("d")) == "d"
    small = Versions(tmp_path, ANY, most_bytes=2)
    small.keep("two", "e")
    assert len(small.of("one")) + len(small.of("two")) == 2
    assert small.text("two", digest("e")) == "e"


def test_what_a_save_replaces_is_kept(client):
    other = GOOD.replace("My raid", "My other raid")
    assert other != GOOD
    client.put("/api/scenarios/over", json={"yaml": GOOD})
    client.put("/api/scenarios/over", json={"yaml": other})
    assert client.get(f"/api/scenarios/over/versions/{digest(GOOD)}").json()["yaml"] == GOOD
    client.delete("/api/scenarios/over")
    assert client.get(f"/api/scenarios/over/versions/{digest(other)}").json()["yaml"] == other


def test_a_deleted_scenario_is_restored(client):
    client.put("/api/scenarios/back", json={"yaml": GOOD})
    assert client.post("/api/bin/scenario/back").status_code == 404
    assert client.delete("/api/scenarios/back").status_code == 204
    assert "back" in deleted(client, "scenario")
    assert client.get("/api/scenarios/back").status_code == 404
    assert client.post("/api/bin/scenario/back").status_code == 204
    assert client.get("/api/scenarios/back").json()["yaml"] == GOOD
    assert "back" not in deleted(client, "scenario")
    client.delete("/api/scenarios/back")
    client.put("/api/scenarios/back", json={"yaml": GOOD})
    assert client.post("/api/bin/scenario/back").status_code == 409  # there is another meanwhile
    assert client.delete("/api/bin/scenario/back").status_code == 204
    assert client.delete("/api/bin/scenario/back").status_code == 404


def test_a_deleted_job_is_restored_with_its_results(client):
    job = until(client, ordered(client, "run", scenario={"name": "ideal-salvo"}, replications=50)["id"])
    result = client.get(f"/api/jobs/{job['id']}/result").json()
    assert client.delete(f"/api/jobs/{job['id']}").status_code == 204
    assert client.get(f"/api/jobs/{job['id']}").status_code == 404
    assert job["id"] in deleted(client, "job")
    assert client.post(f"/api/bin/job/{job['id']}").status_code == 204
    assert client.get(f"/api/jobs/{job['id']}").json() == job
    assert client.get(f"/api/jobs/{job['id']}/result").json() == result
    assert client.post(f"/api/bin/job/{job['id']}").status_code == 404


def test_a_job_tells_what_it_was_ordered_for(client):
    text = client.get("/api/scenarios/port-raid").json()["yaml"]
    hashed = client.post("/api/validate", json={"name": "port-raid"}).json()["summary"]["scenario_hash"]
    job = ordered(client, "run", scenario={"name": "port-raid"}, replications=10)
    assert (job["scenario"], job["scenario_hash"]) == ("port-raid", hashed)
    told = client.get(f"/api/jobs/{job['id']}/scenario").json()
    assert told == {"scenario": "port-raid", "title": job["title"], "yaml": text}
    edited = text.replace("count: 8", "count: 9")
    job = ordered(client, "run", scenario={"yaml": edited}, replications=10, called="port-raid")
    assert job["scenario"] == "port-raid"
    assert job["scenario_hash"] != hashed
    assert client.get(f"/api/jobs/{job['id']}/scenario").json()["yaml"] == edited
    job = ordered(client, "run", scenario={"name": "port-raid", "set": {"raid.0.count": 3}}, replications=10)
    again = {"yaml": client.get(f"/api/jobs/{job['id']}/scenario").json()["yaml"]}
    assert client.post("/api/validate", json=again).json()["summary"]["scenario_hash"] == job["scenario_hash"]
    specs = [{"name": "port-raid"}, {"yaml": edited}]
    job = ordered(client, "compare", scenarios=specs, replications=10, called="port-raid")
    assert job["scenario"] == "port-raid"
    assert client.get(f"/api/jobs/{job['id']}/scenario").json()["yaml"] == edited
    job = ordered(client, "coverage", scenario={"yaml": edited})
    assert job["scenario"] is None  # nobody said of which it is one


def laid(folder, numbers):
    for number in numbers:
        (folder / number).mkdir(parents=True)
        (folder / number / "job.json").write_text(json.dumps(JOB | {"id": number}))
        (folder / number / "rows").write_bytes(bytes(1_000_000))


def test_deleted_jobs_make_room_first_and_outlive_the_service(tmp_path):
    numbers = [f"2026010{k}-000000-00000000" for k in (1, 2, 3)]
    runs, deleted_runs = tmp_path / "runs", tmp_path / "bin"
    laid(runs, numbers)
    jobs = Jobs(runs, Limits(), bin_=Bin(deleted_runs, ID, 10))
    jobs.ending()
    for number in numbers[:2]:
        jobs.remove(jobs.get(number))
    full = Limits(workspace_bytes=2_500_000)
    jobs = Jobs(runs, full, bin_=Bin(deleted_runs, ID, 10))  # as after a restart
    jobs.ending()
    assert [job.id for job, _ in jobs.deleted()] == [numbers[1], numbers[0]]
    jobs.submit("run", "t", 1, 1, {})
    assert [job.id for job, _ in jobs.deleted()] == [numbers[1]]
    assert jobs.get(numbers[2])


def test_a_bin_holds_so_many(tmp_path):
    held = Bin(tmp_path / "bin", ANY, 2)
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
        held.put(tmp_path / name)
    assert [d.name for d in held.all()] == ["c", "b"]
    (tmp_path / "c").symlink_to("/nonexistent")
    held.put(tmp_path / "c")  # the link itself, and in place of the other
    assert (tmp_path / "bin" / "c").is_symlink()
    assert [d.name for d in held.all()] == ["c", "b"]


def test_strange_things_in_the_folders_are_left_alone(tmp_path):
    for folder in ("versions/port-raid", "versions/No Name", "bin/scenarios", "bin/runs"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "versions" / "link").symlink_to("/")
    number = "0" * 20
    (tmp_path / "versions" / "port-raid" / f"{number}.yaml").symlink_to("/dev/zero")
    (tmp_path / "bin" / "runs" / "20260101-000000-00000000").symlink_to("/nonexistent")
    (tmp_path / "bin" / "scenarios" / "x.txt").write_text("")
    with opened(tmp_path) as client:
        assert client.get("/api/bin").json() == []
        assert client.get(f"/api/scenarios/port-raid/versions/{number}").status_code == 422
        assert client.get("/api/scenarios/link/versions").json() == []
